package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.UnsupportedCheckpoint;
import sc.fiji.cam.testing.TorchWriter;
import sc.fiji.cam.testing.TorchWriter.View;

class TorchLegacyReaderTest extends AbstractReaderContract {
    private static final byte[] MAGIC = {
        (byte) 0x80,
        2,
        (byte) 0x8a,
        0x0a,
        0x6c,
        (byte) 0xfc,
        (byte) 0x9c,
        0x46,
        (byte) 0xf9,
        0x20,
        0x6a,
        (byte) 0xa8,
        0x50,
        0x19,
        '.'
    };

    @Override
    CheckpointReader reader() {
        return new TorchLegacyReader();
    }

    @Override
    void write(Path file, List<Tensor> tensors) throws IOException {
        Map<String, Object> dict = new LinkedHashMap<>();
        Map<String, byte[]> storages = new LinkedHashMap<>();
        for (Tensor t : tensors) {
            String key = "9400" + storages.size();
            storages.put(key, TorchWriter.floats(t.values()));
            dict.put(t.name(), View.whole(key, "FloatStorage", t.shape()));
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("weights", dict);
        root.put("class_names", List.of("a", "b"));
        write(file, Map.of("little_endian", true), root, 4, storages);
    }

    private static void write(
            Path file, Object system, Object root, int bytes, Map<String, byte[]> storages)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        out.writeBytes(TorchWriter.pickle(1001));
        out.writeBytes(TorchWriter.pickle(system));
        out.writeBytes(TorchWriter.pickle(root));
        out.writeBytes(TorchWriter.pickle(new ArrayList<>(storages.keySet())));
        for (byte[] storage : storages.values()) {
            ByteBuffer count = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            out.writeBytes(count.putLong(storage.length / bytes).array());
            out.writeBytes(storage);
        }
        Files.write(file, out.toByteArray());
    }

    @Override
    String ending() {
        return ".pth";
    }

    @Test
    void storagesLieInTheOrderOfTheirKeys() throws IOException {
        Path file = folder.resolve("two.pth");
        Map<String, byte[]> storages = new LinkedHashMap<>();
        storages.put("b", TorchWriter.floats(1, 2, 3));
        storages.put("a", TorchWriter.floats(4));
        Map<String, Object> dict = new LinkedHashMap<>();
        dict.put("x", View.whole("a", "FloatStorage", 1));
        dict.put("y", new View("b", "FloatStorage", 1, new int[] {2}, new int[] {1}));
        write(file, Map.of(), dict, 4, storages);
        try (CheckpointFile opened = CheckpointFile.open(file)) {
            Map<String, RawTensor> tensors = reader().read(opened).tensors();
            assertArrayEquals(new float[] {4}, tensors.get("x").load("x").values());
            assertArrayEquals(new float[] {2, 3}, tensors.get("y").load("y").values());
        }
    }

    @Test
    void refusesWhatItCannotPlace() throws IOException {
        Object one = Map.of("x", View.whole("a", "FloatStorage", 1));
        Map<String, byte[]> storages = Map.of("a", TorchWriter.floats(4));
        assertTrue(
                refused(UnsupportedCheckpoint.class, Map.of("little_endian", false), one, storages)
                        .contains("big-endian"));
        Object strange = Map.of("x", View.whole("a", "ComplexFloatStorage", 1));
        assertTrue(
                refused(UnsupportedCheckpoint.class, Map.of(), strange, storages)
                        .contains("ComplexFloatStorage"));
        Map<String, byte[]> other = Map.of("b", TorchWriter.floats(4));
        assertTrue(
                refused(BadCheckpoint.class, Map.of(), one, other).contains("nothing refers to"));
        assertTrue(refused(BadCheckpoint.class, Map.of(), one, Map.of()).contains("no storage a"));
    }

    private <T extends Throwable> String refused(
            Class<T> kind, Object system, Object root, Map<String, byte[]> storages)
            throws IOException {
        Path file = folder.resolve("bad.pth");
        write(file, system, root, 4, storages);
        try (CheckpointFile opened = CheckpointFile.open(file)) {
            return "" + assertThrows(kind, () -> reader().read(opened)).getMessage();
        }
    }
}
