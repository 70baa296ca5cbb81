package sc.fiji.cam.render;

import java.util.List;

/**
 * A table of 256 colours.
 *
 * @param name of the table
 * @param colours {@code 0xRRGGBB}, 256 of them
 */
public record Lut(String name, List<Integer> colours) {
    /** Copies the list. */
    public Lut {
        colours = List.copyOf(colours);
        if (colours.size() != 256) throw new IllegalArgumentException(name + ": not 256 colours");
    }
}
