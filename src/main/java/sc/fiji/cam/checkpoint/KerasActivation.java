package sc.fiji.cam.checkpoint;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sc.fiji.cam.data.Activation;
import sc.fiji.cam.data.ActivationLayer;

/** Activation functions as Keras names them. */
final class KerasActivation {
    /** Slope of {@code keras.activations.leaky_relu} below 0. */
    private static final double FUNCTION_SLOPE = 0.2;

    /** Slope of the layer {@code LeakyReLU} below 0. */
    private static final double LAYER_SLOPE = 0.3;

    private static final Map<String, ActivationLayer> FUNCTIONS =
            Map.ofEntries(
                    Map.entry("linear", new ActivationLayer(Activation.NONE)),
                    Map.entry("relu", new ActivationLayer(Activation.RELU)),
                    Map.entry("relu6", new ActivationLayer(Activation.RELU6)),
                    Map.entry(
                            "leaky_relu",
                            new ActivationLayer(Activation.LEAKY_RELU, FUNCTION_SLOPE)),
                    Map.entry("elu", new ActivationLayer(Activation.ELU, 1)),
                    Map.entry("selu", new ActivationLayer(Activation.SELU)),
                    Map.entry("gelu", new ActivationLayer(Activation.GELU)),
                    Map.entry("swish", new ActivationLayer(Activation.SILU)),
                    Map.entry("silu", new ActivationLayer(Activation.SILU)),
                    Map.entry("hard_swish", new ActivationLayer(Activation.HARDSWISH)),
                    Map.entry("hard_silu", new ActivationLayer(Activation.HARDSWISH)),
                    Map.entry("mish", new ActivationLayer(Activation.MISH)),
                    Map.entry("softplus", new ActivationLayer(Activation.SOFTPLUS)),
                    Map.entry("tanh", new ActivationLayer(Activation.TANH)),
                    Map.entry("sigmoid", new ActivationLayer(Activation.SIGMOID)));

    private KerasActivation() {}

    /**
     * The name of a layer's function: {@code linear} if it has none.
     *
     * @param layer an Activation, or a layer with one of its own such as Dense
     */
    static String name(KerasLayer layer) {
        // Older files have a class for it.
        Object value =
                layer.get("activation")
                        .orElse(layer.type().matches("(?i)swish|silu") ? "swish" : "linear");
        return name(value);
    }

    private static String name(Object value) {
        if (value instanceof Inert.Dict dict) {
            Object config = dict.get("config");
            Object named =
                    "function".equals(dict.get("class_name")) ? config : dict.get("class_name");
            return name(String.valueOf(named));
        }
        return String.valueOf(value).replaceFirst("^.*>", "").toLowerCase(Locale.ROOT);
    }

    /**
     * The function of a layer that is one, or has one.
     *
     * @return empty if it is none that is known
     */
    static Optional<ActivationLayer> of(KerasLayer layer) {
        return switch (layer.type()) {
            case "ReLU" -> relu(layer);
            case "LeakyReLU" -> Optional.of(leaky(slope(layer).orElse(LAYER_SLOPE)));
            case "ELU" ->
                    Optional.of(
                            new ActivationLayer(Activation.ELU, layer.number("alpha").orElse(1.0)));
            default -> known(layer);
        };
    }

    private static Optional<ActivationLayer> known(KerasLayer layer) {
        boolean made =
                layer.get("activation").orElse("") instanceof Inert.Dict dict
                        && !"function".equals(dict.get("class_name"));
        return made
                ? of(asLayer((Inert.Dict) layer.get("activation").orElseThrow()))
                : Optional.ofNullable(FUNCTIONS.get(name(layer)));
    }

    /** A layer that is given where a function is expected. */
    private static KerasLayer asLayer(Inert.Dict dict) {
        String type = String.valueOf(dict.get("class_name")).replaceFirst("^.*>", "");
        Inert.Dict config = dict.get("config") instanceof Inert.Dict c ? c : new Inert.Dict();
        return new KerasLayer(type, type, type, config, List.of(), Optional.empty());
    }

    private static Optional<Double> slope(KerasLayer layer) {
        return layer.number("negative_slope").or(() -> layer.number("alpha"));
    }

    private static ActivationLayer leaky(double slope) {
        return new ActivationLayer(Activation.LEAKY_RELU, slope);
    }

    private static Optional<ActivationLayer> relu(KerasLayer layer) {
        double slope = slope(layer).orElse(0.0);
        Optional<Double> most = layer.number("max_value");
        if (layer.number("threshold").orElse(0.0) != 0) return Optional.empty();
        if (most.isEmpty()) {
            return Optional.of(slope == 0 ? new ActivationLayer(Activation.RELU) : leaky(slope));
        }
        boolean six = most.get() == 6 && slope == 0;
        return six ? Optional.of(new ActivationLayer(Activation.RELU6)) : Optional.empty();
    }
}
