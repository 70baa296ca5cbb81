package sc.fiji.cam.data;

import java.util.Arrays;
import java.util.List;

/**
 * A value out of a short list, written the same way in macros, on the command line and in files.
 */
public interface Choice {
    /** The word that users write. */
    String id();

    /**
     * Finds a value by its word.
     *
     * @param key the option's key, for the message
     * @param text what was written
     * @param values all values
     * @throws WrongUse if none has this word
     */
    static <T extends Choice> T of(String key, String text, T[] values) {
        for (T value : values) {
            if (value.id().equals(text)) return value;
        }
        throw Options.wrong(key, text, "one of " + String.join(", ", ids(values)));
    }

    /** All words, in order. */
    static List<String> ids(Choice[] values) {
        return Arrays.stream(values).map(Choice::id).toList();
    }
}
