package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.InputSpec;
import sc.fiji.cam.data.Interpolation;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.UnsupportedCheckpoint;
import sc.fiji.cam.data.WeightMismatch;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.Networks;
import sc.fiji.cam.testing.SafetensorsWriter;
import sc.fiji.cam.testing.TorchWriter;

/** Whole files: what is understood, what is assumed, what is refused and in which words. */
class CheckpointsTest {
    private static final Networks.Network B0 = Networks.random(Architecture.B0, 3, 5);

    @TempDir static Path shared;

    private static Path plain;

    @TempDir Path folder;

    @BeforeAll
    static void writeOne() {
        plain = SafetensorsWriter.write(shared.resolve("b0.safetensors"), B0, Map.of());
    }

    private static Checkpoint read(Path file, String... options) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < options.length; i += 2) map.put(options[i], options[i + 1]);
        return Checkpoints.read(file, CamSettings.of(map));
    }

    /** A small file of a B0 with three classes and whatever else its dictionary holds. */
    private Path tiny(Dialect dialect, Map<String, Object> beside) {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        Map<String, String> names = dialect.names(Architecture.B0);
        Architecture.B0.tensors().forEach(s -> shapes.put(names.get(s.name()), s.sizes()));
        String head = dialect == Dialects.TIMM ? "classifier" : "classifier.1";
        shapes.put(head + ".weight", new int[] {3, 1280});
        shapes.put(head + ".bias", new int[] {3});
        return TorchWriter.tiny(folder.resolve("tiny.pth"), shapes, beside);
    }

    private static String refused(
            Class<? extends CamException> kind, Path file, String... options) {
        String message = assertThrows(kind, () -> read(file, options)).getMessage();
        assertFalse(message.contains("\n"), message);
        return message;
    }

    private static boolean says(Checkpoint checkpoint, String text) {
        return checkpoint.assumptions().stream().anyMatch(a -> a.contains(text));
    }

    @Test
    void writtenNetworksComeBackBitForBit() {
        Checkpoint checkpoint = read(plain);
        assertEquals(
                List.copyOf(B0.weights().tensors()), List.copyOf(checkpoint.weights().tensors()));
        assertEquals(B0.head(), checkpoint.head());
        assertEquals("safetensors", checkpoint.facts().container());
        assertEquals(plain.toString(), checkpoint.facts().file());
        assertEquals(Architecture.B0, checkpoint.architecture());
        assertEquals(InputSpec.IMAGENET, checkpoint.input());
    }

    /** 12,233,232 is torchvision's own count for B3 with 1000 classes; a linear layer has 1537. */
    @Test
    void countsTrainedValuesAsTorchvisionDoes() {
        assertEquals(
                12_233_232 - 990 * 1537, read(Golden.file("torchvision_float16.pth")).parameters());
        assertEquals(4_007_548 + 3 * 1281, read(plain).parameters());
    }

    @ParameterizedTest
    @CsvSource({
        "auto, torch, 1e-5",
        "torch, torch, 1e-5",
        "tensorflow, tensorflow, 1e-3",
        "static, static:224, 1e-3",
        "static:300, static:300, 1e-3",
        "keras-none, keras-none, 1e-3"
    })
    void theFamilyOptionDecides(String option, String id, float eps) {
        for (Dialect dialect : Dialects.LIST) {
            Checkpoint checkpoint = read(tiny(dialect, Map.of()), "family", option);
            assertEquals(id, checkpoint.facts().family());
            assertEquals(id, checkpoint.family().id());
            assertEquals(eps, checkpoint.family().eps());
            boolean overrides = dialect == Dialects.TORCHVISION && !id.equals("torch");
            assertEquals(overrides, says(checkpoint, "as the option says"));
            boolean assumed = dialect == Dialects.TIMM && option.equals("auto");
            assertEquals(assumed, says(checkpoint, "Assumed family torch"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "arch, tf_efficientnet_b0.ns_jft_in1k, tensorflow",
        "architecture, timm/tf_efficientnet_b0, tensorflow",
        "arch, efficientnet_b0, torch",
        "model_name, hf-hub:timm/tf_efficientnet_b0.in1k, tensorflow"
    })
    void timmsArchitectureInTheFileDecides(String key, String value, String family) {
        Checkpoint checkpoint = read(tiny(Dialects.TIMM, Map.of(key, value)));
        assertEquals(family, checkpoint.family().id());
        assertFalse(says(checkpoint, "Assumed family"));
        Checkpoint other = read(tiny(Dialects.TIMM, Map.of("args", Map.of(key, value))));
        assertEquals(family, other.family().id());
        String opposite = family.equals("torch") ? "tensorflow" : "torch";
        Checkpoint overridden = read(tiny(Dialects.TIMM, Map.of(key, value)), "family", opposite);
        assertEquals(opposite, overridden.family().id());
        assertTrue(says(overridden, "as the option says"));
    }

    @Test
    void torchvisionsLargeNetworksHaveTensorflowsEps() {
        Extras none = new Extras("");
        for (Architecture a : Architecture.values()) {
            float eps = a.compareTo(Architecture.B5) >= 0 ? 1e-3f : 1e-5f;
            List<String> notes = new ArrayList<>();
            assertEquals(eps, Families.of("auto", Dialects.TORCHVISION, a, none, notes).eps());
            assertTrue(notes.isEmpty());
            assertEquals(1e-5f, Families.of("auto", Dialects.TIMM, a, none, notes).eps());
        }
    }

    @Test
    void labelsAreFoundInTheUsualPlacesOfAFile() {
        List<Map<String, Object>> forms =
                List.of(
                        Map.of("class_names", List.of("x", "y", "z")),
                        Map.of("classes", List.of("x", "y", "z")),
                        Map.of("class_to_idx", Map.of("z", 2, "x", 0, "y", 1)),
                        Map.of("idx_to_class", Map.of(0, "x", 1, "y", 2, "z")),
                        Map.of("config", Map.of("id2label", Map.of("0", "x", "1", "y", "2", "z"))),
                        Map.of("hyper_parameters", Map.of("labels", List.of("x", "y", "z"))));
        for (Map<String, Object> form : forms) {
            Checkpoint checkpoint = read(tiny(Dialects.TORCHVISION, form));
            assertEquals(List.of("x", "y", "z"), checkpoint.labels().names(), form.toString());
            assertEquals("file", checkpoint.labels().source());
            assertTrue(checkpoint.assumptions().isEmpty());
        }
    }

    @Test
    void safetensorsMetadataGiveLabelsAndInput() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("id2label", "{\"0\": \"x\", \"1\": \"y\", \"2\": \"z\"}");
        metadata.put("input_size", "[3, 256, 320]");
        metadata.put("mean", "[0.5, 0.5, 0.5]");
        metadata.put("std", "[0.25, 0.5, 1]");
        metadata.put("crop_pct", "0.9");
        metadata.put("interpolation", "bicubic");
        Path file = SafetensorsWriter.write(folder.resolve("m.safetensors"), B0, metadata);
        Checkpoint checkpoint = read(file);
        assertEquals(List.of("x", "y", "z"), checkpoint.labels().names());
        InputSpec input = checkpoint.input();
        assertEquals(new InputSize(320, 256), input.size().orElseThrow());
        assertEquals(List.of(0.5f, 0.5f, 0.5f), input.mean());
        assertEquals(List.of(0.25f, 0.5f, 1f), input.std());
        assertEquals(0.9, input.crop().orElseThrow());
        assertEquals(Interpolation.BICUBIC, input.interpolation().orElseThrow());
        assertEquals("file", input.source());
    }

    @Test
    void anInputThatIsNotUnderstoodIsSaid() {
        Map<String, Object> beside = new LinkedHashMap<>();
        beside.put("mean", List.of(123.0, 117.0, 104.0));
        beside.put("args", Map.of("img_size", 8));
        Checkpoint checkpoint = read(tiny(Dialects.TORCHVISION, beside));
        assertEquals(InputSpec.IMAGENET, checkpoint.input());
        assertTrue(says(checkpoint, "Ignored mean"));
        assertTrue(says(checkpoint, "Ignored args.img_size"));
    }

    @Test
    void aNetworkWithoutAFileIsACheckpointToo() {
        Checkpoint checkpoint = B0.checkpoint(read(plain).family());
        assertEquals(read(plain).parameters(), checkpoint.parameters());
        assertEquals("class 2", checkpoint.labels().names().get(2));
    }

    @Test
    void labelsThatDoNotFitTheNetworkAreIgnoredAndThatIsSaid() {
        Checkpoint checkpoint =
                read(tiny(Dialects.TORCHVISION, Map.of("class_names", List.of("x", "y"))));
        assertEquals(List.of("class 0", "class 1", "class 2"), checkpoint.labels().names());
        assertTrue(says(checkpoint, "Ignored 2 names under class_names"));
        assertTrue(says(checkpoint, "numbered"));
        Checkpoint twice =
                read(
                        tiny(
                                Dialects.TORCHVISION,
                                Map.of("class_to_idx", Map.of("x", 0, "y", 0, "z", 1))));
        assertEquals("numbers", twice.labels().source());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x;y;z",
                "x;y;z;;",
                "\ufeffx;y;z",
                "0 x;1 y;2 z",
                "[\"x\", \"y\", \"z\"]",
                "{\"z\": 2, \"x\": 0, \"y\": 1}",
                "{\"0\": \"x\", \"1\": \"y\", \"2\": \"z\"}"
            })
    void theOptionReadsTheseForms(String text) throws IOException {
        Path labels = folder.resolve("names.txt");
        Files.writeString(labels, text.replace(';', '\n'));
        Checkpoint checkpoint =
                read(tiny(Dialects.TORCHVISION, Map.of()), "labels", labels.toString());
        assertEquals(List.of("x", "y", "z"), checkpoint.labels().names());
        assertEquals(labels.toString(), checkpoint.labels().source());
    }

    @Test
    void numbersThatAreNotInOrderBelongToTheNames() {
        assertEquals(List.of("0 x", "2 y"), LabelTables.ofText("0 x\r\n2 y\r\n").orElseThrow());
    }

    @Test
    void theOptionWinsOverTheFileAndADisagreementIsSaid() throws IOException {
        Path labels = Files.writeString(folder.resolve("names.txt"), "x\ny\nother");
        Path file = tiny(Dialects.TORCHVISION, Map.of("classes", List.of("x", "y", "z")));
        Checkpoint checkpoint = read(file, "labels", labels.toString());
        assertEquals("other", checkpoint.labels().names().get(2));
        assertTrue(says(checkpoint, "class 2 is \"z\" there"));
        Files.writeString(labels, "x\ny\nz");
        assertTrue(read(file, "labels", labels.toString()).assumptions().isEmpty());
    }

    @Test
    void aWrongOptionIsRefusedNamingBothCounts() throws IOException {
        Path file = tiny(Dialects.TORCHVISION, Map.of());
        Path labels = Files.writeString(folder.resolve("names.txt"), "x\ny\n");
        String message = refused(WrongUse.class, file, "labels", labels.toString());
        assertTrue(message.contains("found 2 names"), message);
        assertTrue(message.contains("3 classes"), message);
        Files.writeString(labels, "a\nb\nc\nd");
        assertTrue(refused(WrongUse.class, file, "labels", labels.toString()).contains("found 4"));
        Files.writeString(labels, "\n");
        refused(BadCheckpoint.class, file, "labels", labels.toString());
        message = refused(BadCheckpoint.class, file, "labels", folder.resolve("no").toString());
        assertTrue(message.contains("no such file"), message);
        Files.write(labels, new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0});
        refused(BadCheckpoint.class, file, "labels", labels.toString());
    }

    @Test
    void aSideCarCountsIfItFits() throws IOException {
        Path file = tiny(Dialects.TORCHVISION, Map.of());
        Path labels = Files.writeString(folder.resolve("labels.txt"), "x\ny\nz\n");
        Checkpoint checkpoint = read(file);
        assertEquals(List.of("x", "y", "z"), checkpoint.labels().names());
        assertEquals(labels.toString(), checkpoint.labels().source());
        Files.writeString(labels, "x\ny\n");
        Checkpoint numbered = read(file);
        assertEquals("numbers", numbered.labels().source());
        assertTrue(says(numbered, "which has 2 names"));
        Files.writeString(labels, "p\nq\nr\n");
        Path named = tiny(Dialects.TORCHVISION, Map.of("classes", List.of("x", "y", "z")));
        assertEquals("file", read(named).labels().source());
    }

    @Test
    void valuesThatNoNetworkHasAreRefusedByName() {
        for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            String message =
                    refused(BadCheckpoint.class, changed("blocks.3.dw.conv.weight", value));
            assertTrue(
                    message.contains("features.3.0.block.1.0.weight contains " + value), message);
        }
        String message = refused(BadCheckpoint.class, changed("head.bn.running_var", -1));
        assertTrue(message.contains("features.8.1.running_var"), message);
        assertFalse(read(changed("head.bn.running_mean", -1)).assumptions().isEmpty());
    }

    /** The written network with one value changed. */
    private Path changed(String name, float value) {
        List<Tensor> tensors = new ArrayList<>();
        for (Tensor t : B0.weights().tensors()) {
            float[] values = t.values().clone();
            if (t.name().equals(name)) values[1] = value;
            tensors.add(new Tensor(t.name(), t.shape(), values));
        }
        Networks.Network network =
                new Networks.Network(
                        Architecture.B0, new sc.fiji.cam.data.WeightSet("x", tensors), B0.head());
        return SafetensorsWriter.write(folder.resolve("changed.safetensors"), network, Map.of());
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private Path file(String name, String text) throws IOException {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsNoWeightFileIsRefusedWithItsRemedy() throws IOException {
        Path pointer =
                file(
                        "model.pth",
                        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 43327140\n");
        String message = refused(BadCheckpoint.class, pointer);
        assertTrue(message.contains("Git LFS pointer"), message);
        assertTrue(message.contains("git lfs pull"), message);
        message = refused(BadCheckpoint.class, file("a.pth", "epoch,loss\n1,0.5\n"));
        assertTrue(message.contains("text file"), message);
        message = refused(BadCheckpoint.class, file("b.pth", "<!DOCTYPE html><html>é</html>"));
        assertTrue(message.contains("web page"), message);
        message = refused(BadCheckpoint.class, file("c.safetensors", ""));
        assertTrue(message.contains("empty"), message);
        message = refused(BadCheckpoint.class, folder);
        assertTrue(message.contains("folder"), message);
        message = refused(BadCheckpoint.class, folder.resolve("no.pth"));
        assertTrue(message.contains("no such file"), message);
        message = refused(BadCheckpoint.class, file("d.pth", new byte[5000]));
        assertTrue(message.contains("no known format"), message);
    }

    @Test
    void aCutFileIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(plain);
        for (int length : new int[] {7, 100, 40_000, whole.length / 2, whole.length - 1}) {
            Path cut = file("cut.safetensors", Arrays.copyOf(whole, length));
            assertTrue(refused(BadCheckpoint.class, cut).contains("cut.safetensors"));
        }
        byte[] zip = Files.readAllBytes(Golden.file("torchvision_float16.pth"));
        for (int length : new int[] {5, 1000, zip.length / 2, zip.length - 1}) {
            Path cut = file("cut.pth", Arrays.copyOf(zip, length));
            String message = refused(BadCheckpoint.class, cut);
            assertTrue(message.contains("directory at the end is missing"), message);
            assertTrue(message.contains("Copy or download it again"), message);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "keras2_flat.h5, Keras file",
        "keras3_flat.keras, Keras file",
        "torchvision_legacy.pth, before torch 1.6",
        "torchvision_traced.pt, TorchScript",
        "torchvision_mlp.pth, 2 linear layers",
        "torchvision_one_logit.pth, one output",
        "torchvision_module.pt, whole model object",
        "lukemelas.pth, lukemelas"
    })
    void whatComesLaterIsNamed(String name, String what) {
        String message = refused(UnsupportedCheckpoint.class, Golden.file(name));
        assertTrue(message.contains(what), message);
        assertTrue(message.contains("later version"), message);
    }

    @Test
    void otherFormatsAreNamed() throws IOException {
        byte[] tar = new byte[1024];
        tar[0] = 'x';
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        assertTrue(
                refused(UnsupportedCheckpoint.class, file("m.pth.tar", tar))
                        .contains("tar archive"));
        byte[] gzip = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
        assertTrue(refused(UnsupportedCheckpoint.class, file("m.gz", gzip)).contains("gzip"));
        byte[] lite = "\0\0\0\0TFL3aaaaaaaaaaaa".getBytes(StandardCharsets.US_ASCII);
        lite[0] = 0x1c;
        assertTrue(
                refused(UnsupportedCheckpoint.class, file("m.tflite", lite))
                        .contains("TensorFlow Lite"));
        byte[] onnx = "\10\6\22\7pytorchaaaaaaaaaaaa".getBytes(StandardCharsets.US_ASCII);
        assertTrue(refused(UnsupportedCheckpoint.class, file("m.onnx", onnx)).contains("ONNX"));
        byte[] pickle = TorchWriter.pickle(Map.of("a", List.of(1, 2, 3)));
        assertTrue(refused(UnsupportedCheckpoint.class, file("m.pkl", pickle)).contains("pickle"));
        Path zip = TorchWriter.zip(folder.resolve("z.pth"), Map.of("a.txt", new byte[3]), false);
        assertTrue(refused(BadCheckpoint.class, zip).contains("without data.pkl"));
        Map<String, byte[]> keras = new LinkedHashMap<>();
        keras.put("metadata.json", new byte[3]);
        keras.put("config.json", new byte[3]);
        keras.put("model.weights.h5", new byte[3]);
        Path renamed = TorchWriter.zip(folder.resolve("k.zip"), keras, false);
        assertTrue(refused(UnsupportedCheckpoint.class, renamed).contains("Keras"));
    }

    @Test
    void aTensorThatIsMissingIsNamedByTheFrontDoor() {
        List<Tensor> tensors = new ArrayList<>();
        Map<String, String> names = SafetensorsWriter.torchvisionNames(B0);
        for (Tensor t : B0.weights().tensors()) tensors.add(t.named(names.get(t.name())));
        tensors.removeIf(t -> t.name().equals("features.4.1.block.2.fc2.bias"));
        tensors.add(B0.head().weight().named("classifier.1.weight"));
        tensors.add(B0.head().bias().named("classifier.1.bias"));
        Path file = SafetensorsWriter.write(folder.resolve("m.safetensors"), tensors, Map.of());
        String message = refused(WeightMismatch.class, file);
        assertTrue(
                message.contains("features.4.1.block.2.fc2.bias is missing, expected [480]"),
                message);
    }
}
