package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.UnsupportedCheckpoint;
import sc.fiji.cam.data.WeightMismatch;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.testing.Golden;

/** Names and shapes as the original libraries give them, without values. */
class NamesTest {
    private static final JsonObject NAMES = Golden.json("names/torch_names.json");

    private static final List<Dialect> LIBRARIES =
            List.of(Dialects.TORCHVISION, Dialects.TIMM, Dialects.LUKEMELAS, Dialects.TRANSFORMERS);

    /** As many zeros as anybody asks for. */
    private record Zeros(String origin, long size) implements Bytes {
        @Override
        public void fill(long offset, ByteBuffer target) {
            target.put(new byte[target.remaining()]);
        }
    }

    static Map<String, RawTensor> tensors(String key) {
        Map<String, RawTensor> tensors = new LinkedHashMap<>();
        for (JsonElement row : NAMES.getAsJsonArray(key)) {
            String name = row.getAsJsonArray().get(0).getAsString();
            List<Long> sizes = new ArrayList<>();
            row.getAsJsonArray().get(1).getAsJsonArray().forEach(n -> sizes.add(n.getAsLong()));
            long[] shape = sizes.stream().mapToLong(n -> n).toArray();
            String type = row.getAsJsonArray().get(2).getAsString();
            DType dtype = type.equals("int64") ? DType.I64 : DType.F32;
            put(tensors, name, dtype, shape);
        }
        return tensors;
    }

    static void put(Map<String, RawTensor> to, String name, DType type, long... shape) {
        long[] strides = RawTensor.contiguous(shape);
        to.put(name, new RawTensor(name, type, shape, strides, 0, new Zeros("x.pth", 1L << 30)));
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void everySizeIsRecognisedInTheNamesOfEveryLibrary(Architecture architecture) {
        for (Dialect dialect : LIBRARIES) {
            Map<String, RawTensor> tensors = tensors(dialect.id() + "/" + architecture.id());
            Match match = Network.find("x.pth", tensors, "", new ArrayList<>());
            assertEquals(architecture, match.architecture());
            assertEquals(dialect, match.dialect());
            assertEquals(1.0, match.likeness());
            assertEquals(architecture.tensors().size(), match.trunk().size());
            assertEquals(2, match.rest().size());
            List<String> notes = new ArrayList<>();
            assertEquals(1000, heads(match, notes));
            assertTrue(notes.isEmpty(), notes.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tf_efficientnetv2_b0, EfficientNetV2",
        "tf_efficientnet_lite0, EfficientNet-Lite",
        "efficientnet_b3_gn, group normalisation",
        "mobilenetv3_large_100, MobileNetV3",
        "resnet18, ResNet",
        "efficientnet_es, EdgeTPU"
    })
    void otherNetworksAreRefusedByName(String key, String expected) {
        String message = refused(tensors("refuse/" + key));
        assertTrue(message.contains(expected), message);
        assertTrue(message.contains("expected an EfficientNet-B0 to B7"), message);
    }

    @Test
    void networksNobodyKnowsAreRefusedWithTheirFirstTensor() {
        Map<String, RawTensor> tensors = new LinkedHashMap<>();
        put(tensors, "encoder.first.weight", DType.F32, 8, 3, 3, 3);
        assertTrue(refused(tensors).contains("encoder.first.weight [8, 3, 3, 3]"));
        put(tensors, "features.0.0.weight", DType.F32, 40, 3, 3, 3);
        assertTrue(refused(tensors).contains("another network"));
    }

    @Test
    void aPartOfANetworkIsToldFromAnother() {
        Map<String, RawTensor> shard = tensors("timm/b3");
        List<String> names = List.copyOf(shard.keySet());
        shard.keySet().retainAll(names.subList(0, 100));
        assertTrue(mismatch(shard).contains("is missing"), mismatch(shard));
        put(shard, "decoder.weight", DType.F32, 7);
        assertTrue(refused(shard).contains("another network"));
    }

    private static String refused(Map<String, RawTensor> tensors) {
        return assertThrows(
                        UnsupportedCheckpoint.class,
                        () -> Network.find("x.pth", tensors, "", new ArrayList<>()))
                .getMessage();
    }

    @Test
    void featuresWithoutTheLastConvolutionAreRefused() {
        for (Dialect dialect : LIBRARIES) {
            Map<String, RawTensor> tensors = tensors(dialect.id() + "/b3");
            String head = dialect.names(Architecture.B3).get("head.conv.weight");
            String norm = dialect.names(Architecture.B3).get("head.bn.weight");
            String bn = norm.substring(0, norm.length() - "weight".length());
            tensors.keySet().removeIf(n -> n.equals(head) || n.startsWith(bn));
            tensors.keySet().removeIf(n -> n.startsWith(dialect.classifier()));
            String message = refused(tensors);
            assertTrue(message.contains("only the feature stages"), message);
            assertTrue(message.contains(head), message);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "torchvision/b3, features.3.1.block.2.fc1.bias",
        "torchvision/b0, features.0.1.running_var",
        "timm/b3, blocks.0.0.conv_pw.weight",
        "timm/b5, conv_head.weight"
    })
    void aMissingSurplusOrMisshapedTensorIsNamed(String key, String name) {
        Map<String, RawTensor> missing = tensors(key);
        missing.remove(name);
        if (!name.equals("conv_head.weight")) assertTrue(mismatch(missing).contains(name));
        Map<String, RawTensor> misshaped = tensors(key);
        put(misshaped, name, DType.F32, 7, 7);
        String message = mismatch(misshaped);
        assertTrue(message.contains("tensor " + name + " is [7, 7], expected ["), message);
        Map<String, RawTensor> surplus = tensors(key);
        put(surplus, name + "_2", DType.F32, 7);
        assertTrue(mismatch(surplus).contains(name + "_2 [7] is surplus"), mismatch(surplus));
    }

    private static int heads(Match match, List<String> notes) {
        return Heads.read("x.pth", match, Stated.NOTHING, CamSettings.defaults(), notes).classes();
    }

    private static String mismatch(Map<String, RawTensor> tensors) {
        return assertThrows(
                        WeightMismatch.class,
                        () ->
                                heads(
                                        Network.find("x.pth", tensors, "", new ArrayList<>()),
                                        new ArrayList<>()))
                .getMessage();
    }

    @Test
    void anyPrefixIsStripped() {
        for (String prefix : List.of("module.", "_orig_mod.", "net.backbone.", "model.model.")) {
            Map<String, RawTensor> tensors = new LinkedHashMap<>();
            tensors("timm/b1").forEach((name, tensor) -> tensors.put(prefix + name, tensor));
            Match match = Network.find("x.pth", tensors, "", new ArrayList<>());
            assertEquals(prefix, match.prefix());
            assertEquals(Architecture.B1, match.architecture());
        }
    }

    @Test
    void ofTwoCopiesTheAveragedIsReadAndThatIsSaid() {
        Map<String, RawTensor> tensors = new LinkedHashMap<>();
        tensors("timm/b0").forEach((name, tensor) -> tensors.put("model." + name, tensor));
        tensors("timm/b0").forEach((name, tensor) -> tensors.put("ema_model." + name, tensor));
        put(tensors, "criterion.weight", DType.F32, 1000);
        List<String> notes = new ArrayList<>();
        Match match = Network.find("x.pth", tensors, "", notes);
        assertEquals("ema_model.", match.prefix());
        assertEquals(1000, heads(match, notes));
        assertTrue(notes.get(0).contains("not \"model\""), notes.toString());
        assertTrue(notes.get(1).contains("1 tensors of loss"), notes.toString());
        assertEquals("model.", Network.find("x.pth", tensors, "model", notes).prefix());
    }

    @Test
    void halfAnAveragedCopyIsSaid() {
        Map<String, RawTensor> tensors = new LinkedHashMap<>();
        tensors("timm/b0").forEach((name, tensor) -> tensors.put("model." + name, tensor));
        List<String> notes = new ArrayList<>();
        Network.find("x.pth", tensors, "", notes);
        assertTrue(notes.isEmpty(), notes.toString());
        tensors("timm/b0").entrySet().stream()
                .limit(100)
                .forEach(e -> tensors.put("ema_model." + e.getKey(), e.getValue()));
        assertEquals("model.", Network.find("x.pth", tensors, "", notes).prefix());
        assertTrue(notes.get(0).contains("\"ema_model\" has only"), notes.toString());
    }

    @Test
    void ofTwoNetworksTheOptionNamesOne() {
        Map<String, RawTensor> tensors = new LinkedHashMap<>();
        tensors("timm/b0").forEach((name, tensor) -> tensors.put("last.net." + name, tensor));
        tensors("torchvision/b1").forEach((name, tensor) -> tensors.put("best." + name, tensor));
        String message = refused(tensors);
        assertTrue(message.contains("several networks: \"best\", \"last.net\""), message);
        assertTrue(message.contains("entry=best"), message);
        List<String> notes = new ArrayList<>();
        assertEquals("last.net.", Network.find("x.pth", tensors, "last", notes).prefix());
        assertEquals(Architecture.B1, Network.find("x", tensors, "best", notes).architecture());
        String wrong =
                assertThrows(WrongUse.class, () -> Network.find("x.pth", tensors, "lasting", notes))
                        .getMessage();
        assertTrue(wrong.contains("option entry: found \"lasting\""), wrong);
        tensors.keySet().removeIf(n -> n.startsWith("best.features.8"));
        assertEquals("last.net.", Network.find("x.pth", tensors, "", notes).prefix());
        assertTrue(notes.isEmpty());
    }
}
