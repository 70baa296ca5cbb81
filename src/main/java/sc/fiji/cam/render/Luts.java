package sc.fiji.cam.render;

import java.util.List;

/** The colour tables of the plugin, and those in .lut files. */
public final class Luts {
    private Luts() {}

    /** Names of the built-in tables, in order. */
    public static List<String> names() {
        throw new UnsupportedOperationException();
    }

    /**
     * Finds a built-in table, or reads a .lut file (768 bytes, ImageJ's 32-byte header, or text).
     *
     * @param nameOrFile a name of {@link #names()}, or a path that ends in .lut
     * @throws sc.fiji.cam.data.WrongUse if there is neither; the nearest name is given
     */
    public static Lut find(String nameOrFile) {
        throw new UnsupportedOperationException();
    }
}
