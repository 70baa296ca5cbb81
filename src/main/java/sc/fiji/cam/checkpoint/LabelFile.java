package sc.fiji.cam.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.InputSize;

/**
 * A file of class names: JSON, a table, or a name per line.
 *
 * @param names in the order of the classes
 * @param size of the pictures, if it is a table that tells
 */
record LabelFile(List<String> names, Optional<InputSize> size) {
    private static final long MAX_BYTES = 1 << 24;

    /** Names alone. */
    LabelFile(List<String> names) {
        this(names, Optional.empty());
    }

    /**
     * Reads a file of any of these forms.
     *
     * @throws BadCheckpoint if it cannot be read or has no names
     */
    static LabelFile read(Path file) {
        return readIfNamed(file)
                .orElseThrow(
                        () ->
                                bad(
                                        file,
                                        "found no class names, expected one per line, JSON or a"
                                                + " table with a column \"class\"",
                                        "Write one name per line, in UTF-8."));
    }

    /**
     * The same, empty if it has no names.
     *
     * @throws BadCheckpoint if it cannot be read
     */
    static Optional<LabelFile> readIfNamed(Path file) {
        String text = text(file);
        boolean table = String.valueOf(file).toLowerCase(Locale.ROOT).endsWith(".csv");
        return table ? ClassTable.of(text) : LabelTables.ofText(text).map(LabelFile::new);
    }

    private static String text(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                String problem = "it has " + size + " bytes, expected a list of class names";
                throw bad(file, problem, "Give the file with the names.");
            }
            return decoded(Files.readAllBytes(file));
        } catch (CharacterCodingException e) {
            throw bad(file, "it is not text in UTF-8", "Save it as UTF-8.").because(e);
        } catch (IOException e) {
            String problem = "the file of class names cannot be read";
            throw bad(file, problem, "Check its permissions.").because(e);
        }
    }

    /** UTF-8, or UTF-16 as some editors for Windows write it; both lose their mark. */
    private static String decoded(byte[] bytes) throws CharacterCodingException {
        Charset charset = StandardCharsets.UTF_8;
        int mark = Formats.startsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0;
        if (Formats.startsWith(bytes, 0xff, 0xfe)) charset = StandardCharsets.UTF_16LE;
        if (Formats.startsWith(bytes, 0xfe, 0xff)) charset = StandardCharsets.UTF_16BE;
        if (charset != StandardCharsets.UTF_8) mark = 2;
        ByteBuffer rest = ByteBuffer.wrap(bytes, mark, bytes.length - mark);
        return charset.newDecoder().decode(rest).toString();
    }

    private static BadCheckpoint bad(Path file, String problem, String advice) {
        return new BadCheckpoint("labels " + file, problem, advice);
    }
}
