package sc.fiji.cam.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the files of a catalogue are: beside this class in the jar; tests have folders. */
@FunctionalInterface
interface Resources {
    /** What the build has packed. */
    Resources PACKED = Resources.class::getResourceAsStream;

    /** The files of a folder. */
    static Resources in(Path folder) {
        return path -> {
            Path file = folder.resolve(path);
            return Files.isRegularFile(file) ? Files.newInputStream(file) : null;
        };
    }

    /**
     * Opens a file.
     *
     * @param path below this package
     * @return null if there is none
     * @throws IOException if it cannot be opened
     */
    @Nullable InputStream open(String path) throws IOException;

    /**
     * All bytes of a file.
     *
     * @return null if there is none
     */
    default byte @Nullable [] read(String path) {
        try (InputStream in = open(path)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    /**
     * All bytes of a file that every build has.
     *
     * @throws IllegalStateException if there is none
     */
    default byte[] require(String path) {
        byte[] bytes = read(path);
        if (bytes == null) throw new IllegalStateException(path + " is missing");
        return bytes;
    }
}
