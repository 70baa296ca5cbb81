package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.Networks;
import sc.fiji.cam.testing.SafetensorsWriter;

/** Files that the original libraries wrote, bit for bit. */
class GoldenCheckpointsTest {
    private static final Map<String, String> TORCHVISION =
            SafetensorsWriter.torchvisionNames(
                    new Networks.Network(
                            Architecture.B3,
                            Networks.Delta.of(Architecture.B3, 1e-5f).network(1, 0).weights(),
                            Networks.Delta.of(Architecture.B3, 1e-5f).network(1, 0).head()));

    @ParameterizedTest
    @CsvSource({
        "torchvision_state_dict.pth, torch zip, torchvision, torch, numbers",
        "torchvision_checkpoint.pth, torch zip, torchvision, torch, file",
        "torchvision_float16.pth, torch zip, torchvision, torch, numbers",
        "torchvision_bfloat16.safetensors, safetensors, torchvision, torch, numbers",
        "lightning.ckpt, torch zip, torchvision, torch, file",
        "timm.safetensors, safetensors, timm, torch, numbers",
        "timm_tf.bin, torch zip, timm, tensorflow, numbers",
        "timm_ema.pth.tar, torch zip, timm, torch, numbers",
        "keras2_flat.h5, Keras HDF5, keras, static:300, numbers",
        "keras2_flat_weights.h5, Keras HDF5, keras, tensorflow, numbers",
        "keras2_nested224.h5, Keras HDF5, keras, static:224, numbers",
        "keras3_flat.h5, Keras HDF5, keras, static:300, numbers",
        "keras3_flat.keras, Keras zip, keras, static:300, numbers",
        "keras3_flat.weights.h5, Keras HDF5, keras, tensorflow, numbers",
        "keras3_imagenet_bn.keras, Keras zip, keras, static:300, numbers",
        "keras3_nested224.h5, Keras HDF5, keras, static:224, numbers",
        "keras3_nested224.keras, Keras zip, keras, static:224, numbers",
        "timm_hf_folder, safetensors, timm, tensorflow, config.json",
        "torchvision_legacy.pth, torch legacy, torchvision, torch, numbers",
        "torchvision_module.pt, torch zip, torchvision, torch, numbers",
        "torchvision_traced.pt, torchscript, torchvision, torch, numbers",
        "torchvision_scripted.pt, torchscript, torchvision, torch, numbers",
        "lukemelas.pth, torch zip, lukemelas, static:300, numbers",
        "lukemelas_module.pth, torch zip, lukemelas, static:300, numbers",
        "transformers_folder, safetensors, transformers, static:300, config.json"
    })
    void canonicalTensorsAreBitEqual(
            String name, String container, String dialect, String family, String labels) {
        String option = name.equals("timm_tf.bin") ? "tensorflow" : "auto";
        Checkpoint checkpoint =
                Checkpoints.read(Golden.file(name), CamSettings.of(Map.of("family", option)));
        assertEquals(container, checkpoint.facts().container());
        assertEquals(dialect, checkpoint.facts().dialect());
        assertEquals(family, checkpoint.facts().family());
        assertEquals("b3", checkpoint.facts().architecture());
        String source = checkpoint.labels().source();
        assertTrue(source.endsWith(labels), source);
        assertEquals(10, checkpoint.labels().names().size());
        String key = name.endsWith("_folder") ? name + "/model.safetensors" : name;
        String sha256 = Golden.json("index.json").getAsJsonObject(key).get("sha256").getAsString();
        assertEquals(sha256, checkpoint.facts().sha256());
        JsonObject expected = Golden.json("canonical.sha256.json");
        for (Tensor tensor : checkpoint.weights().tensors()) {
            String other = TORCHVISION.get(tensor.name());
            assertEquals(expected.get(other).getAsString(), hash(tensor), other);
        }
        // The head of this one is folded with its batch normalisation.
        boolean folded = name.equals("keras3_imagenet_bn.keras");
        LinearLayer head = checkpoint.head().last();
        assertEquals(!folded, hash(head.weight()).equals(text(expected, "classifier.1.weight")));
        assertEquals(!folded, hash(head.bias()).equals(text(expected, "classifier.1.bias")));
        assertEquals(496 - 2, checkpoint.weights().names().size());
    }

    @Test
    void theHashNoticesOneBit() {
        Checkpoint checkpoint =
                Checkpoints.read(Golden.file("timm.safetensors"), CamSettings.defaults());
        Tensor bias = checkpoint.head().last().bias();
        String before = hash(bias);
        bias.values()[3] = Math.nextUp(bias.values()[3]);
        assertNotEquals(before, hash(bias));
    }

    @Test
    void saysThatTimmsPaddingIsAssumed() {
        Checkpoint checkpoint =
                Checkpoints.read(Golden.file("timm.safetensors"), CamSettings.defaults());
        assertTrue(checkpoint.assumptions().get(0).contains("family=tensorflow"));
    }

    private static String text(JsonObject json, String key) {
        return json.get(key).getAsString();
    }

    static String hash(Tensor tensor) {
        float[] values = tensor.values();
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Golden.sha256(bytes.array());
    }
}
