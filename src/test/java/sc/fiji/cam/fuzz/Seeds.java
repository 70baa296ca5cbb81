package sc.fiji.cam.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.tukaani.xz.XZInputStream;
import sc.fiji.cam.testing.Packed;

/**
 * Sound files of the original libraries whose weights are all one number, so that they are small;
 * {@code src/test/resources/scripts/fuzz_seeds.py} made them.
 */
final class Seeds {
    private Seeds() {}

    /** One of them, unpacked. */
    static Path file(String name) {
        return Packed.unpack(Path.of("src/test/resources/fuzz", name + ".xz"));
    }

    /** The bytes of one; unlike {@link #file} in any working directory. */
    static byte[] bytes(String name) throws IOException {
        InputStream packed = Seeds.class.getResourceAsStream("/fuzz/" + name + ".xz");
        try (InputStream in = new XZInputStream(packed)) {
            return in.readAllBytes();
        }
    }

    /** The members of one that is a zip file, by name, in order. */
    static Map<String, byte[]> members(String name) throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        // By the directory: the JDK's stream refuses stored members whose sizes stand only there.
        Path copy = Files.write(Files.createTempFile("seed", ".zip"), bytes(name));
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                members.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        Files.delete(copy);
        return members;
    }
}
