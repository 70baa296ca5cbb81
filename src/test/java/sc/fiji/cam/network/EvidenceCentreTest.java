package sc.fiji.cam.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.checkpoint.Checkpoints;
import sc.fiji.cam.data.Activation;
import sc.fiji.cam.data.ActivationLayer;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Output;
import sc.fiji.cam.data.Point;
import sc.fiji.cam.data.Pooling;
import sc.fiji.cam.data.ScaleLayer;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.WeightSet;
import sc.fiji.cam.testing.Networks;
import sc.fiji.cam.testing.Networks.Delta;
import sc.fiji.cam.testing.Shared;

/** The centre of the trained weights. */
class EvidenceCentreTest {
    private static final double EXACT = 1e-9;

    @Test
    void isTheSumOfTheShiftsInADeltaNetwork() {
        // Input strides: stem 1, block 5 (stage 3, first) 4, block 18 (stage 6, first) 16.
        Delta delta =
                Delta.of(Architecture.B3, Family.TORCH_EPS)
                        .tap("stem", 0, 2)
                        .tap("blocks.5.dw", 4, 1)
                        .tap("blocks.18.dw", 2, 0);
        Point centre = centre(delta.network(1, 0), Family.TORCH_EPS);
        assertEquals(-1 + 4 * 2 + 0, centre.y(), EXACT);
        assertEquals(1 - 4 - 16 * 2, centre.x(), EXACT);
    }

    @Test
    void isZeroForSymmetricKernelsAndAbsentForAHeadWithoutWeights() {
        Delta delta = Delta.of(Architecture.B0, Family.TORCH_EPS);
        assertEquals(Point.ZERO, centre(delta.network(1, 0), Family.TORCH_EPS));
        Networks.Network off = delta.tap("stem", 0, 0).network(0, 0);
        assertTrue(
                EvidenceCentre.of(
                                off.architecture(),
                                off.weights(),
                                Family.TORCH_EPS,
                                Head.of(off.head()))
                        .isEmpty());
    }

    @Test
    void weightsTurnedByHalfATurnGiveTheNegative() {
        Networks.Network network = Networks.random(Architecture.B0, 4, 3);
        Point centre = centre(network, Family.TORCH_EPS);
        List<Tensor> turned = new ArrayList<>();
        for (Tensor tensor : network.weights().tensors()) turned.add(turned(tensor));
        WeightSet weights = new WeightSet("turned", turned);
        Point other =
                EvidenceCentre.of(
                                Architecture.B0, weights, Family.TORCH_EPS, Head.of(network.head()))
                        .orElseThrow();
        assertEquals(-centre.x(), other.x(), 1e-6);
        assertEquals(-centre.y(), other.y(), 1e-6);
        assertTrue(Math.hypot(centre.x(), centre.y()) > 0.01, "nothing was turned");
    }

    /** One class: W squared as it is. */
    @Test
    void oneClassNeedsNoMean() {
        Delta delta = Delta.of(Architecture.B0, Family.TORCH_EPS).tap("stem", 1, 0);
        Networks.Network network = delta.network(1, 0);
        int k = network.head().channels();
        float[] row = Arrays.copyOf(network.head().weight().values(), k);
        LinearLayer head =
                new LinearLayer(
                        new Tensor("w", new int[] {1, k}, row),
                        new Tensor("b", new int[] {1}, new float[1]));
        Point centre =
                EvidenceCentre.of(
                                Architecture.B0, network.weights(), Family.TORCH_EPS, Head.of(head))
                        .orElseThrow();
        assertEquals(-1, centre.x(), EXACT);
        assertEquals(0, centre.y(), EXACT);
    }

    /** A hidden unit that no class listens to says nothing about where evidence is. */
    @Test
    void ofAHeadOfSeveralLayers() {
        Delta delta = Delta.of(Architecture.B0, Family.TORCH_EPS).tap("stem", 1, 0);
        Networks.Network network = delta.network(1, 0);
        int k = network.head().channels();
        Point alone = centre(network, Family.TORCH_EPS);
        assertEquals(-1, alone.x(), EXACT);
        float[] hidden = new float[2 * k];
        hidden[0] = 1;
        hidden[k + 1] = 1;
        assertEquals(alone, centre(network, layered(hidden, 3, 0)));
        assertTrue(
                EvidenceCentre.of(
                                network.architecture(),
                                network.weights(),
                                Family.TORCH_EPS,
                                layered(hidden, 0, 0))
                        .isEmpty(),
                "blind to the second layer");
    }

    /** Two hidden units, scaled, with ELU, and two classes that read one unit each. */
    private static Head layered(float[] hidden, float first, float second) {
        LinearLayer one =
                new LinearLayer(
                        new Tensor("w", new int[] {2, hidden.length / 2}, hidden),
                        new Tensor("b", new int[] {2}, new float[2]));
        Tensor ones = new Tensor("s", new int[] {2}, new float[] {2, 2});
        LinearLayer two =
                new LinearLayer(
                        new Tensor("w", new int[] {2, 2}, new float[] {first, 0, 0, second}),
                        new Tensor("b", new int[] {2}, new float[2]));
        return new Head(
                Pooling.AVERAGE,
                List.of(one, new ActivationLayer(Activation.ELU), new ScaleLayer(ones, ones), two),
                Output.SOFTMAX,
                List.of(),
                0);
    }

    private static Point centre(Networks.Network network, Head head) {
        return EvidenceCentre.of(network.architecture(), network.weights(), Family.TORCH_EPS, head)
                .orElseThrow();
    }

    @Test
    void ofARealNetwork() {
        Checkpoint real =
                Checkpoints.read(
                        Shared.file("real/cattle15/best_efficientnet_b3.pt"),
                        CamSettings.defaults());
        Point centre =
                EvidenceCentre.of(
                                real.architecture(),
                                real.weights(),
                                real.family().eps(),
                                real.head())
                        .orElseThrow();
        assertEquals(3.2, centre.y(), 1);
        assertEquals(3.3, centre.x(), 1);
    }

    private static Point centre(Networks.Network network, float eps) {
        return EvidenceCentre.of(
                        network.architecture(), network.weights(), eps, Head.of(network.head()))
                .orElseThrow();
    }

    /** Spatial kernels read backwards in both axes. */
    private static Tensor turned(Tensor tensor) {
        int[] shape = tensor.shape();
        if (shape.length != 4 || shape[2] == 1) return tensor;
        int area = shape[2] * shape[3];
        float[] values = new float[tensor.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i / area * area + area - 1 - i % area] = tensor.values()[i];
        }
        return new Tensor(tensor.name(), shape, values);
    }
}
