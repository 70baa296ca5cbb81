package sc.fiji.cam.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.tukaani.xz.XZInputStream;

/** Files that lie packed in the test resources. */
public final class Packed {
    private Packed() {}

    /**
     * Unpacks a file once.
     *
     * @param packed a {@code .xz}
     * @return an absolute path below {@code target}
     */
    public static Path unpack(Path packed) {
        try {
            byte[] bytes = Files.readAllBytes(packed);
            String name = packed.getFileName().toString();
            Path folder = Path.of("target", "unpacked", Golden.sha256(bytes)).toAbsolutePath();
            Path target = folder.resolve(name.substring(0, name.length() - ".xz".length()));
            if (Files.exists(target)) return target;
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, "unpacking", "");
            try (InputStream in = new XZInputStream(Files.newInputStream(packed))) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            move(part, target);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives a finished file its name. */
    static void move(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
