package sc.fiji.cam.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a network is worth on pictures of known classes.
 *
 * @param images number of pictures
 * @param accuracy share of right answers, 0 to 1
 * @param calibrationError see {@link #calibrationError(List)}
 * @param masks number of pictures whose maps were scored
 * @param map mean scores of the maps; empty without masks, as are the next two
 * @param gaussian mean scores of a spot in the middle
 * @param shuffled mean scores of the maps' values in random cells
 * @param perClass by class, in the order of their numbers; only those of which there are pictures
 */
public record Evaluation(
        int images,
        double accuracy,
        double calibrationError,
        int masks,
        Optional<Score> map,
        Optional<Score> gaussian,
        Optional<Score> shuffled,
        List<OfClass> perClass) {

    /** Bins of the calibration error, the number that Guo et al. use. */
    private static final int BINS = 15;

    /**
     * Mean scores of maps.
     *
     * @param pointing share of maps that point near their object
     * @param energy mean share of positive values near the object
     */
    public record Score(double pointing, double energy) {}

    /**
     * One class.
     *
     * @param number of the class
     * @param images of this class
     * @param precision share of right ones among the answers that named this class; empty if none
     *     did
     * @param recall share of this class's pictures that were recognised
     * @param masks number of its pictures whose maps were scored
     * @param map mean scores of its maps
     */
    public record OfClass(
            int number,
            int images,
            Optional<Double> precision,
            double recall,
            int masks,
            Optional<Score> map) {}

    /** Copies the list. */
    public Evaluation {
        perClass = List.copyOf(perClass);
    }

    /**
     * Sums up pictures.
     *
     * @param pictures at least one
     */
    public static Evaluation of(List<Judged> pictures) {
        if (pictures.isEmpty()) throw new IllegalArgumentException("no picture");
        List<OfClass> perClass = new ArrayList<>();
        TreeSet<Integer> classes = new TreeSet<>();
        pictures.forEach(p -> classes.add(p.truth()));
        classes.forEach(number -> perClass.add(ofClass(number, pictures)));
        return new Evaluation(
                pictures.size(),
                share(pictures),
                calibrationError(pictures),
                (int) pictures.stream().filter(p -> p.found().isPresent()).count(),
                score(pictures, Judged.Found::map),
                score(pictures, Judged.Found::gaussian),
                score(pictures, Judged.Found::shuffled),
                perClass);
    }

    /**
     * Expected calibration error: the mean over pictures of the difference, in their bin, between
     * the share of right answers and the mean probability. Fifteen bins of equal width, each with
     * its upper end.
     *
     * @param pictures at least one
     * @return 0 to 1
     * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al. 2017, equation 3</a>
     */
    public static double calibrationError(List<Judged> pictures) {
        double[] surplus = new double[BINS];
        for (Judged p : pictures) {
            int bin = (int) Math.ceil(p.probability() * BINS) - 1;
            bin = Math.max(0, Math.min(BINS - 1, bin));
            surplus[bin] += p.probability() - (p.right() ? 1 : 0);
        }
        double sum = 0;
        for (double s : surplus) sum += Math.abs(s);
        return sum / pictures.size();
    }

    private static OfClass ofClass(int number, List<Judged> pictures) {
        List<Judged> own = pictures.stream().filter(p -> p.truth() == number).toList();
        List<Judged> named = pictures.stream().filter(p -> p.answer() == number).toList();
        return new OfClass(
                number,
                own.size(),
                named.isEmpty() ? Optional.empty() : Optional.of(share(named)),
                share(own),
                (int) own.stream().filter(p -> p.found().isPresent()).count(),
                score(own, Judged.Found::map));
    }

    private static double share(List<Judged> pictures) {
        return (double) pictures.stream().filter(Judged::right).count() / pictures.size();
    }

    private static Optional<Score> score(
            List<Judged> pictures, Function<Judged.Found, Localisation> which) {
        List<Localisation> scores =
                pictures.stream().flatMap(p -> p.found().map(which).stream()).toList();
        if (scores.isEmpty()) return Optional.empty();
        return Optional.of(
                new Score(
                        scores.stream().collect(Collectors.averagingInt(s -> s.hit() ? 1 : 0)),
                        scores.stream().collect(Collectors.averagingDouble(s -> s.energy()))));
    }
}
