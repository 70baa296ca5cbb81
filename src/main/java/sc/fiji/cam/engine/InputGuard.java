package sc.fiji.cam.engine;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import sc.fiji.cam.data.Prediction;

/**
 * Notices the usual signs of pictures that reach the network at the wrong scale, and names the
 * options to try: a hint, never an error. Feed it every picture of a run, in any order; not for
 * several threads at once.
 *
 * <p>Two signs, measured with a trained network on fourteen photographs. Logits above 100 in
 * magnitude: fed 0..255 in place of normalised values it answered with up to 97,000, at the right
 * scale with 8.5. And an answer that does not depend on the picture: fed values divided by 255 once
 * more it sees darkness, and gave its favourite class 0.076 to 0.081 in all fourteen, though in one
 * of them another class was ahead by a hair; so the sign is that probability, not the top class.
 */
public final class InputGuard {
    /** Ten times what was measured at the right scale, a hundredth of that at the wrong one. */
    private static final double LARGE = 100;

    /** Fewer pictures agree by chance, or because they show the same thing. */
    private static final int FEWEST = 3;

    /**
     * Largest difference of the log-odds of equal answers, three times what was measured (0.07). A
     * sure network has probabilities near 1 for all pictures of a class, but log-odds far apart.
     */
    private static final double EQUAL = 0.2;

    private static final String ADVICE =
            ": the network may get wrong values. Try scaling=0-255, 0-1, -1-1 or imagenet, then"
                    + " channels=BGR and the size of the training.";

    /** Of one class, while they are equal: a set, because equal pictures are no sign. */
    private final TreeSet<Double> logOdds = new TreeSet<>();

    private int pictures;
    private int favourite;
    private boolean differ;
    private int large;
    private double largest;

    /**
     * The sign that a single picture gives.
     *
     * @param predictions its classes, largest logit first
     * @return a sentence, or empty
     */
    public static Optional<String> ofOne(List<Prediction> predictions) {
        InputGuard guard = new InputGuard();
        guard.add(predictions);
        return guard.warning();
    }

    /**
     * Takes note of a picture.
     *
     * @param predictions all its classes, largest logit first
     */
    public void add(List<Prediction> predictions) {
        if (pictures++ == 0) favourite = predictions.get(0).classIndex();
        double p = 0;
        double most = 0;
        for (Prediction prediction : predictions) {
            most = Math.max(most, Math.abs(prediction.logit()));
            if (prediction.classIndex() == favourite) p = prediction.probability();
        }
        if (most > LARGE) large++;
        largest = Math.max(largest, most);
        if (!differ) compare(Math.log(p / (1 - p)));
    }

    private void compare(double odds) {
        logOdds.add(odds);
        // Written so that certain answers, infinite all of them, count as different.
        differ = !(logOdds.last() - logOdds.first() <= EQUAL);
        // First, last, and one between: that there are enough of them is all that is asked later.
        if (logOdds.size() > FEWEST) logOdds.remove(logOdds.higher(logOdds.first()));
    }

    /** The sign that several pictures give together: a sentence, or empty. */
    public Optional<String> ofRun() {
        return pictures > 1 ? warning() : Optional.empty();
    }

    private Optional<String> warning() {
        if (large > 0) {
            String text =
                    pictures == 1
                            ? "The largest logit is %3$.4g in magnitude, far above what trained"
                                    + " networks answer"
                            : "%d of %d pictures have logits up to %.4g in magnitude, far above"
                                    + " what trained networks answer";
            return Optional.of(text(text, large, pictures, largest) + ADVICE);
        }
        if (differ || logOdds.size() < FEWEST) return Optional.empty();
        String text = "All %d pictures give class %d nearly the same probability, %.3g to %.3g";
        double low = probability(logOdds.first());
        double high = probability(logOdds.last());
        return Optional.of(text(text, pictures, favourite, low, high) + ADVICE);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static double probability(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }
}
