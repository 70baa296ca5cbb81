package sc.fiji.cam.render;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.cam.data.WrongUse;

/** Reads the three kinds of .lut files that ImageJ reads. */
final class LutFile {
    /** Beyond this size ImageJ takes no file for a colour table either. */
    private static final int MOST_BYTES = 10_000;

    /** "ICOL", the first four bytes of NIH Image's header. */
    private static final int HEADER = 0x49434f4c;

    private static final int HEADER_BYTES = 32;

    /** Size of some old tables: 768 bytes and a resource that is not read. */
    private static final int WITH_RESOURCE = 970;

    private LutFile() {}

    static Lut read(Path file) {
        byte[] bytes = bytes(file);
        String name = file.getFileName().toString().replaceAll("(?i)\\.lut$", "");
        if (bytes.length > HEADER_BYTES && ByteBuffer.wrap(bytes).getInt() == HEADER) {
            return withHeader(file, name, bytes);
        }
        if (bytes.length == Lut.BYTES || bytes.length == WITH_RESOURCE) {
            return Lut.of(name, bytes, 0);
        }
        return new Lut(name, text(file, new String(bytes, ISO_8859_1)));
    }

    private static byte[] bytes(Path file) {
        if (Files.isDirectory(file)) throw broken(file, "found a folder");
        if (!Files.exists(file)) throw broken(file, "there is no such file");
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw broken(file, "found " + Files.size(file) + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw broken(file, "cannot be read (" + e.getMessage() + ")").because(e);
        }
    }

    private static Lut withHeader(Path file, String name, byte[] bytes) {
        int colours = ByteBuffer.wrap(bytes).getShort(6);
        if (colours < 2 || colours > 256 || bytes.length < HEADER_BYTES + 3 * colours) {
            String found = "its header tells of " + colours + " colours in " + bytes.length;
            throw broken(file, found + " bytes");
        }
        byte[] full = new byte[Lut.BYTES];
        for (int c = 0; c < 3; c++) {
            stretch(bytes, HEADER_BYTES + c * colours, colours, full, 256 * c);
        }
        return Lut.of(name, full, 0);
    }

    /** Fewer than 256 colours are interpolated, with ImageJ's own arithmetic. */
    private static void stretch(byte[] from, int offset, int colours, byte[] to, int start) {
        double scale = colours / 256.0;
        for (int i = 0; i < 256; i++) {
            int left = (int) (i * scale);
            int right = Math.min(left + 1, colours - 1);
            double fraction = i * scale - left;
            int a = from[offset + left] & 255;
            int b = from[offset + right] & 255;
            to[start + i] = (byte) ((1 - fraction) * a + fraction * b);
        }
    }

    /** 256 lines of red, green, blue, or index, red, green, blue; a title line may come first. */
    private static List<Integer> text(Path file, String text) {
        List<Integer> colours = new ArrayList<>();
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        for (int i = 0; i < lines.size(); i++) {
            String[] columns = lines.get(i).strip().split("[\\s,;]+");
            if (i == 0 && !columns[0].matches("[0-9.]+")) continue;
            if (columns.length != 3 && columns.length != 4) {
                throw broken(file, "line " + (i + 1) + " has " + columns.length + " columns");
            }
            int colour = 0;
            for (int c = columns.length - 3; c < columns.length; c++) {
                colour = colour << 8 | value(file, i + 1, columns[c]);
            }
            colours.add(colour);
        }
        if (colours.size() != 256) throw broken(file, "found " + colours.size() + " colours");
        return colours;
    }

    private static int value(Path file, int line, String text) {
        if (text.matches("\\d{1,3}(\\.0*)?")) {
            int value = (int) Double.parseDouble(text);
            if (value <= 255) return value;
        }
        throw broken(file, "line " + line + " has the value \"" + text + "\"");
    }

    private static WrongUse broken(Path file, String found) {
        String expected = "expected a colour table of 768 bytes, or 256 lines of R G B (0 to 255)";
        return new WrongUse(
                file.toString(),
                found + ", " + expected,
                "Give another file, or one of " + String.join(" ", Luts.names()) + ".");
    }
}
