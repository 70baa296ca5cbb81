package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.InputSpec;
import sc.fiji.cam.data.Scaling;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/** Size and scaling, followed layer by layer from the input of a model to its network. */
final class KerasInput {
    /** What does nothing outside training. */
    private static final Set<String> IDLE =
            Set.of(
                    "InputLayer",
                    "Dropout",
                    "GaussianNoise",
                    "GaussianDropout",
                    "SpatialDropout2D",
                    "RandomFlip",
                    "RandomRotation",
                    "RandomZoom",
                    "RandomTranslation",
                    "RandomContrast",
                    "RandomBrightness",
                    "RandomHeight",
                    "RandomWidth",
                    "RandomShear",
                    "RandomErasing",
                    "RandomHue",
                    "RandomSaturation",
                    "RandomSharpness",
                    "RandomGrayscale",
                    "RandomColorJitter",
                    "RandomColorDegeneration",
                    "RandomGaussianBlur",
                    "RandomPosterization",
                    "AutoContrast",
                    "RandAugment",
                    "AugMix",
                    "MixUp",
                    "CutMix");

    private static final String RESIZING = "Resizing";

    private final String origin;
    private final KerasWeights weights;
    private final List<String> notes;

    /** What the layers so far make of a value v from 0 to 255: {@code factor v + offset}. */
    private final double[] factor = {1, 1, 1};

    private final double[] offset = {0, 0, 0};
    private boolean scaled;

    private KerasInput(String origin, KerasWeights weights, List<String> notes) {
        this.origin = origin;
        this.weights = weights;
        this.notes = notes;
    }

    /**
     * Follows the layers.
     *
     * @param before from the input to the network's first convolution
     * @param notes gets a sentence for what is replaced or looks wrong
     * @throws UnsupportedCheckpoint if one does more than scale
     */
    static InputSpec of(
            String origin, List<KerasLayer> before, KerasWeights weights, List<String> notes) {
        KerasInput input = new KerasInput(origin, weights, notes);
        before.forEach(input::add);
        Optional<InputSize> size = size(before);
        if (!input.scaled) return outside(size, notes);
        return KerasScaling.spec(size, input.scaling(), "file");
    }

    /** A network without scaling layers gets values that were scaled in front of it. */
    private static InputSpec outside(Optional<InputSize> size, List<String> notes) {
        notes.add(KerasScaling.OUTSIDE);
        return KerasScaling.spec(size, Scaling.IMAGENET, InputSpec.ASSUMED);
    }

    private void add(KerasLayer layer) {
        switch (layer.type()) {
            case "Rescaling" -> rescale(layer);
            case "Normalization" -> normalise(layer);
            case "TFOpLambda", "TrueDivide", "Divide", "Multiply", "Subtract", "Add" ->
                    operate(layer);
            case RESIZING ->
                    notes.add(
                            "The file resizes pictures itself ("
                                    + layer.described()
                                    + "); here the options resize and interpolation count.");
            case "ZeroPadding2D" -> {
                if (!layer.name().equals("stem_conv_pad")) throw unread(layer);
            }
            case "Activation" -> {
                if (!KerasActivation.name(layer).equals("linear")) throw unread(layer);
            }
            default -> {
                if (!IDLE.contains(layer.type())) throw unread(layer);
            }
        }
    }

    private void rescale(KerasLayer layer) {
        double[] by = numbers(layer, "scale").orElseThrow(() -> unread(layer));
        double[] plus = numbers(layer, "offset").orElse(new double[3]);
        apply(by, plus);
    }

    private void normalise(KerasLayer layer) {
        Map<String, RawTensor> arrays = weights.of(layer);
        double[] mean =
                KerasScaling.three(arrays.get("mean"))
                        .or(() -> numbers(layer, "mean"))
                        .orElseThrow(() -> unread(layer));
        double[] variance =
                KerasScaling.three(arrays.get("variance"))
                        .or(() -> numbers(layer, "variance"))
                        .orElseThrow(() -> unread(layer));
        KerasScaling.sayUntrained(mean, variance, notes);
        double[] std = KerasScaling.std(variance);
        double[] by = new double[3];
        double[] plus = new double[3];
        for (int c = 0; c < 3; c++) {
            by[c] = layer.is("invert") ? std[c] : 1 / std[c];
            plus[c] = layer.is("invert") ? mean[c] : -mean[c] / std[c];
        }
        apply(by, plus);
    }

    /** Arithmetic with a constant, as {@code x / 255.0} in front of a network leaves it. */
    private void operate(KerasLayer layer) {
        String name = layer.text("function").orElse(layer.type()).toLowerCase(Locale.ROOT);
        String what = name.replaceFirst("^.*\\.", "");
        if (what.equals("cast")) return;
        double[] by = {1, 1, 1};
        double[] plus = {0, 0, 0};
        double[] constant = constant(layer);
        boolean ordered = !what.matches("multiply|add");
        if (ordered && layer.calls().stream().anyMatch(KerasModel::isConstantFirst)) {
            throw unread(layer);
        }
        for (int c = 0; c < 3; c++) {
            switch (what) {
                case "truediv", "divide", "truedivide" -> by[c] = 1 / constant[c];
                case "multiply" -> by[c] = constant[c];
                case "subtract" -> plus[c] = -constant[c];
                case "add" -> plus[c] = constant[c];
                default -> throw unread(layer);
            }
        }
        apply(by, plus);
    }

    private double[] constant(KerasLayer layer) {
        List<Double> numbers = new ArrayList<>();
        layer.calls().forEach(call -> numbers.addAll(KerasModel.constants(call)));
        if (numbers.size() == 1) return filled(numbers.get(0));
        if (numbers.size() != 3) throw unread(layer);
        return numbers.stream().mapToDouble(n -> n).toArray();
    }

    private void apply(double[] by, double[] plus) {
        scaled = true;
        for (int c = 0; c < 3; c++) {
            factor[c] *= by[c];
            offset[c] = offset[c] * by[c] + plus[c];
        }
    }

    private Scaling scaling() {
        Float[] mean = new Float[3];
        Float[] std = new Float[3];
        for (int c = 0; c < 3; c++) {
            std[c] = (float) (1 / (255 * factor[c]));
            // Not -offset: that would make -0 of 0.
            mean[c] = (float) (0 - offset[c] / (255 * factor[c]));
            if (!Float.isFinite(std[c]) || !Float.isFinite(mean[c]) || std[c] == 0) {
                throw new UnsupportedCheckpoint(
                        origin,
                        "its scaling layers make one value of all (factor " + factor[c] + ")",
                        "Option scaling replaces them: name the values that the network gets.");
            }
        }
        return new Scaling(List.of(mean), List.of(std));
    }

    /** One number or three, also where Keras wraps them up. */
    private static Optional<double[]> numbers(KerasLayer layer, String key) {
        return layer.get(key).flatMap(KerasInput::numbers);
    }

    private static Optional<double[]> numbers(Object value) {
        if (value instanceof Number number) return Optional.of(filled(number.doubleValue()));
        if (value instanceof Inert.Dict dict) {
            Object config = dict.get("config");
            Object inner = config instanceof Inert.Dict c ? c.get("value") : config;
            return inner == null ? Optional.empty() : numbers(inner);
        }
        if (!(value instanceof Inert.Seq seq)) return Optional.empty();
        if (seq.items.size() == 1) return numbers(seq.items.get(0));
        boolean three =
                seq.items.size() == 3 && seq.items.stream().allMatch(Number.class::isInstance);
        if (!three) return Optional.empty();
        return Optional.of(
                seq.items.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray());
    }

    private static double[] filled(double value) {
        double[] three = new double[3];
        Arrays.fill(three, value);
        return three;
    }

    /** The size that the layer nearest to the network states. */
    private static Optional<InputSize> size(List<KerasLayer> before) {
        List<KerasLayer> nearest = new ArrayList<>(before);
        Collections.reverse(nearest);
        return nearest.stream().flatMap(l -> size(l).stream()).findFirst();
    }

    private static Optional<InputSize> size(KerasLayer layer) {
        if (layer.type().equals(RESIZING)) {
            Optional<Double> width = layer.number("width");
            return layer.number("height")
                    .flatMap(
                            h ->
                                    width.flatMap(
                                            w -> InputFinder.size(w.longValue(), h.longValue())));
        }
        Object shape = layer.get("batch_shape").or(() -> layer.get("batch_input_shape")).orElse("");
        if (!(shape instanceof Inert.Seq seq) || seq.items.size() != 4) return Optional.empty();
        boolean first = seq.items.get(1).equals(3L) && !seq.items.get(3).equals(3L);
        Object height = seq.items.get(first ? 2 : 1);
        Object width = seq.items.get(first ? 3 : 2);
        return height instanceof Long h && width instanceof Long w
                ? InputFinder.size(w, h)
                : Optional.empty();
    }

    private UnsupportedCheckpoint unread(KerasLayer layer) {
        boolean code = layer.type().equals("Lambda");
        return new UnsupportedCheckpoint(
                origin,
                layer.described()
                        + " in front of the EfficientNet "
                        + (code ? "is Python code, which is never run" : "is not read"),
                "Read are Rescaling, Normalization, arithmetic with a constant (x / 255, but not"
                        + " 255 - x), and augmentation."
                        + " Save the model without this layer, and name the values that the network"
                        + " gets by option scaling.");
    }
}
