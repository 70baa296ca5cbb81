package sc.fiji.cam.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Measured numbers for people, in files below {@code target}. */
public final class Figures {
    private Figures() {}

    /** Adds a line to a file. */
    public static void note(String file, String line) {
        Path path = Path.of("target", file);
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(
                    path,
                    line + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
