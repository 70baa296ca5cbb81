package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sc.fiji.cam.data.Activation;
import sc.fiji.cam.data.ActivationLayer;
import sc.fiji.cam.data.Output;
import sc.fiji.cam.data.Pooling;

/**
 * Makes a plan of layers whose functions the file does not name. Between two linear layers one
 * function is assumed where the first number is missing; where layers have names instead, behind
 * the normalisation that follows the linear layer. In front of the first linear layer and behind
 * the last a missing number is dropout.
 */
final class HeadSteps {
    private final List<HeadPart> parts;

    /** Parts of the network's own classifier. */
    private final int own;

    /** The network's name in the file, without dot. */
    private final String network;

    /** Whether Keras made it, and not PyTorch. */
    private final boolean keras;

    private final List<String> notes;

    /** Part behind which a function is assumed, to whether names suggest that there is one. */
    private final Map<Integer, Boolean> places = new TreeMap<>();

    private HeadSteps(HeadChoice.Layers layers, Match match, List<String> notes) {
        this.parts = layers.all();
        this.own = layers.own().size();
        this.network = match.prefix().replaceFirst("\\.$", "");
        this.keras = match.dialect() == Dialects.KERAS;
        this.notes = notes;
    }

    /**
     * Makes the plan.
     *
     * @param match the network
     * @param activation the function; empty: ReLU
     * @param pooling what is known of it; empty: average
     * @param notes gets a sentence for everything that is assumed
     */
    static HeadPlan plan(
            HeadChoice.Layers layers,
            Match match,
            Optional<Activation> activation,
            Optional<Pooling> pooling,
            List<String> notes) {
        HeadSteps steps = new HeadSteps(layers, match, notes);
        steps.findPlaces();
        Map<Integer, Activation> functions = steps.functions(activation);
        if (pooling.isEmpty()) steps.sayPooling();
        steps.sayTheRest();
        List<HeadPlan.Step> list = new ArrayList<>();
        for (int i = 0; i < steps.parts.size(); i++) {
            list.add(steps.parts.get(i).step(steps.eps()));
            Activation function = functions.getOrDefault(i, Activation.NONE);
            if (function != Activation.NONE) {
                list.add(new HeadPlan.Activate(new ActivationLayer(function)));
            }
        }
        return new HeadPlan(pooling.orElse(Pooling.AVERAGE), list, Output.SOFTMAX);
    }

    private void findPlaces() {
        int linear = -1;
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).isLinear()) continue;
            if (linear >= 0) findPlace(linear, i);
            linear = i;
        }
    }

    private void findPlace(int from, int to) {
        int unknown = -1;
        for (int i = from; i < to; i++) {
            Between between = between(i);
            if (between == Between.SOMETHING) {
                places.put(i, true);
                return;
            }
            if (between == Between.UNKNOWN && i + 1 != own) unknown = i;
        }
        places.put(unknown >= 0 ? unknown : to - 1, unknown >= 0);
    }

    /** What stands behind a part; behind the network's own classifier, behind the network. */
    private Between between(int i) {
        String before = i + 1 == own ? network : parts.get(i).name();
        return Between.of(before, parts.get(i + 1).name());
    }

    private Map<Integer, Activation> functions(Optional<Activation> activation) {
        boolean certain = places.containsValue(true);
        Map<Integer, Activation> functions = new TreeMap<>();
        places.forEach(
                (place, likely) -> {
                    boolean asked = likely || !certain;
                    Activation otherwise = likely ? Activation.RELU : Activation.NONE;
                    functions.put(place, asked ? activation.orElse(otherwise) : otherwise);
                });
        if (activation.isPresent() && places.isEmpty()) {
            notes.add(
                    "activation="
                            + activation.get().id()
                            + " is not used: the head has one linear layer.");
        }
        if (activation.isEmpty() && certain) {
            notes.add(
                    "The file cannot tell the function behind "
                            + names(true)
                            + ": relu is assumed; activation=NAME names another, activation=none"
                            + " says that there is none.");
        }
        if (places.containsValue(false) && (certain || activation.isEmpty())) {
            String remedy = certain ? "." : "; activation=NAME says otherwise.";
            notes.add("No function is assumed behind " + names(false) + remedy);
        }
        return functions;
    }

    private String names(boolean likely) {
        return places.entrySet().stream()
                .filter(e -> e.getValue() == likely)
                .map(e -> parts.get(e.getKey()).name())
                .collect(Collectors.joining(", "));
    }

    /** A network's own classifier stands behind average pooling. */
    private void sayPooling() {
        if (own > 0) return;
        notes.add(
                "Average pooling is assumed between the features and "
                        + parts.get(0).name()
                        + "; pooling=max says otherwise.");
    }

    private void sayTheRest() {
        List<HeadPart> unbiased =
                parts.stream()
                        .filter(HeadPart::isLinear)
                        .filter(p -> !p.leaves().containsKey("bias"))
                        .toList();
        if (!unbiased.isEmpty()) {
            notes.add("The head has no bias at " + HeadPart.names(unbiased) + ": taken as 0.");
        }
        if (parts.stream().anyMatch(HeadPart::isNorm)) {
            notes.add(
                    "The head's batch normalisation is computed with "
                            + (keras ? "Keras's" : "PyTorch's")
                            + " usual eps, "
                            + eps()
                            + ".");
        }
    }

    private double eps() {
        return keras ? KerasHead.EPS : HeadPart.TORCH_EPS;
    }
}
