package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.TensorSpec;
import sc.fiji.cam.data.UnsupportedCheckpoint;
import sc.fiji.cam.data.WeightMismatch;
import sc.fiji.cam.data.WeightSet;

/**
 * Turns a file's tensors into the canonical ones: every tensor used once, every shape right, every
 * value finite, or an error that names the first that is not.
 */
final class Network {
    /** Below this likeness a file is another network, above it is a damaged one. */
    private static final double SAME = 0.9;

    private Network() {}

    /**
     * Finds the EfficientNet among a file's tensors.
     *
     * @param entry its name in a file that holds several; empty: the only one, or the averaged copy
     * @param notes gets a sentence if there were several
     * @throws CamException if there is none, or not exactly one of the known sizes
     */
    static Match find(
            String origin, Map<String, RawTensor> tensors, String entry, List<String> notes) {
        List<Match> matches = Match.all(tensors);
        Optional<Match> chosen =
                NetworkChoice.of(
                        origin, matches.stream().filter(Network::fits).toList(), entry, notes);
        Match match =
                chosen.or(() -> matches.stream().reduce(Match::better))
                        .orElseThrow(() -> stranger(origin, tensors));
        noteHalfCopies(matches, match, notes);
        if (!fits(match)) {
            boolean onlyHeadIsMissing = lacksHead(match) && match.likeness() > 0.8;
            if (onlyHeadIsMissing) throw featuresOnly(origin, match);
            Optional<String> guess = Strangers.guess(tensors);
            boolean similar = guess.isEmpty() && (match.likeness() > 0.5 || match.isPart());
            boolean whole = matches.stream().anyMatch(m -> m.trunk().size() == m.names().size());
            if (!similar && guess.isEmpty() && whole) throw otherWidths(origin);
            if (!similar) throw stranger(origin, tensors);
        }
        checkShapes(origin, match);
        return match;
    }

    /** An averaged copy would be preferred, so it is said when it cannot be. */
    private static void noteHalfCopies(List<Match> all, Match chosen, List<String> notes) {
        for (Match other : all) {
            if (other == chosen || fits(other) || !StateDicts.isAveraged(other.prefix())) continue;
            notes.add(
                    "The averaged copy (EMA) \""
                            + other.place()
                            + "\" has only "
                            + other.trunk().size()
                            + " of "
                            + other.names().size()
                            + " tensors and was not read.");
        }
    }

    private static boolean fits(Match match) {
        return match.likeness() >= SAME && !lacksHead(match);
    }

    private static boolean lacksHead(Match match) {
        return !match.trunk().containsKey("head.conv.weight");
    }

    private static CamException featuresOnly(String origin, Match match) {
        return new UnsupportedCheckpoint(
                origin,
                "holds only the feature stages of EfficientNet-"
                        + match.architecture()
                        + ": the last convolution "
                        + match.nameInFile("head.conv.weight")
                        + " and what follows are missing",
                "Save the whole classifier (timm: without features_only=True; Keras: with top_conv).");
    }

    private static CamException otherWidths(String origin) {
        return new UnsupportedCheckpoint(
                origin,
                "holds an EfficientNet whose layers have other widths than those of B0 to B7: it"
                        + " was pruned, or is of another kind",
                "Choose another file.");
    }

    private static CamException stranger(String origin, Map<String, RawTensor> tensors) {
        String found =
                Strangers.guess(tensors)
                        .map(s -> "seems to hold " + s)
                        .orElse("holds another network, its first tensor is " + first(tensors));
        return new UnsupportedCheckpoint(
                origin,
                found
                        + ", expected an EfficientNet-B0 to B7 with the names of torchvision, timm,"
                        + " lukemelas, transformers or Keras",
                "Choose another file.");
    }

    private static String first(Map<String, RawTensor> tensors) {
        return tensors.values().stream().findFirst().map(RawTensor::toString).orElse("none");
    }

    private static void checkShapes(String origin, Match match) {
        for (TensorSpec spec : match.architecture().tensors()) {
            RawTensor tensor = match.trunk().get(spec.name());
            String name = match.nameInFile(spec.name());
            if (tensor == null) {
                throw mismatch(
                        origin, match, "tensor " + name + " is missing, expected " + spec.shape());
            }
            if (!tensor.hasShape(spec.sizes())) {
                throw mismatch(
                        origin,
                        match,
                        "tensor "
                                + name
                                + " is "
                                + Arrays.toString(tensor.shape())
                                + ", expected "
                                + spec.shape());
            }
            requireNumbers(origin, name, tensor);
        }
    }

    /** Refuses weights that are whole numbers. */
    static void requireNumbers(String origin, String name, RawTensor tensor) {
        if (tensor.type().isFloat()) return;
        throw new UnsupportedCheckpoint(
                origin,
                "tensor " + name + " has whole numbers (" + tensor.type() + ")",
                "Quantised weights are not read: save the ordinary float model.");
    }

    /** The error for tensors that are not those of the network. */
    static WeightMismatch mismatch(String origin, Match match, String problem) {
        return new WeightMismatch(
                origin,
                problem
                        + " by EfficientNet-"
                        + match.architecture()
                        + " in the names of "
                        + match.dialect().id(),
                "The model was changed, or the file is damaged: save an unchanged EfficientNet-B0"
                        + " to B7.");
    }

    /** Reads the tensors in front of the classifier. */
    static WeightSet load(String origin, Match match) {
        List<Tensor> tensors = new ArrayList<>();
        for (TensorSpec spec : match.architecture().tensors()) {
            RawTensor raw = match.trunk().get(spec.name());
            tensors.add(checked(origin, raw, raw.load(spec.name())));
        }
        return new WeightSet(origin, tensors);
    }

    /** Refuses values that no trained network has. */
    static Tensor checked(String origin, RawTensor raw, Tensor tensor) {
        boolean variance = tensor.name().endsWith("running_var");
        if (!variance && allFinite(tensor.values())) return tensor;
        for (float value : tensor.values()) {
            if (!Float.isFinite(value) || variance && value < 0) {
                throw new BadCheckpoint(
                        origin,
                        "tensor "
                                + raw.name()
                                + " contains "
                                + value
                                + (variance && value < 0 ? " as a variance" : ""),
                        "The training diverged or the file is damaged. Use an earlier checkpoint.");
            }
        }
        return tensor;
    }

    /** Infinity and NaN minus themselves are NaN, all else is 0. Four sums, so that none waits. */
    private static boolean allFinite(float[] v) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i < v.length - 3; i += 4) {
            a += v[i] - v[i];
            b += v[i + 1] - v[i + 1];
            c += v[i + 2] - v[i + 2];
            d += v[i + 3] - v[i + 3];
        }
        for (; i < v.length; i++) a += v[i] - v[i];
        return a + b + c + d == 0;
    }
}
