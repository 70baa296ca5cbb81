package sc.fiji.cam.render;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * Writes into pictures, with letters of 5 x 8 dots that the program brings: the same on every
 * machine, also where no fonts are installed. Knows the printable characters of ASCII; any other is
 * a question mark.
 */
final class Lettering {
    private static final int DOTS_ACROSS = 5;
    private static final int DOTS_DOWN = 8;

    /** One line per character from the space on: five columns, the lowest bit at the top. */
    private static final String LETTERS = "letters.txt";

    private static final String CUT = "...";

    private final int dot;
    private final List<byte[]> letters;

    /**
     * @param dot edge of a dot, pixels, at least 1
     */
    Lettering(int dot) {
        this.dot = dot;
        this.letters = read();
    }

    private static List<byte[]> read() {
        try (InputStream in = Lettering.class.getResourceAsStream(LETTERS)) {
            String text = new String(Objects.requireNonNull(in, LETTERS).readAllBytes(), US_ASCII);
            return text.lines().map(l -> HexFormat.of().parseHex(l.substring(2))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Height of a line without the space to the next, pixels. */
    int height() {
        return DOTS_DOWN * dot;
    }

    /** Width of a text, pixels. */
    int width(String text) {
        return Math.max(0, text.length() * (DOTS_ACROSS + 1) - 1) * dot;
    }

    /** The text, or as much of its beginning as fits, with dots at the end. */
    String fitted(String text, int width) {
        if (width(text) <= width) return text;
        String start = text;
        while (!start.isEmpty() && width(start + CUT) > width) {
            start = start.substring(0, start.length() - 1);
        }
        return start + CUT;
    }

    /**
     * Draws a text.
     *
     * @param rgb pixels, row by row; changed
     * @param across width of the picture, pixels
     * @param left of the first letter, pixels
     * @param top of the letters, pixels; the whole text must lie inside
     * @param colour {@code 0xRRGGBB}
     */
    void draw(int[] rgb, int across, int left, int top, String text, int colour) {
        for (int i = 0; i < text.length(); i++) {
            byte[] letter = letter(text.charAt(i));
            int x = left + i * (DOTS_ACROSS + 1) * dot;
            for (int column = 0; column < DOTS_ACROSS; column++) {
                for (int row = 0; row < DOTS_DOWN; row++) {
                    if ((letter[column] >> row & 1) == 0) continue;
                    fill(rgb, across, x + column * dot, top + row * dot, colour);
                }
            }
        }
    }

    private void fill(int[] rgb, int across, int left, int top, int colour) {
        for (int y = top; y < top + dot; y++) {
            for (int x = left; x < left + dot; x++) rgb[y * across + x] = colour;
        }
    }

    private byte[] letter(char c) {
        boolean known = c >= ' ' && c < ' ' + letters.size();
        return letters.get((known ? c : '?') - ' ');
    }
}
