package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Padding;
import sc.fiji.cam.data.Precision;
import sc.fiji.cam.data.Scaling;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.testing.Networks;
import sc.fiji.cam.testing.SafetensorsWriter;

/** What is written is read back, by the reader that other people's files have proved. */
class SafetensorsTest {
    @TempDir Path folder;

    @Test
    void tensorsAndTextsComeBackBitForBit() throws Exception {
        float[] values = {1, -0f, Float.MIN_VALUE, 3.4e38f, 0.1f, -2};
        List<Tensor> tensors =
                List.of(
                        new Tensor("b/x", new int[] {2, 3}, values),
                        new Tensor("a", new int[] {1}, new float[] {7}));
        Path file = folder.resolve("t.safetensors");
        Safetensors.write(file, tensors, Map.of("k", "some text"), Precision.FLOAT32);
        Safetensors.Stored stored = Safetensors.read(file, "k");
        assertEquals("some text", stored.text().orElseThrow());
        assertTrue(Safetensors.read(file, "other").text().isEmpty());
        assertEquals(tensors, List.copyOf(stored.tensors().values()));
        long header =
                ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertEquals(0, header % 8);
    }

    /** Every 16-bit number is itself; between two the nearer is taken, in the middle the even. */
    @Test
    void halvesAreRoundedToNearestEven() {
        for (int bits = 0; bits < 0x7c00; bits++) {
            float low = value(bits);
            assertEquals(bits, Safetensors.half(low));
            assertEquals((short) (bits | 0x8000), Safetensors.half(-low));
            float high = bits + 1 == 0x7c00 ? 65536 : value(bits + 1);
            float middle = (low + high) / 2;
            int even = bits + bits % 2;
            assertEquals(even, Safetensors.half(middle), "between " + low + " and " + high);
            assertEquals(bits, Safetensors.half(Math.nextDown(middle)));
            assertEquals(bits + 1, Safetensors.half(Math.nextUp(middle)));
        }
        assertEquals(0x7c00, Safetensors.half(Float.POSITIVE_INFINITY));
        assertEquals(0x7e00, Safetensors.half(Float.NaN) & 0x7e00);
    }

    /** A 16-bit number by the standard's definition, apart from the program. */
    private static float value(int bits) {
        int exponent = bits >> 10;
        int fraction = bits & 1023;
        double value =
                exponent == 0
                        ? fraction * Math.pow(2, -24)
                        : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
        return (float) value;
    }

    private static final Family TORCH = new Family(new Padding.Symmetric(), Family.TORCH_EPS);

    @ParameterizedTest
    @EnumSource(Precision.class)
    void aWrittenNetworkOpensWithoutOptionsAndNothingIsAssumed(Precision precision)
            throws Exception {
        Networks.Network net = Networks.random(Architecture.B0, 3, 4);
        Path file = folder.resolve("n.safetensors");
        CheckpointWriter.Content content =
                new CheckpointWriter.Content(
                        Architecture.B0,
                        net.weights(),
                        net.head(),
                        List.of("a <b>", "\u00e4\"", "c"),
                        InputSize.square(96),
                        Scaling.of(0.5f, 0.25f));
        CheckpointWriter.write(file, content, Map.of("license", "CC0-1.0"), precision);
        Checkpoint read = Checkpoints.read(file, CamSettings.defaults());
        assertEquals(List.of(), read.assumptions());
        assertEquals(Architecture.B0, read.architecture());
        assertEquals(TORCH, read.family());
        assertEquals(List.of("a <b>", "\u00e4\"", "c"), read.labels().names());
        assertEquals(InputSize.square(96), read.input().size().orElseThrow());
        assertEquals(Scaling.of(0.5f, 0.25f), read.input().scaling());
        LinearLayer head = read.head().linear().orElseThrow();
        boolean exact = precision == Precision.FLOAT32;
        for (Tensor t : net.weights().tensors()) {
            float[] values = read.weights().get(t.name()).values();
            if (exact) assertArrayEquals(t.values(), values, t.name());
            else assertArrayEquals(t.values(), values, 1e-3f * 4, t.name());
        }
        assertEquals(exact, head.weight().named("w").equals(net.head().weight().named("w")));
        assertEquals(exact, Files.size(file) > 15_000_000);
    }

    /** The names are torchvision's: written down apart in the tests' own writer. */
    @Test
    void namesAreThoseThatTorchvisionLoads() throws Exception {
        Networks.Network net = Networks.random(Architecture.B1, 2, 4);
        Path ours = folder.resolve("ours.safetensors");
        Path theirs = SafetensorsWriter.write(folder.resolve("theirs.safetensors"), net, Map.of());
        CheckpointWriter.write(
                ours,
                new CheckpointWriter.Content(
                        Architecture.B1,
                        net.weights(),
                        net.head(),
                        List.of("a", "b"),
                        InputSize.square(240),
                        Scaling.IMAGENET),
                Map.of(),
                Precision.FLOAT32);
        Map<String, Tensor> expected = Safetensors.read(theirs, "").tensors();
        assertEquals(expected, Safetensors.read(ours, "").tensors());
        assertTrue(expected.containsKey("features.1.0.block.0.0.weight"));
        assertFalse(expected.containsKey("stem.conv.weight"));
    }

    @Test
    void onlyFamiliesThatTorchvisionsNamesTellCanBeHeld() {
        assertTrue(CheckpointWriter.canHold(Architecture.B3, TORCH));
        assertFalse(CheckpointWriter.canHold(Architecture.B5, TORCH));
        Family same = new Family(new Padding.Same(), Family.TORCH_EPS);
        assertNotEquals(TORCH, same);
        assertFalse(CheckpointWriter.canHold(Architecture.B3, same));
    }
}
