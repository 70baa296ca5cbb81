package sc.fiji.cam.render;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of 256 colours.
 *
 * @param name of the table
 * @param colours {@code 0xRRGGBB}, 256 of them
 */
public record Lut(String name, List<Integer> colours) {
    /** Bytes of a table: 256 of red, 256 of green, 256 of blue. */
    static final int BYTES = 768;

    /** Copies the list. */
    public Lut {
        colours = List.copyOf(colours);
        if (colours.size() != 256) throw new IllegalArgumentException(name + ": not 256 colours");
    }

    /** Reads 256 values of red, then 256 of green, then 256 of blue, from an offset on. */
    static Lut of(String name, byte[] bytes, int offset) {
        List<Integer> colours = new ArrayList<>(256);
        for (int i = offset; i < offset + 256; i++) {
            colours.add(
                    (bytes[i] & 255) << 16 | (bytes[i + 256] & 255) << 8 | bytes[i + 512] & 255);
        }
        return new Lut(name, colours);
    }

    /** The colours as an array, newly allocated: {@code 0xRRGGBB}. */
    int[] table() {
        return colours.stream().mapToInt(Integer::intValue).toArray();
    }
}
