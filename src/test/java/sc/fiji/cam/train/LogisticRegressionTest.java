package sc.fiji.cam.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.LinearLayer;

/** The minimiser on functions whose minimum is known, and the regression on conditions it meets. */
class LogisticRegressionTest {
    @Test
    void findsTheMinimumOfAValley() {
        // Rosenbrock's function, minimum 0 at (1, 1).
        Lbfgs.Function valley =
                (x, g) -> {
                    double a = 1 - x[0];
                    double b = x[1] - x[0] * x[0];
                    g[0] = -2 * a - 400 * x[0] * b;
                    g[1] = 200 * b;
                    return a * a + 100 * b * b;
                };
        double[] found = Lbfgs.minimum(valley, new double[] {-1.2, 1}, 1e-9);
        assertArrayEquals(new double[] {1, 1}, found, 1e-7);
    }

    @Test
    void findsTheMinimumOfAnIllConditionedParabola() {
        int n = 100;
        Lbfgs.Function parabola =
                (x, g) -> {
                    double sum = 0;
                    for (int i = 0; i < n; i++) {
                        double scale = Math.pow(10, 4.0 * i / n);
                        g[i] = scale * (x[i] - i);
                        sum += scale * (x[i] - i) * (x[i] - i) / 2;
                    }
                    return sum;
                };
        double[] found = Lbfgs.minimum(parabola, new double[n], 1e-9);
        for (int i = 0; i < n; i++) assertEquals(i, found[i], 1e-6);
    }

    @Test
    void startsAndEndsAtAMinimum() {
        double[] start = {0, 0};
        double[] found =
                Lbfgs.minimum(
                        (x, g) -> {
                            g[0] = 2 * x[0];
                            g[1] = 2 * x[1];
                            return x[0] * x[0] + x[1] * x[1];
                        },
                        start,
                        1e-9);
        assertArrayEquals(start, found, 0);
    }

    private final List<float[]> features = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();

    private LogisticRegression clouds(double[] weights) {
        Random random = new Random(3);
        for (int i = 0; i < 90; i++) {
            int label = i % 3;
            float[] f = new float[5];
            for (int k = 0; k < 5; k++) {
                f[k] = (float) (100 * k + (k + 1) * random.nextGaussian() + (k == label ? 2 : 0));
            }
            features.add(f);
            labels.add(label);
        }
        return new LogisticRegression(features, labels, weights);
    }

    @Test
    void gradientIsThatOfTheLoss() {
        LogisticRegression regression = clouds(new double[] {0.5, 1, 1.5});
        Random random = new Random(1);
        double[] w = random.doubles(18, -1, 1).toArray();
        double[] gradient = new double[18];
        regression.loss(w, gradient, 0.3);
        for (int i = 0; i < 18; i++) {
            double[] none = new double[18];
            double[] up = w.clone();
            double[] down = w.clone();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            double slope =
                    (regression.loss(up, none, 0.3) - regression.loss(down, none, 0.3)) / 2e-5;
            assertEquals(slope, gradient[i], 1e-8);
            assertTrue(i >= 15 || Math.abs(slope - gradient[i] + 0.3 * w[i]) > 1e-4 || w[i] < 1e-2);
        }
    }

    /** At the minimum the mean probability of each class is its share: the biases see to it. */
    @Test
    void probabilitiesAddUpToTheClasses() {
        LinearLayer layer = clouds(new double[] {1, 1, 1}).fit(0.1);
        double[] sums = new double[3];
        double[] unbiased = new double[3];
        for (float[] f : features) {
            double[] z = new double[3];
            for (int c = 0; c < 3; c++) {
                z[c] = layer.bias(c);
                for (int k = 0; k < 5; k++) z[c] += layer.weight(c, k) * f[k];
            }
            add(sums, z);
            z[0] += 0.1;
            add(unbiased, z);
        }
        assertArrayEquals(new double[] {30, 30, 30}, sums, 1e-2);
        assertTrue(Math.abs(unbiased[0] - 30) > 0.3, "check is blind: " + unbiased[0]);
    }

    private static void add(double[] sums, double[] z) {
        double all = 0;
        for (double v : z) all += Math.exp(v);
        for (int c = 0; c < z.length; c++) sums[c] += Math.exp(z[c]) / all;
    }

    @Test
    void aStrongPenaltyLeavesNothingButTheClassesShares() {
        LinearLayer strong = clouds(new double[] {1, 1, 1}).fit(1e4);
        for (float w : strong.weight().values()) assertEquals(0, w, 1e-4);
        LinearLayer weak =
                new LogisticRegression(features, labels, new double[] {1, 1, 1}).fit(0.01);
        assertTrue(weak.weight(0, 0) > 0.5, "check is blind: " + weak.weight(0, 0));
    }

    @Test
    void aConstantFeatureGetsNoWeight() {
        clouds(new double[] {1, 1, 1});
        for (float[] f : features) f[4] = 7;
        LinearLayer layer =
                new LogisticRegression(features, labels, new double[] {1, 1, 1}).fit(0.1);
        for (int c = 0; c < 3; c++) assertEquals(0, layer.weight(c, 4));
        assertTrue(layer.weight(0, 0) > 0.1);
    }
}
