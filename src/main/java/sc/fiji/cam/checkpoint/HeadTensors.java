package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The layers of a file that may be the head, by where they are.
 *
 * @param own the network's own classifier
 * @param siblings under the network's prefix, beside its classifier
 * @param outside beside the network
 */
record HeadTensors(List<HeadPart> own, List<HeadPart> siblings, List<HeadPart> outside) {
    private static final String TRAINING =
            "(?i)(.*\\.)?(criterion|loss|loss_fn|loss_function|.*metrics?|n_averaged|.*accuracy)"
                    + "(\\..*)?";

    /**
     * Sorts the tensors behind the features; copies of the network and aids of training are left
     * out.
     *
     * @param notes gets a sentence for whatever is left out
     * @throws sc.fiji.cam.data.WeightMismatch if one looks like a part of the network, which has no
     *     place for it
     */
    static HeadTensors of(String origin, Match match, List<String> notes) {
        Map<String, RawTensor> own = new LinkedHashMap<>();
        Map<String, RawTensor> siblings = new LinkedHashMap<>();
        List<String> aids = new ArrayList<>();
        Set<String> trunk =
                match.names().values().stream().map(HeadTensors::first).collect(Collectors.toSet());
        match.rest()
                .forEach(
                        (name, tensor) -> {
                            String full = match.prefix() + name;
                            if (name.startsWith(match.dialect().classifier() + ".")) {
                                own.put(full, tensor);
                            } else if (isTraining(name)) {
                                aids.add(full);
                            } else if (trunk.contains(first(name))) {
                                String surplus = "tensor " + tensor + " is surplus, not expected";
                                throw Network.mismatch(origin, match, surplus);
                            } else {
                                siblings.put(full, tensor);
                            }
                        });
        Map<String, RawTensor> outside = withoutCopies(match);
        for (String name : List.copyOf(outside.keySet())) {
            if (!isTraining(name)) continue;
            aids.add(name);
            outside.remove(name);
        }
        if (!aids.isEmpty()) {
            notes.add(
                    "Ignored: "
                            + aids.size()
                            + " tensors of loss or metrics, the first is "
                            + aids.get(0)
                            + ".");
        }
        return new HeadTensors(HeadPart.of(own), HeadPart.of(siblings), HeadPart.of(outside));
    }

    /** Whether a name is that of a loss or a metric, which only training runs. */
    static boolean isTraining(String name) {
        return name.matches(TRAINING);
    }

    private static String first(String name) {
        return name.split("\\.", 2)[0];
    }

    /** The tensors beside the network, without further networks and the layers beside those. */
    private static Map<String, RawTensor> withoutCopies(Match match) {
        List<String> copies =
                Dialects.LIST.stream()
                        .flatMap(d -> Match.prefixes(d, match.outside()).stream())
                        .toList();
        List<String> others = new ArrayList<>(copies);
        for (String copy : copies) {
            String around = copy.replaceFirst("[^.]*\\.$", "");
            if (!around.isEmpty() && !match.prefix().startsWith(around)) others.add(around);
        }
        Map<String, RawTensor> outside = new LinkedHashMap<>(match.outside());
        outside.keySet().removeIf(name -> others.stream().anyMatch(name::startsWith));
        return outside;
    }
}
