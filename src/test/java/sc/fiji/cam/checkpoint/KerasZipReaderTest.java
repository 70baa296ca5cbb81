package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.testing.Hdf5Writer;
import sc.fiji.cam.testing.TorchWriter;

class KerasZipReaderTest extends AbstractReaderContract {
    @Override
    CheckpointReader reader() {
        return new KerasZipReader();
    }

    @Override
    String ending() {
        return ".keras";
    }

    @Override
    void write(Path file, List<Tensor> tensors) {
        TorchWriter.zip(file, members("", tensors), false);
    }

    private static Map<String, byte[]> members(String root, List<Tensor> tensors) {
        Map<String, byte[]> members = new LinkedHashMap<>();
        String metadata = "{\"keras_version\": \"3.9.2\"}";
        members.put(root + "metadata.json", metadata.getBytes(StandardCharsets.UTF_8));
        members.put(
                root + "model.weights.h5", Hdf5Writer.bytes(KerasHdf5ReaderTest.sample(tensors)));
        return members;
    }

    @Test
    void readsWhatWasZippedAgain() {
        Tensor bias = new Tensor("head.bias", new int[] {2}, new float[] {1, 2});
        for (String root : List.of("", "best/", "a/b/")) {
            Path file = folder.resolve("again.keras");
            TorchWriter.zip(file, members(root, List.of(bias)), true);
            try (CheckpointFile opened = CheckpointFile.open(file)) {
                RawCheckpoint raw = reader().read(opened);
                assertEquals(bias, raw.tensors().get("head.bias").load("head.bias"));
                assertEquals("keras 3.9.2", raw.stated().writer().orElseThrow());
            }
        }
    }

    @Test
    void aBrokenConfigurationIsRefused() {
        Map<String, byte[]> members = members("", List.of());
        members.put("config.json", "{\"class_name\": ".getBytes(StandardCharsets.UTF_8));
        Path file = TorchWriter.zip(folder.resolve("broken.keras"), members, false);
        String message =
                assertThrows(
                                BadCheckpoint.class,
                                () -> Checkpoints.read(file, CamSettings.defaults()))
                        .getMessage();
        assertTrue(message.contains("configuration is no sound JSON"), message);
    }
}
