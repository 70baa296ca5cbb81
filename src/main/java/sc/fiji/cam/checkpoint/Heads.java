package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.Output;
import sc.fiji.cam.data.Pooling;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/** Finds the layer behind the pooling: one linear layer with at least two outputs. */
final class Heads {
    private static final String DEAD = "fc.";
    private static final String TRAINING =
            "(?i)(.*\\.)?(criterion|loss|loss_fn|loss_function|.*metrics?|n_averaged|.*accuracy)"
                    + "(\\..*)?";

    private Heads() {}

    /**
     * The head that the container states, else the one that names suggest.
     *
     * @param notes gets a sentence for every tensor that is left unused
     * @throws sc.fiji.cam.data.CamException if it is missing, or of another kind
     */
    static Head read(String origin, Match match, Stated stated, List<String> notes) {
        HeadPlan plan = stated.head().orElseGet(() -> infer(origin, match, notes));
        return HeadBuilder.build(origin, plan, match.architecture().features());
    }

    /** What the names of the tensors behind the features suggest. */
    static HeadPlan infer(String origin, Match match, List<String> notes) {
        Map<String, RawTensor> layers = candidates(origin, match, notes);
        RawTensor weight = linear(origin, layers);
        int channels = match.architecture().features();
        int[] shape = weight.shape();
        if (shape[1] != channels) {
            throw Network.mismatch(
                    origin,
                    match,
                    "tensor "
                            + weight.name()
                            + " is "
                            + Arrays.toString(shape)
                            + ", expected ["
                            + shape[0]
                            + ", "
                            + channels
                            + "]");
        }
        Optional<RawTensor> bias = bias(origin, match, layers, shape[0], notes);
        List<HeadPlan.Step> steps = List.of(new HeadPlan.Linear(weight, bias));
        return new HeadPlan(Pooling.AVERAGE, steps, Output.SOFTMAX);
    }

    private static Optional<RawTensor> bias(
            String origin,
            Match match,
            Map<String, RawTensor> layers,
            int classes,
            List<String> notes) {
        for (RawTensor tensor : layers.values()) {
            if (!tensor.name().endsWith("bias")) continue;
            if (tensor.hasShape(classes)) return Optional.of(tensor);
            String found = tensor.toString().replace(" ", " is ");
            throw Network.mismatch(
                    origin, match, "tensor " + found + ", expected [" + classes + "]");
        }
        notes.add("The head has no bias: taken as 0.");
        return Optional.empty();
    }

    /** The one matrix among the layers; anything more is another kind of head. */
    private static RawTensor linear(String origin, Map<String, RawTensor> layers) {
        List<RawTensor> matrices =
                layers.values().stream().filter(t -> t.shape().length == 2).toList();
        if (matrices.isEmpty()) {
            throw new UnsupportedCheckpoint(
                    origin,
                    "holds an EfficientNet without classifier (an embedding)",
                    "Save the model with its last linear layer.");
        }
        boolean normalises =
                layers.values().stream()
                        .anyMatch(t -> t.name().endsWith("running_mean") || isScale(t));
        if (matrices.size() == 1 && !normalises && layers.size() <= 2) return matrices.get(0);
        String what =
                matrices.size() > 1 ? matrices.size() + " linear layers" : "batch normalisation";
        throw new UnsupportedCheckpoint(
                origin,
                "its head has " + what + " (" + names(layers) + "), expected one linear layer",
                "Heads of several layers come in a later version.");
    }

    private static boolean isScale(RawTensor tensor) {
        return tensor.name().endsWith("weight") && tensor.shape().length == 1;
    }

    private static String names(Map<String, RawTensor> layers) {
        List<String> names = layers.values().stream().map(RawTensor::toString).toList();
        int shown = Math.min(8, names.size());
        return String.join(", ", names.subList(0, shown)) + (shown < names.size() ? ", ..." : "");
    }

    /** The tensors that may be the head; everything else is accounted for. */
    private static Map<String, RawTensor> candidates(
            String origin, Match match, List<String> notes) {
        Map<String, RawTensor> inside = new LinkedHashMap<>();
        Map<String, RawTensor> others = new LinkedHashMap<>();
        match.rest()
                .forEach(
                        (name, tensor) -> {
                            boolean head = name.startsWith(match.dialect().classifier() + ".");
                            (head ? inside : others).put(name, tensor);
                        });
        List<String> dead = new ArrayList<>();
        Map<String, RawTensor> beside = beside(match, notes);
        for (Map.Entry<String, RawTensor> other : others.entrySet()) {
            if (other.getKey().matches(TRAINING)) {
                dead.add(other.getValue().name());
            } else if (other.getKey().startsWith(DEAD) && !inside.isEmpty()) {
                dead.add(other.getValue().name());
            } else if (other.getKey().startsWith(DEAD)) {
                beside.put(other.getKey(), other.getValue());
            } else {
                throw Network.mismatch(
                        origin, match, "tensor " + other.getValue() + " is surplus, not expected");
            }
        }
        if (!dead.isEmpty()) {
            notes.add("Not used by the network and ignored: " + String.join(", ", dead) + ".");
        }
        if (inside.isEmpty()) return beside;
        if (beside.isEmpty()) return inside;
        throw new UnsupportedCheckpoint(
                origin,
                "has layers beside the EfficientNet (" + names(beside) + ")",
                "Models with layers of their own come in a later version; an EfficientNet with one"
                        + " linear layer is read.");
    }

    /** Tensors outside the network's prefix: copies and training aids are left out and said. */
    private static Map<String, RawTensor> beside(Match match, List<String> notes) {
        Map<String, RawTensor> beside = new LinkedHashMap<>();
        List<String> copies =
                Dialects.LIST.stream()
                        .flatMap(d -> Match.prefixes(d, match.outside()).stream())
                        .toList();
        int aids = 0;
        for (Map.Entry<String, RawTensor> entry : match.outside().entrySet()) {
            String name = entry.getKey();
            if (copies.stream().anyMatch(name::startsWith)) continue;
            if (name.matches(TRAINING)) {
                aids++;
            } else {
                beside.put(name, entry.getValue());
            }
        }
        if (!copies.isEmpty()) {
            notes.add(
                    "The file holds several copies of the network; read was \""
                            + match.prefix()
                            + "\", not \""
                            + String.join("\", \"", copies)
                            + "\".");
        }
        if (aids > 0) notes.add("Ignored: " + aids + " tensors of loss or metrics.");
        return beside;
    }
}
