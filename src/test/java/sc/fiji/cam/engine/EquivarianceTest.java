package sc.fiji.cam.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.network.Initial;
import sc.fiji.cam.network.Network;
import sc.fiji.cam.network.Program;
import sc.fiji.cam.network.TrainingProgram.Batch;
import sc.fiji.cam.network.TrainingProgram.Pass;
import sc.fiji.cam.testing.Models;
import sc.fiji.cam.testing.Networks;

/** What makes maps follow a turned picture, against its formula. */
class EquivarianceTest {
    private static final int CLASSES = 3;
    private static final int PAIRS = 2;

    /** Its features are tiny before anything is learnt; so its classifier is large. */
    private static final Networks.Network B0 =
            new Networks.Network(Architecture.B0, Initial.weights(Architecture.B0, 9), head(1e11f));

    private static LinearLayer head(float factor) {
        LinearLayer head = Initial.head(Architecture.B0, CLASSES, 9);
        float[] weight = head.weight().values();
        for (int i = 0; i < weight.length; i++) weight[i] *= factor;
        Tensor scaled = new Tensor(head.weight().name(), head.weight().shape(), weight);
        return new LinearLayer(scaled, head.bias());
    }

    /** Four pictures of no class, so that nothing else is learnt. */
    private static Batch batch(int height, int width, double equivariance) {
        int n = 2 * PAIRS;
        float[] input = new float[3 * n * height * width];
        Random random = new Random(3);
        for (int i = 0; i < input.length; i++) input[i] = (float) random.nextGaussian();
        return new Batch(
                new Planes(3 * n, height, width, input),
                new float[n * CLASSES],
                LearnerTest.ones(Architecture.B0.blocks().size() * n),
                LearnerTest.ones(Architecture.B0.features() * n),
                equivariance);
    }

    /**
     * The gradient of the classifier by hand, in 64 bits, from the features of the fast program.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theGradientFollowsTheFormula(boolean turned) {
        double[] expected = gradient(features(), B0.head().weight().values(), turned);
        double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        try (Learner learner = LearnerTest.open(B0, LearnerTest.TORCH)) {
            Pass pass = learner.backward(batch(70, 60, 2), false);
            assertEquals(0, pass.loss(), 1e-9, "the loss that is shown is the classifier's");
            List<Tensor> gradients = learner.gradients();
            float[] found = gradients.get(gradients.size() - 2).values();
            double off = 0;
            for (int i = 0; i < found.length; i++) {
                off = Math.max(off, Math.abs(found[i] - 2 * expected[i]));
            }
            assertEquals(turned, off < 1e-3 * scale, "off by " + off + " of " + scale);
            assertTrue(largest(gradients.get(0)) > 0, "the first kernel learns nothing from it");
        }
    }

    private static double largest(Tensor tensor) {
        return LearnerTest.furthest(tensor.values(), new float[tensor.values().length]);
    }

    /** Features of every picture without their means, {@code [picture][feature][cell]}. */
    private static List<double[][]> features() {
        List<double[][]> all = new ArrayList<>();
        Planes input = batch(70, 60, 0).input();
        int values = 3 * input.height() * input.width();
        try (CamModel model = Models.open(B0, LearnerTest.TORCH, Network.Form.FASTEST)) {
            for (int i = 0; i < 2 * PAIRS; i++) {
                float[] one = Arrays.copyOfRange(input.values(), i * values, (i + 1) * values);
                Planes picture = new Planes(3, input.height(), input.width(), one);
                all.add(centred(model.run(picture, 1, 1, Program.Run::features)));
            }
        }
        return all;
    }

    private static double[][] centred(Planes planes) {
        int cells = planes.height() * planes.width();
        assertEquals(6, cells);
        double[][] all = new double[planes.count()][cells];
        for (int k = 0; k < all.length; k++) {
            double mean = 0;
            for (int j = 0; j < cells; j++) mean += planes.values()[k * cells + j] / cells;
            for (int j = 0; j < cells; j++) all[k][j] = planes.values()[k * cells + j] - mean;
        }
        return all;
    }

    /** Of {@code sum (m1 - turned m2)^2 / sum (m1^2 + m2^2)} by the classifier's weight. */
    private static double[] gradient(List<double[][]> features, float[] weight, boolean turned) {
        int k = Architecture.B0.features();
        int cells = features.get(0)[0].length;
        double[] apart = new double[weight.length];
        double[] whole = new double[weight.length];
        double squares = 0;
        double sum = 0;
        for (int c = 0; c < CLASSES; c++) {
            for (int i = 0; i < PAIRS; i++) {
                double[][] one = features.get(i);
                double[][] two = features.get(PAIRS + i);
                for (int j = 0; j < cells; j++) {
                    int to = turned ? cells - 1 - j : j;
                    double a = 0;
                    double b = 0;
                    for (int f = 0; f < k; f++) {
                        a += weight[c * k + f] * one[f][j];
                        b += weight[c * k + f] * two[f][to];
                    }
                    squares += (a - b) * (a - b);
                    sum += a * a + b * b;
                    for (int f = 0; f < k; f++) {
                        apart[c * k + f] += 2 * (a - b) * (one[f][j] - two[f][to]);
                        whole[c * k + f] += 2 * (a * one[f][j] + b * two[f][to]);
                    }
                }
            }
        }
        for (int i = 0; i < apart.length; i++) {
            apart[i] = (apart[i] - squares / sum * whole[i]) / sum;
        }
        return apart;
    }

    /** There is nothing to turn in a map of one cell, and nothing to divide by. */
    @Test
    void aMapOfOneCellAddsNothing() {
        try (Learner learner = LearnerTest.open(B0, LearnerTest.TORCH)) {
            learner.backward(batch(32, 32, 2), false);
            for (Tensor gradient : learner.gradients()) assertEquals(0, largest(gradient));
        }
    }
}
