package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.UnsupportedCheckpoint;
import sc.fiji.cam.testing.TorchWriter;
import sc.fiji.cam.testing.TorchWriter.Call;
import sc.fiji.cam.testing.TorchWriter.View;

class TorchZipReaderTest extends AbstractReaderContract {
    private static final String STEM = "features.0.0.weight";

    @Override
    CheckpointReader reader() {
        return new TorchZipReader();
    }

    @Override
    void write(Path file, List<Tensor> tensors) {
        Map<String, Object> dict = new LinkedHashMap<>();
        Map<String, byte[]> storages = new LinkedHashMap<>();
        for (Tensor t : tensors) {
            String key = Integer.toString(storages.size());
            storages.put(key, TorchWriter.floats(t.values()));
            dict.put(t.name(), View.whole(key, "FloatStorage", t.shape()));
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("weights", dict);
        root.put("class_names", List.of("a", "b"));
        TorchWriter.write(file, root, storages);
    }

    @Override
    String ending() {
        return ".pth";
    }

    private RawCheckpoint read(Path path) {
        return reader().read(CheckpointFile.open(path));
    }

    private RawCheckpoint read(Object value, Map<String, byte[]> storages) {
        return read(TorchWriter.write(folder.resolve("x.pth"), value, storages));
    }

    private static float[] values(RawCheckpoint raw, String name) {
        return raw.tensors().get(name).load(name).values();
    }

    @Test
    void honoursOffsetsAndStridesOfASharedStorage() {
        Map<String, Object> dict = new LinkedHashMap<>();
        dict.put(STEM, new View("0", "FloatStorage", 1, new int[] {2, 3}, new int[] {3, 1}));
        dict.put("t", new View("0", "FloatStorage", 1, new int[] {3, 2}, new int[] {1, 3}));
        dict.put("slice", new View("0", "FloatStorage", 0, new int[] {3}, new int[] {4}));
        dict.put("repeat", new View("0", "FloatStorage", 2, new int[] {2, 2}, new int[] {0, 1}));
        dict.put("last", new View("0", "FloatStorage", 8, new int[] {}, new int[] {}));
        dict.put("none", new View("0", "FloatStorage", 9, new int[] {0}, new int[] {1}));
        RawCheckpoint raw = read(dict, Map.of("0", TorchWriter.floats(0, 1, 2, 3, 4, 5, 6, 7, 8)));
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, values(raw, STEM));
        assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, values(raw, "t"));
        assertArrayEquals(new float[] {0, 4, 8}, values(raw, "slice"));
        assertArrayEquals(new float[] {2, 3, 2, 3}, values(raw, "repeat"));
        assertArrayEquals(new float[] {8}, values(raw, "last"));
        assertArrayEquals(new float[] {}, values(raw, "none"));
    }

    @Test
    void readsViewsThatAreSpreadThinly() {
        float[] storage = new float[300_000];
        for (int i = 0; i < storage.length; i++) storage[i] = i;
        Map<String, Object> dict = new LinkedHashMap<>();
        dict.put(STEM, new View("0", "FloatStorage", 7, new int[] {3}, new int[] {100_000}));
        RawCheckpoint raw = read(dict, Map.of("0", TorchWriter.floats(storage)));
        assertArrayEquals(new float[] {7, 100_007, 200_007}, values(raw, STEM));
    }

    @Test
    void refusesViewsBeyondTheirStorage() {
        for (View view :
                List.of(
                        new View("0", "FloatStorage", 1, new int[] {2, 3}, new int[] {3, 1}),
                        new View("0", "FloatStorage", 0, new int[] {2}, new int[] {6}),
                        new View("0", "FloatStorage", -1, new int[] {2}, new int[] {1}),
                        new View("0", "FloatStorage", 0, new int[] {2}, new int[] {-1}),
                        new View("0", "DoubleStorage", 0, new int[] {6}, new int[] {1}),
                        new View("0", "FloatStorage", 0, new int[] {70000, 70000}, new int[2]))) {
            Map<String, Object> dict = Map.of(STEM, view);
            Map<String, byte[]> storages = Map.of("0", new byte[24]);
            String message =
                    assertThrows(BadCheckpoint.class, () -> read(dict, storages)).getMessage();
            assertTrue(message.contains(STEM), message);
        }
        Map<String, Object> dict = Map.of(STEM, View.whole("1", "FloatStorage", 6));
        assertThrows(BadCheckpoint.class, () -> read(dict, Map.of("0", new byte[24])));
    }

    @Test
    void readsDoublesAndHalves() {
        byte[] doubles =
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putDouble(1e-3)
                        .putDouble(-7)
                        .array();
        Map<String, Object> dict = new LinkedHashMap<>();
        dict.put(STEM, View.whole("0", "DoubleStorage", 2));
        dict.put("h", View.whole("1", "HalfStorage", 2));
        dict.put("b", View.whole("1", "BFloat16Storage", 2));
        byte[] halves = {0, 0x3c, 0, (byte) 0xc0};
        RawCheckpoint raw = read(dict, Map.of("0", doubles, "1", halves));
        assertArrayEquals(new float[] {1e-3f, -7}, values(raw, STEM));
        assertArrayEquals(new float[] {1, -2}, values(raw, "h"));
        assertArrayEquals(new float[] {0x1p-7f, -2}, values(raw, "b"));
    }

    @Test
    void findsTheDictionaryUnderAnyKeyAndKeepsTheKeysOfSeveral() {
        Object plain = Map.of("module." + STEM, View.whole("0", "FloatStorage", 1));
        Object other = Map.of("module." + STEM, View.whole("1", "FloatStorage", 1));
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("my net", List.of(Map.of("inner", plain)));
        Map<String, byte[]> storages =
                Map.of("0", TorchWriter.floats(1), "1", TorchWriter.floats(2));
        assertArrayEquals(new float[] {1}, values(read(root, storages), "module." + STEM));
        root.put("state_dict_ema", other);
        RawCheckpoint two = read(root, storages);
        assertArrayEquals(new float[] {1}, values(two, "my net.inner.module." + STEM));
        assertArrayEquals(new float[] {2}, values(two, "state_dict_ema.module." + STEM));
    }

    @Test
    void averagedCopiesAreToldByTheirKeys() {
        for (String key :
                List.of("state_dict_ema", "model_ema", "ema", "EMACallback.ema_weights")) {
            assertTrue(StateDicts.isAveraged(key + ".module."), key);
        }
        for (String key : List.of("schema", "model", "emanate", "")) {
            assertFalse(StateDicts.isAveraged(key), key);
        }
    }

    @Test
    void namesThatRunCodeElsewhereAreOnlyText() {
        Path trace = folder.resolve("trace");
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("evil", new Call("os", "system", List.of("touch " + trace)));
        root.put("worse", new Call("java.lang", "Runtime", List.of("exec")));
        root.put("model", Map.of(STEM, View.whole("0", "FloatStorage", 1)));
        RawCheckpoint raw = read(root, Map.of("0", TorchWriter.floats(3)));
        assertArrayEquals(new float[] {3}, values(raw, STEM));
        assertTrue(java.nio.file.Files.notExists(trace));
        Inert.Made made = (Inert.Made) raw.extras().all("evil").get(0).value();
        assertEquals(new Inert.Global("os", "system"), made.callable);
    }

    @Test
    void readsDeflatedArchivesTwoFoldersDeep() throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        Object value = Map.of(STEM, View.whole("0", "FloatStorage", 2));
        members.put("x.pt/x/data.pkl", TorchWriter.pickle(value));
        members.put("x.pt/x/data/0", TorchWriter.floats(5, 6));
        RawCheckpoint raw = read(TorchWriter.zip(folder.resolve("d.pt"), members, true));
        assertArrayEquals(new float[] {5, 6}, values(raw, STEM));
    }

    @Test
    void saysWhatKindOfTensorItDoesNotRead() {
        Call quantised =
                new Call(
                        "torch._utils",
                        "_rebuild_qtensor",
                        List.of(View.whole("0", "FloatStorage", 1)));
        Map<String, Object> dict = new LinkedHashMap<>();
        dict.put(STEM, View.whole("0", "FloatStorage", 1));
        dict.put("fc.weight", quantised);
        CamException e =
                assertThrows(
                        UnsupportedCheckpoint.class, () -> read(dict, Map.of("0", new byte[4])));
        assertTrue(e.getMessage().contains("fc.weight"), e.getMessage());
        assertTrue(e.getMessage().contains("_rebuild_qtensor"), e.getMessage());
    }

    @Test
    void refusesOptimisersAndEmptyDictionaries() {
        Object tensor = View.whole("0", "FloatStorage", 1);
        Map<String, byte[]> storages = Map.of("0", new byte[4]);
        Map<String, Object> optimiser = new LinkedHashMap<>();
        optimiser.put("state", Map.of(0, Map.of("exp_avg", tensor)));
        optimiser.put("param_groups", List.of());
        String message =
                assertThrows(BadCheckpoint.class, () -> read(optimiser, storages)).getMessage();
        assertTrue(message.contains("optimiser"), message);
        assertThrows(BadCheckpoint.class, () -> read(Map.of("epoch", 3), storages));
    }
}
