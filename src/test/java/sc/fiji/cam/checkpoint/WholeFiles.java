package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.testing.Networks;
import sc.fiji.cam.testing.SafetensorsWriter;
import sc.fiji.cam.testing.TorchWriter;

/** Small files of a network with three classes, and what reading them says. */
abstract class WholeFiles {
    static final Networks.Network B0 = Networks.random(Architecture.B0, 3, 5);

    @TempDir static Path shared;

    static Path plain;

    @TempDir Path folder;

    @BeforeAll
    static void writeOne() {
        plain = SafetensorsWriter.write(shared.resolve("b0.safetensors"), B0, Map.of());
    }

    static Checkpoint read(Path file, String... options) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < options.length; i += 2) map.put(options[i], options[i + 1]);
        return Checkpoints.read(file, CamSettings.of(map));
    }

    /** A small file of a B0 with three classes and whatever else its dictionary holds. */
    Path tiny(Dialect dialect, Map<String, Object> beside) {
        return tiny(dialect, 3, beside);
    }

    /** The same with as many outputs. */
    Path tiny(Dialect dialect, int outputs, Map<String, Object> beside) {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        Map<String, String> names = dialect.names(Architecture.B0);
        Architecture.B0.tensors().forEach(s -> shapes.put(names.get(s.name()), s.sizes()));
        String head = dialect.classifier() + (dialect == Dialects.TORCHVISION ? ".1" : "");
        shapes.put(head + ".weight", new int[] {outputs, 1280});
        shapes.put(head + ".bias", new int[] {outputs});
        return TorchWriter.tiny(folder.resolve("tiny.pth"), shapes, beside);
    }

    static String refused(Class<? extends CamException> kind, Path file, String... options) {
        String message = assertThrows(kind, () -> read(file, options)).getMessage();
        assertFalse(message.contains("\n"), message);
        return message;
    }

    static boolean says(Checkpoint checkpoint, String text) {
        return checkpoint.assumptions().stream().anyMatch(a -> a.contains(text));
    }

    Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    Path file(String name, String text) throws IOException {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
