package sc.fiji.cam.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Large files that lie beside the repository: property {@code cam.shared}, else {@code ../shared}.
 */
public final class Shared {
    private Shared() {}

    /** The folder itself, which may be absent. */
    static Path root() {
        return Path.of(System.getProperty("cam.shared", "../shared"));
    }

    /** A file or folder there; the test is skipped, naming it, if it is absent. */
    public static Path file(String name) {
        Path path = root().resolve(name);
        assumeTrue(Files.exists(path), path + " is absent");
        return path;
    }
}
