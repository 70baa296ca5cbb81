package sc.fiji.cam.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sums done by hand. */
class EvaluationTest {
    private static Judged judged(int truth, int answer, double probability) {
        return new Judged(truth, answer, probability, Optional.empty());
    }

    private static Judged found(int truth, boolean hit, double energy) {
        Localisation map = new Localisation(hit, energy);
        Localisation half = new Localisation(!hit, energy / 2);
        Localisation none = new Localisation(false, 0);
        return new Judged(truth, truth, 1, Optional.of(new Judged.Found(map, half, none)));
    }

    @Test
    void accuracyPrecisionAndRecall() {
        List<Judged> pictures =
                List.of(
                        judged(0, 0, 0.9),
                        judged(0, 0, 0.9),
                        judged(0, 2, 0.9),
                        judged(2, 2, 0.9),
                        judged(2, 5, 0.9),
                        judged(7, 2, 0.9));
        Evaluation evaluation = Evaluation.of(pictures);
        assertEquals(6, evaluation.images());
        assertEquals(0.5, evaluation.accuracy(), 1e-12);
        assertEquals(
                List.of(0, 2, 7), evaluation.perClass().stream().map(c -> c.number()).toList());
        check(evaluation.perClass().get(0), 3, Optional.of(1.0), 2 / 3.0);
        check(evaluation.perClass().get(1), 2, Optional.of(1 / 3.0), 0.5);
        check(evaluation.perClass().get(2), 1, Optional.empty(), 0);
        assertEquals(Optional.empty(), evaluation.map());
    }

    private static void check(
            Evaluation.OfClass c, int images, Optional<Double> precision, double recall) {
        assertEquals(images, c.images());
        assertEquals(precision, c.precision());
        assertEquals(recall, c.recall(), 1e-12);
    }

    @Test
    void calibrationByBins() {
        // Bin (0.6, 0.667]: 0.65, 0.62, one of two right: |1.27 - 1| = 0.27. Bin (0.933, 1]: 0.95
        // right, 1.0 wrong: |1.95 - 1| = 0.95. Together 1.22 of four pictures.
        List<Judged> pictures =
                List.of(
                        judged(0, 0, 0.65),
                        judged(0, 1, 0.62),
                        judged(0, 0, 0.95),
                        judged(0, 1, 1.0));
        assertEquals(1.22 / 4, Evaluation.calibrationError(pictures), 1e-12);
        // Without bins the errors would cancel differently.
        assertNotEquals((3.22 - 2) / 4 - 0.001, Evaluation.calibrationError(pictures), 1e-6);
    }

    @Test
    void errorsCancelWithinABinAndNotBetweenBins() {
        List<Judged> within = List.of(judged(0, 0, 0.5), judged(0, 1, 0.5));
        assertEquals(0, Evaluation.calibrationError(within), 1e-12);
        List<Judged> between = List.of(judged(0, 0, 0.5), judged(0, 1, 0.6));
        assertEquals(0.55, Evaluation.calibrationError(between), 1e-12);
    }

    @Test
    void anHonestNetworkHasNoCalibrationError() {
        List<Judged> pictures = new ArrayList<>();
        for (int i = 0; i < 100; i++) pictures.add(judged(0, i < 70 ? 0 : 1, 0.7));
        assertEquals(0, Evaluation.calibrationError(pictures), 1e-12);
        for (int i = 0; i < 100; i++) pictures.set(i, judged(0, i < 50 ? 0 : 1, 0.7));
        assertEquals(0.2, Evaluation.calibrationError(pictures), 1e-12);
    }

    @Test
    void localisationCountsPicturesWithMask() {
        List<Judged> pictures =
                List.of(
                        found(1, true, 0.8),
                        found(1, false, 0.4),
                        found(3, true, 0.6),
                        judged(3, 0, 1));
        Evaluation evaluation = Evaluation.of(pictures);
        assertEquals(3, evaluation.masks());
        Evaluation.Score map = evaluation.map().orElseThrow();
        assertEquals(2 / 3.0, map.pointing(), 1e-12);
        assertEquals(0.6, map.energy(), 1e-12);
        Evaluation.Score gaussian = evaluation.gaussian().orElseThrow();
        assertEquals(1 / 3.0, gaussian.pointing(), 1e-12);
        assertEquals(0.3, gaussian.energy(), 1e-12);
        assertEquals(new Evaluation.Score(0, 0), evaluation.shuffled().orElseThrow());
        Evaluation.OfClass three = evaluation.perClass().get(1);
        assertEquals(1, three.masks());
        assertEquals(new Evaluation.Score(1, 0.6), three.map().orElseThrow());
        assertTrue(three.images() > three.masks());
    }

    @Test
    void nothingCannotBeEvaluated() {
        assertThrows(IllegalArgumentException.class, () -> Evaluation.of(List.of()));
    }
}
