package sc.fiji.cam.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.evaluate.Evaluation;
import sc.fiji.cam.evaluate.Judged;

/** The one number that makes probabilities honest. */
class TemperatureTest {
    private static final int CLASSES = 4;

    /** Logits, and labels drawn as {@code softmax(logits / temperature)} says. */
    private record Drawn(List<float[]> logits, List<Integer> labels) {
        static Drawn of(int count, double temperature, long seed) {
            Random random = new Random(seed);
            List<float[]> logits = new ArrayList<>();
            List<Integer> labels = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                float[] z = new float[CLASSES];
                for (int c = 0; c < CLASSES; c++) z[c] = (float) (2 * random.nextGaussian());
                logits.add(z);
                double[] p = Scores.softmax(z, 1 / temperature);
                double draw = random.nextDouble();
                int label = 0;
                while (label < CLASSES - 1 && draw > p[label]) draw -= p[label++];
                labels.add(label);
            }
            return new Drawn(logits, labels);
        }

        Drawn over(double t) {
            return new Drawn(logits.stream().map(z -> Temperature.over(z, t)).toList(), labels);
        }

        Scores scores() {
            return Scores.of(logits, labels, CLASSES);
        }

        double calibrationError() {
            List<Judged> judged = new ArrayList<>();
            for (int i = 0; i < logits.size(); i++) {
                int answer = Scores.answer(logits.get(i));
                double p = Scores.softmax(logits.get(i), 1)[answer];
                judged.add(new Judged(labels.get(i), answer, p, Optional.empty()));
            }
            return Evaluation.calibrationError(judged);
        }
    }

    /**
     * Four images with logits (4, 0), three of them of the first class. Targets of the first class
     * are 5/6 three times and 1/6 once, 2/3 in the mean; so softmax must give 2/3: 4 / T = log 2.
     */
    @Test
    void aCaseByHand() {
        float[] z = {4, 0};
        double found = Temperature.fit(List.of(z, z, z, z), List.of(0, 0, 1, 0));
        assertEquals(4 / Math.log(2), found, 1e-9);
    }

    /** A hundred images all right: 101/102 is as sure as they allow, and not 1. */
    @Test
    void imagesThatAreAllRightGiveNoCertainty() {
        List<float[]> logits = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            logits.add(i % 2 == 0 ? new float[] {1, 0} : new float[] {0, 1});
            labels.add(i % 2);
        }
        assertEquals(1 / Math.log(101), Temperature.fit(logits, labels), 1e-9);
    }

    /** Ten of ten right at a probability of 0.998: 11/12 would be no better. */
    @Test
    void aNetworkThatIsRightlySureIsLeftAsItIs() {
        List<float[]> logits = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            logits.add(i % 2 == 0 ? new float[] {6, 0} : new float[] {0, 6});
            labels.add(i % 2);
        }
        assertEquals(1, Temperature.fit(logits, labels));
        labels.set(0, 1);
        assertTrue(Temperature.fit(logits, labels) > 1.5, "one is wrong, and it is too sure");
    }

    @Test
    void theTemperatureOfTheDrawIsFound() {
        for (double t : new double[] {0.4, 1, 2.5}) {
            double found =
                    Temperature.fit(Drawn.of(20000, t, 3).logits(), Drawn.of(20000, t, 3).labels());
            assertEquals(t, found, 0.05 * t);
        }
    }

    @Test
    void noAnswerChangesAndProbabilitiesGetHonest() {
        Drawn drawn = Drawn.of(5000, 0.4, 7);
        double t = Temperature.fit(drawn.logits(), drawn.labels());
        Drawn divided = drawn.over(t);
        for (int i = 0; i < drawn.logits().size(); i++) {
            assertEquals(
                    Scores.answer(drawn.logits().get(i)), Scores.answer(divided.logits().get(i)));
        }
        assertArrayEquals(drawn.scores().confusion(), divided.scores().confusion());
        assertTrue(divided.scores().loss() < drawn.scores().loss());
        assertTrue(drawn.calibrationError() > 0.1, "not worth the trouble");
        assertTrue(divided.calibrationError() < 0.02, "" + divided.calibrationError());
        // The wrong way round it gets worse than it was.
        assertTrue(drawn.over(1 / t).calibrationError() > drawn.calibrationError());
    }

    @Test
    void anyOtherTemperatureLosesMore() {
        Drawn drawn = Drawn.of(2000, 1.7, 9);
        double t = Temperature.fit(drawn.logits(), drawn.labels());
        double best = drawn.over(t).scores().loss();
        for (double other : new double[] {0.8 * t, 0.9 * t, 1.1 * t, 1.25 * t}) {
            assertTrue(drawn.over(other).scores().loss() > best, "" + other);
        }
    }

    /** Mean of the map plus bias is the logit before, and the logit over T after. */
    @Test
    void aDividedClassifierGivesDividedLogits() {
        Tensor weight = new Tensor("w", new int[] {2, 3}, new float[] {1, -2, 3, 4, 5, -6});
        Tensor bias = new Tensor("b", new int[] {2}, new float[] {7, -8});
        LinearLayer head = new LinearLayer(weight, bias);
        LinearLayer half = Temperature.over(head, 2);
        float[] pooled = {0.5f, 0.25f, 2};
        for (int c = 0; c < 2; c++) {
            double before = head.bias(c);
            double after = half.bias(c);
            for (int k = 0; k < 3; k++) {
                before += head.weight(c, k) * pooled[k];
                after += half.weight(c, k) * pooled[k];
            }
            assertEquals(before / 2, after, 1e-12);
        }
        // With the bias left as it was, the identity breaks.
        assertTrue(Math.abs(half.bias(0) - head.bias(0)) > 1);
    }
}
