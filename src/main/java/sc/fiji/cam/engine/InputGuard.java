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
 * <p>Two signs. Logits above {@value #LARGE} in magnitude: networks for normalised values that were
 * fed 0..255 answered in thousands (median change 17,106 over fourteen photographs), while trained
 * ones stay below twenty. And one class for all pictures at nearly one probability: a network with
 * layers of scaling of its own that is fed 0..1 sees darkness, and answered 0.097 to 0.103 for
 * fourteen photographs of many kinds.
 */
public final class InputGuard {
    /** Five times what is usual, a hundredth of what was measured. */
    private static final double LARGE = 100;

    /** Fewer pictures agree by chance, or because they show the same thing. */
    private static final int FEWEST = 3;

    /**
     * Largest difference of the log-odds of equal answers, three times what was measured. A sure
     * network has probabilities near 1 for all pictures of a class, but log-odds far apart.
     */
    private static final double EQUAL = 0.2;

    private static final String ADVICE =
            ": the network may get wrong values. Try scaling=0-255, 0-1, -1-1 or imagenet, then"
                    + " channels=BGR and the size of the training.";

    /** Of the top class, while all answers are equal; a set, as equal pictures are no sign. */
    private final TreeSet<Double> logOdds = new TreeSet<>();

    private int pictures;
    private int topClass;
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
     * @param predictions its classes, largest logit first
     */
    public void add(List<Prediction> predictions) {
        double most =
                predictions.stream().mapToDouble(p -> Math.abs(p.logit())).max().orElseThrow();
        if (most > LARGE) large++;
        largest = Math.max(largest, most);
        Prediction top = predictions.get(0);
        if (pictures++ == 0) topClass = top.classIndex();
        if (differ) return;
        logOdds.add(Math.log(top.probability() / (1 - top.probability())));
        // Written so that two certain answers, infinite both, count as different.
        boolean equal = logOdds.last() - logOdds.first() <= EQUAL;
        differ = !equal || top.classIndex() != topClass;
        // First, last, and one between: that there are enough of them is all that is asked later.
        if (logOdds.size() > FEWEST) logOdds.remove(logOdds.higher(logOdds.first()));
        if (differ) logOdds.clear();
    }

    /** The sign that several pictures give together: a sentence, or empty. */
    public Optional<String> ofRun() {
        return pictures > 1 ? warning() : Optional.empty();
    }

    private Optional<String> warning() {
        if (large > 0) {
            String text =
                    pictures == 1
                            ? "The largest logit is %3$.4g in magnitude, trained networks stay"
                                    + " below 20"
                            : "%d of %d pictures have logits up to %.4g in magnitude, trained"
                                    + " networks stay below 20";
            return Optional.of(String.format(Locale.ROOT, text, large, pictures, largest) + ADVICE);
        }
        if (differ || logOdds.size() < FEWEST) return Optional.empty();
        String text = "All %d pictures got the same answer, class %d, at probability %.3g to %.3g";
        double low = probability(logOdds.first());
        double high = probability(logOdds.last());
        return Optional.of(
                String.format(Locale.ROOT, text, pictures, topClass, low, high) + ADVICE);
    }

    private static double probability(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }
}
