package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.ChannelOrder;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.InputSpec;
import sc.fiji.cam.data.Scaling;

/**
 * The scaling inside Keras's EfficientNet: division by 255, a stored mean and variance, and in
 * newer versions one more factor. The published ImageNet weights store the standard deviation where
 * the variance should be; the factor {@code 1 / sqrt(std)} makes up for that, but weights alone do
 * not tell whether it was there.
 *
 * @see <a href="https://github.com/tensorflow/tensorflow/issues/49930">the mistake and its
 *     repair</a>
 */
final class KerasScaling {
    /** Said of a network that leaves scaling to its user. */
    static final String OUTSIDE =
            "The file has no scaling layers, as in keras-applications and qubvel's efficientnet:"
                    + " ImageNet's mean and std are assumed; scaling=... says otherwise.";

    private static final double[] STD = {0.229, 0.224, 0.225};

    /** Names of layers that multiply; the second is what TensorFlow 2.9 made of a division. */
    private static final String RESCALING = "(rescaling|tf\\.math\\.truediv)(_\\d+)?";

    /** Relative: ImageNet's std and its square differ by a factor of four. */
    private static final double NEAR = 0.2;

    /** The smallest standard deviation that Keras divides by. */
    private static final double LEAST = 1e-7;

    private KerasScaling() {}

    /** Size and scaling, R before G before B. */
    static InputSpec spec(Optional<InputSize> size, Scaling scaling, String source) {
        return new InputSpec(
                size,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                scaling,
                ChannelOrder.RGB,
                new InputSpec.Sources(
                        size.isPresent() ? "file" : "architecture", source, InputSpec.ASSUMED));
    }

    /**
     * The scaling of a file without a configuration.
     *
     * @param weights whose stored mean and variance count
     * @param version of Keras that wrote the file, if it is known
     * @param notes gets a sentence for what is assumed
     */
    static InputSpec assumed(KerasWeights weights, Optional<String> version, List<String> notes) {
        Optional<Map<String, RawTensor>> arrays =
                weights.normalization().map(weights.layers()::get);
        Optional<double[]> mean = arrays.flatMap(a -> three(a.get("mean")));
        Optional<double[]> variance = arrays.flatMap(a -> three(a.get("variance")));
        if (mean.isEmpty() || variance.isEmpty()) {
            notes.add(OUTSIDE);
            return spec(Optional.empty(), Scaling.IMAGENET, InputSpec.ASSUMED);
        }
        sayUntrained(mean.get(), variance.get(), notes);
        boolean factor = isFactor(weights, variance.get(), version, notes);
        double[] std = std(variance.get());
        Float[] means = new Float[3];
        Float[] stds = new Float[3];
        for (int c = 0; c < 3; c++) {
            means[c] = (float) mean.get()[c];
            stds[c] = (float) (factor ? std[c] * Math.sqrt(STD[c]) : std[c]);
        }
        Scaling scaling = new Scaling(List.of(means), List.of(stds));
        return spec(Optional.empty(), scaling, "stored mean and variance, the rest assumed");
    }

    private static boolean isFactor(
            KerasWeights weights, double[] variance, Optional<String> version, List<String> notes) {
        String remedy = " scaling=... says otherwise.";
        if (!isNear(variance, 1)) {
            notes.add(
                    "Assumed that values are divided by 255 and then scaled with the mean and"
                            + " variance of the file, and by nothing else;"
                            + remedy);
            return false;
        }
        Optional<Boolean> listed = listed(weights, notes);
        boolean old = version.map(KerasScaling::isOld).orElse(false);
        boolean factor = listed.orElse(!old);
        String why =
                listed.isPresent()
                        ? "as the layers that the file lists say"
                        : version.map(v -> "as Keras " + v + " does")
                                .orElse("as Keras does since 2.9");
        notes.add(
                "The file stores ImageNet's std in place of its variance. Assumed that "
                        + (factor
                                ? "a second factor 1/sqrt(std) makes up for it, "
                                : "nothing makes up for it, ")
                        + why
                        + ";"
                        + remedy);
        return factor;
    }

    /** Before 2.9 there was no second factor. */
    private static boolean isOld(String version) {
        return version.matches("[01]\\..*|2\\.[0-8](\\D.*)?");
    }

    /**
     * Whether a second scaling layer is among those that the file lists around the normalisation;
     * empty if it lists none.
     */
    private static Optional<Boolean> listed(KerasWeights weights, List<String> notes) {
        String normalization = weights.normalization().orElse("");
        String scope = normalization.substring(0, normalization.lastIndexOf('.') + 1);
        List<String> scalings =
                weights.listed().stream().filter(l -> l.matches("(.*\\.)?" + RESCALING)).toList();
        List<String> around =
                scalings.stream()
                        .filter(l -> l.startsWith(scope) && l.indexOf('.', scope.length()) < 0)
                        .toList();
        List<String> others = new ArrayList<>(scalings);
        others.removeAll(around);
        if (!others.isEmpty()) {
            notes.add(
                    "Left out: scaling in front of the network by layers whose factors weights alone"
                            + " do not tell ("
                            + String.join(", ", others)
                            + "); scaling=... replaces all of it.");
        }
        if (around.isEmpty()) return Optional.empty();
        if (!weights.ordered()) return Optional.of(around.size() > 1);
        List<String> order = weights.listed();
        int at = order.indexOf(normalization);
        return Optional.of(around.stream().anyMatch(l -> order.indexOf(l) > at));
    }

    private static boolean isNear(double[] variance, int power) {
        for (int c = 0; c < 3; c++) {
            double expected = Math.pow(STD[c], power);
            if (Math.abs(variance[c] - expected) > NEAR * expected) return false;
        }
        return true;
    }

    /** Warns of a normalisation that does nothing. */
    static void sayUntrained(double[] mean, double[] variance, List<String> notes) {
        for (int c = 0; c < 3; c++) if (mean[c] != 0 || variance[c] != 1) return;
        notes.add(
                "The normalisation in the file does nothing (mean 0, variance 1): the network was"
                        + " built without ImageNet's weights, or Keras lost them in saving. If answers"
                        + " look wrong, try scaling=imagenet.");
    }

    /** What Keras divides by. */
    static double[] std(double[] variance) {
        double[] std = new double[3];
        for (int c = 0; c < 3; c++) std[c] = Math.max(Math.sqrt(variance[c]), LEAST);
        return std;
    }

    /** Three numbers of an array of three, or of one that stands for all. */
    static Optional<double[]> three(@Nullable RawTensor array) {
        if (array == null) return Optional.empty();
        int count = 1;
        for (int n : array.shape()) count = n > 3 ? 0 : count * n;
        if (count != 1 && count != 3) return Optional.empty();
        float[] values = array.load("three").values();
        double[] three = new double[3];
        for (int c = 0; c < 3; c++) three[c] = values[count == 1 ? 0 : c];
        return Optional.of(three);
    }
}
