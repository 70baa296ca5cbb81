package sc.fiji.cam.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
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

    /** The members of one that is a zip file, by name, in order. */
    static Map<String, byte[]> members(Path file) throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        byte[] bytes = Files.readAllBytes(file);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                members.put(e.getName(), zip.readAllBytes());
            }
        }
        return members;
    }
}
