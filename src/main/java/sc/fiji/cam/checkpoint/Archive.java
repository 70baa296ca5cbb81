package sc.fiji.cam.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Named byte ranges in one place: a zip file, or a folder it was unpacked into. */
interface Archive {
    /** What is read, for messages. */
    String origin();

    /** All paths, separated by slashes. */
    List<String> names();

    /** Whether there is such a member. */
    boolean has(String name);

    /**
     * The bytes of a member.
     *
     * @throws sc.fiji.cam.data.BadCheckpoint if there is none of this name
     */
    Bytes open(String name);

    /**
     * The text of a small member.
     *
     * @param most bytes; empty if it is longer, or not there
     */
    default String text(String name, int most) {
        if (!has(name)) return "";
        Bytes bytes = open(name);
        if (bytes.size() > most) return "";
        byte[] text = bytes.read(0, (int) bytes.size()).array();
        return new String(text, StandardCharsets.UTF_8);
    }
}
