package sc.fiji.cam.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.Prediction;

/** Which runs make the guard speak. */
class InputGuardTest {
    /** A picture whose top class has this number, probability and logit. */
    private static List<Prediction> picture(int top, double probability, double logit) {
        return List.of(
                new Prediction(1, top, "a", logit, probability),
                new Prediction(2, top + 1, "b", -1, 1 - probability));
    }

    private static Optional<String> run(double... probabilities) {
        InputGuard guard = new InputGuard();
        for (double p : probabilities) guard.add(picture(4, p, 1));
        return guard.ofRun();
    }

    @Test
    void nearlyEqualAnswersOfAllPicturesAreSaid() {
        String warning = run(0.1, 0.097, 0.103, 0.098, 0.1, 0.101).orElseThrow();
        String start =
                "All 6 pictures got the same answer, class 4, at probability 0.0970 to 0.103";
        assertTrue(warning.startsWith(start), warning);
        for (String option : List.of("scaling=", "channels=", "size")) {
            assertTrue(warning.contains(option), warning);
        }
        assertTrue(run(0.95, 0.951, 0.952).isPresent(), "two classes, say");
    }

    @Test
    void differentAnswersAreNone() {
        assertEquals(Optional.empty(), run(0.1, 0.097, 0.15));
        InputGuard guard = new InputGuard();
        for (int c : new int[] {4, 4, 5, 4}) guard.add(picture(c, 0.1 + c / 1000.0, 1));
        assertEquals(Optional.empty(), guard.ofRun());
    }

    @Test
    void aSureNetworkOnPicturesOfOneKindIsNone() {
        assertEquals(Optional.empty(), run(0.99, 0.999, 0.9999, 0.995));
        assertEquals(Optional.empty(), run(1, 1, 1, 1));
    }

    @Test
    void fewPicturesAndEqualOnesAreNone() {
        assertEquals(Optional.empty(), run(0.1, 0.101));
        assertEquals(Optional.empty(), run(0.1, 0.1, 0.1, 0.1, 0.1, 0.1));
        assertEquals(Optional.empty(), run());
    }

    @Test
    void hugeLogitsAreSaidOfOnePictureAndOfARun() {
        String one = InputGuard.ofOne(picture(0, 1, 17106)).orElseThrow();
        assertTrue(one.startsWith("The largest logit is 1.711e+04 in magnitude"), one);
        assertTrue(one.contains("scaling="), one);
        assertTrue(InputGuard.ofOne(picture(0, 1, -101)).isPresent(), "magnitude counts");
        assertEquals(Optional.empty(), InputGuard.ofOne(picture(0, 1, 99)));
        InputGuard guard = new InputGuard();
        guard.add(picture(0, 1, 500));
        assertEquals(Optional.empty(), guard.ofRun(), "its own note says it");
        guard.add(picture(1, 0.5, 3));
        String run = guard.ofRun().orElseThrow();
        assertTrue(run.startsWith("1 of 2 pictures have logits up to 500"), run);
    }
}
