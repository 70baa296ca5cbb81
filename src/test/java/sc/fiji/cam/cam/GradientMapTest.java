package sc.fiji.cam.cam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.cam.data.Activation;
import sc.fiji.cam.data.ActivationLayer;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.HeadLayer;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Output;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Pooling;
import sc.fiji.cam.data.ScaleLayer;
import sc.fiji.cam.data.Tensor;

/** What sums to the logit for which head, and what does not. */
class GradientMapTest {
    private static final int K = 12;
    private static final int HIDDEN = 9;
    private static final int CLASSES = 4;

    /** Maps are rounded to 32 bits. */
    private static final double TOLERANCE = 1e-5;

    private static LinearLayer linear(int out, int in, float... values) {
        float[] weight = java.util.Arrays.copyOf(values, out * in);
        float[] bias = java.util.Arrays.copyOfRange(values, out * in, out * in + out);
        return new LinearLayer(
                new Tensor("w", new int[] {out, in}, weight),
                new Tensor("b", new int[] {out}, bias));
    }

    private static LinearLayer random(Random random, int out, int in) {
        return linear(out, in, numbers(random, out * in + out));
    }

    private static float[] numbers(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float) random.nextGaussian();
        return values;
    }

    private static Tensor vector(float... values) {
        return new Tensor("v", new int[] {values.length}, values);
    }

    private static Head head(Pooling pooling, HeadLayer... layers) {
        return new Head(pooling, List.of(layers), Output.SOFTMAX, List.of(), 0);
    }

    /** Normalisation, linear, function, normalisation, linear. */
    private static Head deep(Pooling pooling, Activation function) {
        Random random = new Random(5);
        return head(
                pooling,
                new ScaleLayer(vector(numbers(random, K)), vector(numbers(random, K))),
                random(random, HIDDEN, K),
                new ActivationLayer(function),
                new ScaleLayer(vector(numbers(random, HIDDEN)), vector(numbers(random, HIDDEN))),
                random(random, CLASSES, HIDDEN));
    }

    private static Planes features(long seed) {
        Random random = new Random(seed);
        float[] values = numbers(random, K * 15);
        float[] means = numbers(random, K);
        for (int i = 0; i < values.length; i++) values[i] += 2 * means[i / 15];
        return new Planes(K, 3, 5, values);
    }

    private static double sum(Planes map) {
        double sum = 0;
        for (float v : map.values()) sum += v;
        return sum;
    }

    /** Two channels of 2 x 2 cells: means 1 and 2, largest 4 and 5. */
    private static final Planes SMALL = new Planes(2, 2, 2, new float[] {4, 0, -1, 1, 1, 2, 5, 0});

    /** Hidden (3, -1 + 0.5) behind means; only the first is active. */
    private static final LinearLayer FIRST = linear(2, 2, 1, 1, 1, -1, 0, 0.5f);

    private static final LinearLayer SECOND = linear(1, 2, 2, 7, 10);

    @Test
    void averagePoolingByHand() {
        Head head = head(Pooling.AVERAGE, FIRST, new ActivationLayer(Activation.RELU), SECOND);
        GradientMap map = new GradientMap(SMALL, head);
        assertArrayEquals(new float[] {2 * 3 + 10}, map.logits());
        double[] gradient = map.gradient(0);
        assertArrayEquals(new double[] {2, 2}, gradient);
        assertEquals(10, map.bias(0, gradient));
        assertArrayEquals(new float[] {10, 4, 8, 2}, map.map(gradient).values());
    }

    /** Both hidden units silent: nothing of the features counts. */
    @Test
    void aSilentHeadByHand() {
        Planes negative = new Planes(2, 1, 1, new float[] {-5, -4});
        Head head = head(Pooling.AVERAGE, FIRST, new ActivationLayer(Activation.RELU), SECOND);
        GradientMap map = new GradientMap(negative, head);
        assertArrayEquals(new float[] {10}, map.logits());
        assertArrayEquals(new double[] {0, 0}, map.gradient(0));
        assertEquals(10, map.bias(0, map.gradient(0)));
    }

    @Test
    void maxPoolingByHand() {
        Head head = head(Pooling.MAX, FIRST, new ActivationLayer(Activation.RELU), SECOND);
        GradientMap map = new GradientMap(SMALL, head);
        assertArrayEquals(new float[] {2 * 9 + 10}, map.logits());
        assertArrayEquals(new float[] {8, 0, 10, 0}, map.map(map.gradient(0)).values());
    }

    /** As torch's adaptive_max_pool2d, which gives a tie to the first; a NaN is never hidden. */
    @Test
    void theFirstOfSeveralLargestCellsCounts() {
        Head head = head(Pooling.MAX, linear(1, 1, 3, 0.5f));
        Planes tie = new Planes(1, 2, 3, new float[] {-2, 7, 1, 7, 7, 0});
        GradientMap map = new GradientMap(tie, head);
        assertArrayEquals(new float[] {21.5f}, map.logits());
        assertArrayEquals(new float[] {0, 21, 0, 0, 0, 0}, map.map(map.gradient(0)).values());
        Planes broken = new Planes(1, 1, 3, new float[] {1, Float.NaN, 2});
        assertTrue(Float.isNaN(new GradientMap(broken, head).logits()[0]));
    }

    @Test
    void forOneLinearLayerItIsTheClassActivationMap() {
        LinearLayer layer = random(new Random(1), CLASSES, K);
        Planes features = features(2);
        GradientMap map = new GradientMap(features, Head.of(layer));
        for (int c = 0; c < CLASSES; c++) {
            double[] gradient = map.gradient(c);
            assertEquals(ExactCam.of(features, layer, c), map.map(gradient));
            assertEquals(layer.bias(c), map.bias(c, gradient), 1e-12);
        }
        Planes max = new GradientMap(features, head(Pooling.MAX, layer)).map(map.gradient(0));
        assertTrue(!max.equals(ExactCam.of(features, layer, 0)), "check is blind");
    }

    /** mean(J.A) + b = z behind average pooling, sum = behind max pooling; never the other. */
    @ParameterizedTest
    @EnumSource(Activation.class)
    void theMapAndItsBiasAreTheLogit(Activation function) {
        for (Pooling pooling : Pooling.values()) {
            GradientMap map = new GradientMap(features(3), deep(pooling, function));
            GradientMap another = new GradientMap(features(4), deep(pooling, function));
            double others = 0;
            for (int c = 0; c < CLASSES; c++) {
                double[] gradient = map.gradient(c);
                Planes grid = map.map(gradient);
                double bias = map.bias(c, gradient);
                double logit = map.logits()[c];
                double bound = TOLERANCE * Math.max(1, grid.maxAbs());
                assertEquals(0, ExactCam.completeness(grid, pooling, bias, logit), bound);
                Pooling wrong = Pooling.values()[1 - pooling.ordinal()];
                double off = ExactCam.completeness(grid, wrong, bias, logit);
                if (Math.abs(sum(grid)) > 0.1) assertTrue(off > 100 * bound, "blind: " + off);
                Planes foreign = map.map(another.gradient(c));
                double one = another.bias(c, another.gradient(c));
                others = Math.max(others, ExactCam.completeness(foreign, pooling, one, logit));
            }
            boolean straight = function == Activation.NONE;
            assertEquals(straight, others < 1e-3, "another picture's gradient: " + others);
        }
    }

    /** Behind max pooling each channel has one cell, so K cells at most are not 0. */
    @Test
    void maxPoolingLeavesOneCellPerChannel() {
        float[] values = numbers(new Random(8), K * 100);
        Planes features = new Planes(K, 10, 10, values);
        GradientMap map = new GradientMap(features, deep(Pooling.MAX, Activation.RELU));
        int lit = 0;
        for (float v : map.map(map.gradient(1)).values()) lit += v == 0 ? 0 : 1;
        assertTrue(lit > 0 && lit <= K, lit + " cells");
    }

    /** With ReLU: the bias of the last layer, and those of the hidden units that are active. */
    @Test
    void biasOfTheActiveLinearPieceComputedByItself() {
        Random random = new Random(11);
        LinearLayer first = random(random, HIDDEN, K);
        LinearLayer last = random(random, CLASSES, HIDDEN);
        Head head = head(Pooling.AVERAGE, first, new ActivationLayer(Activation.RELU), last);
        Planes features = features(6);
        GradientMap map = new GradientMap(features, head);
        boolean[] active = new boolean[HIDDEN];
        for (int h = 0; h < HIDDEN; h++) {
            active[h] = sum(ExactCam.of(features, first, h)) / 15 + first.bias(h) > 0;
        }
        for (int c = 0; c < CLASSES; c++) {
            double bias = last.bias(c);
            double all = bias;
            for (int h = 0; h < HIDDEN; h++) {
                double passed = (double) last.weight(c, h) * first.bias(h);
                if (active[h]) bias += passed;
                all += passed;
            }
            assertEquals(bias, map.bias(c, map.gradient(c)), 1e-9);
            assertTrue(Math.abs(all - bias) > 1e-3, "every unit is active: nothing is tested");
            assertTrue(Math.abs(last.bias(c) - bias) > 1e-3, "the last bias alone would pass");
        }
    }

    /** One channel raised everywhere by h: the logit rises by J h. */
    @ParameterizedTest
    @EnumSource(Activation.class)
    void theGradientIsTheRiseOfTheLogit(Activation function) {
        Head head = deep(Pooling.AVERAGE, function);
        Planes features = features(7);
        GradientMap map = new GradientMap(features, head);
        double h = 1 / 64.0;
        for (int k = 0; k < K; k++) {
            double[] up = logits(head, features, k, h);
            double[] down = logits(head, features, k, -h);
            for (int c = 0; c < CLASSES; c++) {
                double rise = (up[c] - down[c]) / (2 * h);
                assertEquals(rise, map.gradient(c)[k], 0.02 * Math.max(1, Math.abs(rise)));
            }
        }
    }

    private static double[] logits(Head head, Planes features, int k, double h) {
        float[] values = features.values().clone();
        for (int i = 0; i < 15; i++) values[k * 15 + i] += (float) h;
        float[] logits = new GradientMap(new Planes(K, 3, 5, values), head).logits();
        double[] wide = new double[logits.length];
        for (int c = 0; c < wide.length; c++) wide[c] = logits[c];
        return wide;
    }

    @Test
    void aHeadOfAnotherWidthIsRefused() {
        Head head = head(Pooling.AVERAGE, random(new Random(1), 2, K + 1));
        assertThrows(IllegalArgumentException.class, () -> new GradientMap(features(1), head));
        List<HeadLayer> none = new ArrayList<>();
        assertThrows(
                IllegalArgumentException.class,
                () -> new Head(Pooling.AVERAGE, none, Output.SOFTMAX, List.of(), 0));
    }
}
