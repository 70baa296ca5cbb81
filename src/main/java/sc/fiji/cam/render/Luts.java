package sc.fiji.cam.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import sc.fiji.cam.data.Nearest;
import sc.fiji.cam.data.WrongUse;

/** The colour tables of the plugin, and those in .lut files. */
public final class Luts {
    private static final String FOLDER = "/luts/";

    private Luts() {}

    /** Names of the built-in tables, in order. */
    public static List<String> names() {
        return new String(resource("index.txt"), UTF_8).lines().toList();
    }

    /**
     * Finds a built-in table, or reads a .lut file: 768 bytes, ImageJ's 32-byte header before them,
     * or text of 256 lines with 3 or 4 columns.
     *
     * @param nameOrFile a name of {@link #names()} in lower or upper case, or a path that ends in
     *     .lut
     * @throws WrongUse if there is neither, the nearest name is given; or if the file is not such a
     *     table
     */
    public static Lut find(String nameOrFile) {
        String name = nameOrFile.toLowerCase(Locale.ROOT);
        List<String> names = names();
        if (names.contains(name)) return Lut.of(name, resource(name + ".lut"), 0);
        if (name.endsWith(".lut")) return LutFile.read(path(nameOrFile));
        throw new WrongUse(
                "option lut",
                "there is no colour table \"" + nameOrFile + "\"",
                Nearest.advice(name, names) + ", or a file that ends in .lut.");
    }

    private static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new WrongUse("option lut", "\"" + file + "\" is no file name", "").because(e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = Luts.class.getResourceAsStream(FOLDER + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
