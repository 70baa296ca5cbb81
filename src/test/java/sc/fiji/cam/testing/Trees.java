package sc.fiji.cam.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Folders as values. */
public final class Trees {
    private Trees() {}

    /**
     * Checksums of all files below a folder by their path, with {@code /}.
     *
     * @param except paths to leave out
     */
    public static Map<String, String> sums(Path root, Collection<String> except)
            throws IOException {
        Map<String, String> sums = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (except.contains(name)) continue;
                sums.put(name, Golden.sha256(Files.readAllBytes(file)));
            }
        }
        return sums;
    }
}
