package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.UnsupportedCheckpoint;
import sc.fiji.cam.data.WeightMismatch;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.Networks;
import sc.fiji.cam.testing.SafetensorsWriter;
import sc.fiji.cam.testing.TorchWriter;

/** What is refused, and in which words. */
class BadFilesTest extends WholeFiles {
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
    }

    @Test
    void formsOfTensorFlowAreNamedWithTheWayOut() throws IOException {
        byte[] graph = "\10\1\22\225\2aaaaaaaaaaaaaaaa".getBytes(StandardCharsets.ISO_8859_1);
        String message = refused(UnsupportedCheckpoint.class, file("saved_model.pb", graph));
        assertTrue(message.contains("SavedModel"), message);
        assertTrue(message.contains("model.save(\"model.keras\")"), message);
        String json = "{\"format\": \"layers-model\", \"modelTopology\": {\"keras_version\": 1}}";
        message = refused(UnsupportedCheckpoint.class, file("model.json", json));
        assertTrue(message.contains("TensorFlow.js"), message);
        assertTrue(message.contains("tensorflowjs_converter"), message);
        Map<String, byte[]> keras = new LinkedHashMap<>();
        keras.put("assets/a.txt", new byte[300]);
        keras.put("model.weights.h5", new byte[3]);
        Path renamed = TorchWriter.zip(folder.resolve("k.zip"), keras, false);
        message = refused(UnsupportedCheckpoint.class, renamed);
        assertTrue(message.contains("Let its name end with .keras"), message);
        keras.remove("model.weights.h5");
        Path foreign = TorchWriter.zip(folder.resolve("f.keras"), keras, false);
        assertTrue(
                refused(UnsupportedCheckpoint.class, foreign).contains("without model.weights.h5"));
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
