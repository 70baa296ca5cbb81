package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sc.fiji.cam.data.Activation;
import sc.fiji.cam.data.ActivationLayer;
import sc.fiji.cam.data.Output;
import sc.fiji.cam.data.Pooling;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/** The layers behind the features, as a Keras configuration states them. */
final class KerasHead {
    /** Eps of a batch normalisation that was made without naming one, in Keras. */
    static final double EPS = 1e-3;

    private static final String SOFTMAX = "softmax";

    /** What does nothing outside training, or to a vector. */
    private static final Set<String> IDLE =
            Set.of(
                    "Dropout",
                    "FixedDropout",
                    "AlphaDropout",
                    "GaussianDropout",
                    "GaussianNoise",
                    "SpatialDropout2D",
                    "ActivityRegularization",
                    "InputLayer");

    private final String origin;
    private final KerasWeights weights;
    private final List<HeadPlan.Step> steps = new ArrayList<>();
    private Optional<Pooling> pooling = Optional.empty();

    /** The activation met last, which is the output's if nothing follows. */
    private Optional<KerasLayer> open = Optional.empty();

    private KerasHead(String origin, KerasWeights weights) {
        this.origin = origin;
        this.weights = weights;
    }

    /**
     * Makes the plan.
     *
     * @param behind the layers behind the features, in order
     * @param notes gets a sentence for what is assumed
     * @throws UnsupportedCheckpoint if one is not read, or pooling or classifier are missing
     */
    static HeadPlan plan(
            String origin, List<KerasLayer> behind, KerasWeights weights, List<String> notes) {
        KerasHead head = new KerasHead(origin, weights);
        behind.forEach(head::add);
        if (head.steps.stream().noneMatch(HeadPlan.Linear.class::isInstance)) {
            throw new UnsupportedCheckpoint(
                    origin,
                    "holds an EfficientNet without classifier (an embedding)",
                    "Save the model with its last Dense layer.");
        }
        Output output = head.output(notes);
        return new HeadPlan(head.pooling.orElse(Pooling.AVERAGE), head.steps, output);
    }

    private void add(KerasLayer layer) {
        switch (layer.type()) {
            case "GlobalAveragePooling2D" -> pool(layer, Pooling.AVERAGE);
            case "GlobalMaxPooling2D" -> pool(layer, Pooling.MAX);
            case "Dense" -> dense(layer);
            case "BatchNormalization" -> norm(layer);
            case "Activation", "ReLU", "LeakyReLU", "ELU", "Softmax" -> activate(layer);
            case "Flatten" -> requirePooled(layer);
            default -> {
                if (!IDLE.contains(layer.type())) throw unread(layer);
                layer.number("rate")
                        .ifPresent(r -> steps.add(new HeadPlan.Idle(layer.type() + " " + r)));
            }
        }
    }

    private void pool(KerasLayer layer, Pooling kind) {
        // A mean of normalised channels is the normalised mean; a maximum is not.
        if (pooling.isPresent()
                || kind == Pooling.MAX && !steps.stream().allMatch(KerasHead::isIdle)) {
            throw unread(layer);
        }
        pooling = Optional.of(kind);
    }

    private static boolean isIdle(HeadPlan.Step step) {
        return step instanceof HeadPlan.Idle;
    }

    private void dense(KerasLayer layer) {
        requirePooled(layer);
        close();
        Map<String, RawTensor> arrays = weights.of(layer);
        steps.add(new HeadPlan.Linear(array(layer, arrays, "weight"), optional(arrays, "bias")));
        open = Optional.of(layer);
    }

    private void norm(KerasLayer layer) {
        close();
        Map<String, RawTensor> arrays = weights.of(layer);
        steps.add(
                new HeadPlan.Norm(
                        optional(arrays, "weight"),
                        optional(arrays, "bias"),
                        array(layer, arrays, "running_mean"),
                        array(layer, arrays, "running_var"),
                        layer.number("epsilon").orElse(EPS)));
    }

    private void activate(KerasLayer layer) {
        requirePooled(layer);
        close();
        open = Optional.of(layer);
    }

    /** Takes the last activation as one between layers. */
    private void close() {
        if (open.isEmpty()) return;
        KerasLayer layer = open.get();
        ActivationLayer function =
                KerasActivation.of(layer).orElseThrow(() -> unreadFunction(layer));
        open = Optional.empty();
        if (function.function() != Activation.NONE) steps.add(new HeadPlan.Activate(function));
    }

    private Output output(List<String> notes) {
        if (open.isEmpty()) return Output.SOFTMAX;
        KerasLayer last = open.get();
        String function = last.type().equals("Softmax") ? SOFTMAX : KerasActivation.name(last);
        switch (function) {
            case SOFTMAX:
                return Output.SOFTMAX;
            case "sigmoid":
                return Output.SIGMOID;
            case "linear":
                notes.add(
                        "The model ends with logits: probabilities are those of classes that exclude"
                                + " each other (softmax; of one output, sigmoid).");
                return Output.SOFTMAX;
            default:
                throw unreadFunction(last);
        }
    }

    private void requirePooled(KerasLayer layer) {
        if (pooling.isEmpty()) throw unread(layer);
    }

    private RawTensor array(KerasLayer layer, Map<String, RawTensor> arrays, String leaf) {
        RawTensor tensor = arrays.get(leaf);
        if (tensor != null) return tensor;
        throw new UnsupportedCheckpoint(
                origin,
                "the arrays of " + layer.described() + " are not in the file",
                "Save the whole model again: model.save(\"model.keras\").");
    }

    private static Optional<RawTensor> optional(Map<String, RawTensor> arrays, String leaf) {
        return Optional.ofNullable(arrays.get(leaf));
    }

    private UnsupportedCheckpoint unreadFunction(KerasLayer layer) {
        String where =
                KerasActivation.name(layer).equals(SOFTMAX)
                        ? " in front of further layers"
                        : " at this place";
        return new UnsupportedCheckpoint(
                origin,
                layer.described()
                        + " has the activation "
                        + KerasActivation.name(layer)
                        + where
                        + ", which is not read",
                "Read are functions of single numbers between layers, and softmax, sigmoid or none"
                        + " at the end.");
    }

    private UnsupportedCheckpoint unread(KerasLayer layer) {
        String code = layer.type().equals("Lambda") ? " (Python code, which is never run)" : "";
        return new UnsupportedCheckpoint(
                origin,
                layer.described() + " behind the features is not read" + code,
                "Read are one global pooling, average or max, and behind it Dense,"
                        + " BatchNormalization, Dropout and activations.");
    }
}
