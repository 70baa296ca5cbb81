package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.UnsupportedCheckpoint;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.SafetensorsWriter;

/** Models that are folders, and what lies beside weights. */
class FoldersTest extends WholeFiles {
    private static final String TRANSFORMERS =
            "{\"model_type\": \"efficientnet\", \"image_size\": 224, \"batch_norm_eps\": 0.01,"
                    + " \"depthwise_padding\": [%s]}";

    private Path shards(String index) throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        List<Tensor> all = tensors(Dialects.TORCHVISION);
        int half = all.size() / 2;
        SafetensorsWriter.write(model.resolve("one.safetensors"), all.subList(0, half), Map.of());
        SafetensorsWriter.write(
                model.resolve("two.safetensors"), all.subList(half, all.size()), Map.of());
        StringBuilder map = new StringBuilder();
        for (int i = 0; i < all.size(); i++) {
            String shard = i < half ? "one" : "two";
            map.append(i == 0 ? "" : ",").append('"').append(all.get(i).name()).append("\": \"");
            map.append(shard).append(".safetensors\"");
        }
        String text = "{\"metadata\": {}, \"weight_map\": {" + map + index + "}}";
        Files.writeString(model.resolve("model.safetensors.index.json"), text);
        return model;
    }

    /** The network of this class in the names of a library. */
    private static List<Tensor> tensors(Dialect dialect) {
        Map<String, String> names = dialect.names(Architecture.B0);
        List<Tensor> all = new ArrayList<>();
        for (Tensor t : B0.weights().tensors()) all.add(t.named(names.get(t.name())));
        String head = dialect.classifier() + (dialect == Dialects.TORCHVISION ? ".1" : "");
        all.add(B0.head().weight().named(head + ".weight"));
        all.add(B0.head().bias().named(head + ".bias"));
        return all;
    }

    private static void same(Checkpoint one, Checkpoint other) {
        assertEquals(List.copyOf(one.weights().tensors()), List.copyOf(other.weights().tensors()));
        assertArrayEquals(
                one.head().last().bias().values(), other.head().last().bias().values(), 0f);
    }

    @Test
    void shardsAreOneNetwork() throws IOException {
        Path model = shards("");
        Checkpoint checkpoint = read(model);
        same(read(plain), checkpoint);
        assertEquals("safetensors", checkpoint.facts().container());
        Files.write(model.resolve("two.safetensors"), new byte[] {0}, StandardOpenOption.APPEND);
        refused(BadCheckpoint.class, model);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", \"x\": \"one.safetensors\"",
                ", \"x\": \"../plain.safetensors\"",
                ", \"x\": \"/etc/passwd\"",
                ", \"x\": \"three.safetensors\""
            })
    void anIndexThatDoesNotFitIsRefused(String index) throws IOException {
        refused(BadCheckpoint.class, shards(index));
    }

    @Test
    void anUnpackedTorchFileIsReadAsTheFile() throws IOException {
        Path file = Golden.file("torchvision_float16.pth");
        for (String root : List.of("", "x.pt/x")) {
            Path target = folder.resolve("unpacked" + root.length());
            unpack(file, target.resolve(root));
            Files.writeString(target.resolve(".DS_Store"), "x");
            Checkpoint checkpoint = read(target);
            assertEquals("torch folder", checkpoint.facts().container());
            same(read(file), checkpoint);
            assertEquals(64, checkpoint.facts().sha256().length());
        }
        Files.delete(folder.resolve("unpacked0/data/7"));
        assertTrue(refused(BadCheckpoint.class, folder.resolve("unpacked0")).contains("data/7"));
    }

    private static void unpack(Path file, Path target) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                String name = entry.getName();
                Path to = target.resolve(name.substring(name.indexOf('/') + 1));
                Files.createDirectories(to.getParent());
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, to);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Test
    void otherFoldersAreNamed() throws IOException {
        Path tensorflow = Files.createDirectories(folder.resolve("tf/variables")).getParent();
        Files.write(tensorflow.resolve("saved_model.pb"), new byte[9]);
        String message = refused(UnsupportedCheckpoint.class, tensorflow);
        assertTrue(message.contains("SavedModel") && message.contains("model.keras"), message);
        Path browser = Files.createDirectories(folder.resolve("web"));
        Files.writeString(browser.resolve("model.json"), "{}");
        Files.write(browser.resolve("group1-shard1of2.bin"), new byte[9]);
        assertTrue(refused(UnsupportedCheckpoint.class, browser).contains("TensorFlow.js"));
        Path other = Files.createDirectories(folder.resolve("runs"));
        Files.write(other.resolve("best.pth"), new byte[9]);
        assertTrue(refused(BadCheckpoint.class, other).contains("best.pth"));
    }

    @Test
    void transformersConfigurationTellsThePadding() throws IOException {
        Path model = Files.createDirectories(folder.resolve("hf"));
        SafetensorsWriter.write(
                model.resolve("model.safetensors"), tensors(Dialects.TRANSFORMERS), Map.of());
        assertTrue(says(read(model), "Assumed family static:224"));
        Path config = model.resolve("config.json");
        Files.writeString(config, TRANSFORMERS.formatted(""));
        Checkpoint usual = read(model);
        assertEquals("static:224", usual.family().id());
        assertEquals(0.01f, usual.family().eps());
        assertEquals("configuration", usual.facts().familySource());
        assertEquals(InputSize.square(224), usual.input().size().orElseThrow());
        assertEquals(config.toString(), usual.input().sources().size());
        Files.writeString(config, TRANSFORMERS.formatted("3"));
        assertNotEquals(usual.family(), read(model).family());
        same(usual, read(model.resolve("model.safetensors")));
    }

    /** transformers divides by std twice where it classifies. */
    @Test
    void theProcessorsConfigurationTellsTheScaling() throws IOException {
        Path file = folder.resolve("m.safetensors");
        SafetensorsWriter.write(file, B0, Map.of());
        Map<String, Float> forms = new LinkedHashMap<>();
        forms.put("\"include_top\": true", 0.25f);
        forms.put("\"include_top\": false", 0.5f);
        forms.put("\"rescale_factor\": 0.00784313725490196, \"rescale_offset\": true", 0.25f);
        forms.forEach(
                (form, std) -> {
                    String text = "{\"image_mean\": [0.5,0.5,0.5], \"image_std\": [0.5,0.5,0.5], ";
                    try {
                        Files.writeString(
                                folder.resolve("preprocessor_config.json"), text + form + "}");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    Checkpoint checkpoint = read(file);
                    assertEquals(std, checkpoint.input().scaling().std().get(1), 1e-6f);
                    float mean = form.contains("offset") ? 0.75f : 0.5f;
                    assertEquals(mean, checkpoint.input().scaling().mean().get(2), 1e-6f);
                });
    }

    @Test
    void timmsConfigurationTellsPaddingAndInput() throws IOException {
        Path file = folder.resolve("t.safetensors");
        SafetensorsWriter.write(file, tensors(Dialects.TIMM), Map.of());
        Files.writeString(
                folder.resolve("config.json"),
                "{\"architecture\": \"tf_efficientnet_b0\", \"pretrained_cfg\":"
                        + " {\"input_size\": [3, 192, 192], \"mean\": [0.5, 0.5, 0.5], \"std\":"
                        + " [0.5, 0.5, 0.5]}}");
        Checkpoint checkpoint = read(file);
        assertEquals("tensorflow", checkpoint.family().id());
        assertEquals(InputSize.square(192), checkpoint.input().size().orElseThrow());
        assertEquals(0.5f, checkpoint.input().scaling().mean().get(0));
    }
}
