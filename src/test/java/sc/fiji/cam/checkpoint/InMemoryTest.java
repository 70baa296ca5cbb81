package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.testing.Golden;

/** A weight file that is in memory is what it would be on a disk, with nothing beside it. */
class InMemoryTest {
    private static final CamSettings SETTINGS = CamSettings.defaults();

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"timm.safetensors", "torchvision_state_dict.pth", "keras3_flat.keras"})
    void everyFormatIsRead(String name) throws IOException {
        Path file = Golden.file(name);
        Checkpoint expected = Checkpoints.read(file, SETTINGS);
        Checkpoint found = Checkpoints.read(name, Files.readAllBytes(file), SETTINGS);
        assertEquals(expected.facts().named(name), found.facts());
        assertTrue(
                List.copyOf(expected.weights().tensors())
                        .equals(List.copyOf(found.weights().tensors())),
                "tensors differ");
    }

    @Test
    void whatLiesBesideItsNameIsNotItsOwn() throws IOException {
        Path file = folder.resolve("b3.safetensors");
        Files.copy(Golden.file("timm.safetensors"), file);
        Path labels = Files.writeString(folder.resolve("labels.txt"), "x\n".repeat(10));
        Files.writeString(
                folder.resolve("config.json"),
                "{\"mean\": [0.5, 0.5, 0.5], \"std\": [0.5, 0.5, 0.5]}");
        Checkpoint beside = Checkpoints.read(file, SETTINGS);
        assertEquals(labels.toString(), beside.labels().source(), "on the disk it counts");
        Checkpoint found = Checkpoints.read("" + file, Files.readAllBytes(file), SETTINGS);
        assertNotEquals(labels.toString(), found.labels().source());
        assertNotEquals(beside.input(), found.input());
    }

    @Test
    void halfAFileIsRefusedByName() throws IOException {
        byte[] whole = Files.readAllBytes(Golden.file("timm.safetensors"));
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        String text =
                assertThrows(
                                BadCheckpoint.class,
                                () -> Checkpoints.read("half.safetensors", half, SETTINGS))
                        .getMessage();
        assertTrue(text.startsWith("half.safetensors: "), text);
        assertThrows(
                BadCheckpoint.class,
                () -> Checkpoints.read("empty.safetensors", new byte[0], SETTINGS));
    }
}
