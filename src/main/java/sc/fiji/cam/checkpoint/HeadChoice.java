package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.UnsupportedCheckpoint;
import sc.fiji.cam.data.WeightMismatch;

/** Decides which layers of a file are its head, by what fits; says what is left out. */
final class HeadChoice {
    /** What people add to a network whose classifier has another name: nothing ever runs it. */
    private static final String DEAD = "(fc|_fc|head|heads|last_linear)(\\..*)?";

    /** Outputs of a classifier that came with the network. */
    private static final int IMAGENET = 1000;

    private final String origin;
    private final Match match;
    private final HeadTensors tensors;
    private final List<String> notes;

    private HeadChoice(String origin, Match match, HeadTensors tensors, List<String> notes) {
        this.origin = origin;
        this.match = match;
        this.tensors = tensors;
        this.notes = notes;
    }

    /**
     * The layers that are used, in order.
     *
     * @param own of the network's own classifier
     * @param behind the user's, behind those or directly behind the pooling
     */
    record Layers(List<HeadPart> own, List<HeadPart> behind) {
        /** All of them. */
        List<HeadPart> all() {
            return Stream.concat(own.stream(), behind.stream()).toList();
        }
    }

    /**
     * Chooses.
     *
     * @throws CamException if no layer, or a layer of an unknown kind, or more than one chain of
     *     layers is there; the message names their tensors
     */
    static Layers of(String origin, Match match, HeadTensors tensors, List<String> notes) {
        return new HeadChoice(origin, match, tensors, notes).choose();
    }

    private Layers choose() {
        List<HeadPart> more = joined(tensors.siblings(), tensors.outside());
        requireKnown(tensors.own());
        int channels = match.architecture().features();
        if (tensors.own().stream().noneMatch(HeadPart::isLinear)) {
            List<HeadPart> all = joined(tensors.own(), more);
            requireKnown(all);
            if (all.stream().noneMatch(HeadPart::isLinear)) throw embedding();
            return new Layers(List.of(), ordered(all, channels));
        }
        List<HeadPart> own = ordered(tensors.own(), channels);
        if (more.isEmpty()) return new Layers(own, more);
        Optional<Layers> all = behind(own, more);
        if (all.isPresent()) return all.get();
        List<HeadPart> dead = tensors.siblings().stream().filter(this::isDead).toList();
        more = more.stream().filter(p -> !dead.contains(p)).toList();
        requireKnown(more);
        if (more.isEmpty()) {
            unused(dead);
            return new Layers(own, more);
        }
        Optional<Layers> rest = behind(own, more).or(() -> instead(own, channels));
        if (rest.isEmpty()) throw branches(joined(own, joined(dead, without(dead))));
        unused(dead);
        return rest.get();
    }

    private List<HeadPart> without(List<HeadPart> dead) {
        List<HeadPart> more = new ArrayList<>(joined(tensors.siblings(), tensors.outside()));
        more.removeAll(dead);
        return more;
    }

    private boolean isDead(HeadPart part) {
        String prefix = match.prefix();
        return part.name().startsWith(prefix)
                && part.name().substring(prefix.length()).matches(DEAD);
    }

    /** The user's layers behind those of the network, if they fit there. */
    private Optional<Layers> behind(List<HeadPart> own, List<HeadPart> more) {
        if (!more.stream().allMatch(HeadChoice::isKnown)) return Optional.empty();
        int width = own.get(own.size() - 1).outputs();
        Optional<List<HeadPart>> behind = HeadOrder.of(more, width);
        behind.ifPresent(
                b -> notes.add("Read as layers behind the classifier: " + HeadPart.names(b) + "."));
        return behind.map(b -> new Layers(own, b));
    }

    /** The user's layers instead of the classifier that came with the network. */
    private Optional<Layers> instead(List<HeadPart> own, int channels) {
        boolean came = own.size() == 1 && own.get(0).outputs() == IMAGENET;
        if (!came || tensors.outside().isEmpty()) return Optional.empty();
        if (!tensors.siblings().stream().allMatch(this::isDead)) return Optional.empty();
        Optional<List<HeadPart>> head = HeadOrder.of(tensors.outside(), channels);
        head.ifPresent(h -> unused(own));
        return head.map(h -> new Layers(List.of(), h));
    }

    private void unused(List<HeadPart> dead) {
        if (dead.isEmpty()) return;
        notes.add("Not used by the network and ignored: " + HeadPart.tensors(dead) + ".");
    }

    private List<HeadPart> ordered(List<HeadPart> parts, int width) {
        List<HeadPart> order = HeadOrder.of(parts, width).orElseThrow(() -> unfit(parts, width));
        if (!order.equals(parts)) {
            notes.add(
                    "The layers of the head are taken in the order that fits: "
                            + HeadPart.names(order)
                            + ".");
        }
        return order;
    }

    private static boolean isKnown(HeadPart part) {
        return part.isLinear() || part.isNorm();
    }

    private void requireKnown(List<HeadPart> parts) {
        List<HeadPart> others = parts.stream().filter(p -> !isKnown(p)).toList();
        if (others.isEmpty()) return;
        throw new UnsupportedCheckpoint(
                origin,
                "has layers behind or beside the EfficientNet that are not read ("
                        + HeadPart.tensors(others)
                        + "), the first seems to be "
                        + others.get(0).guess(),
                "Read are Linear, BatchNorm1d, dropout, and activations without weights.");
    }

    private CamException embedding() {
        return new UnsupportedCheckpoint(
                origin,
                "holds an EfficientNet without classifier (an embedding)",
                "Save the model with its last linear layer.");
    }

    private CamException branches(List<HeadPart> parts) {
        return new UnsupportedCheckpoint(
                origin,
                "its layers behind the features are no single chain ("
                        + HeadPart.tensors(parts)
                        + ")",
                "A network of several branches is not read: save the one with the classifier that"
                        + " shall be explained.");
    }

    /** Why layers do not follow on one another: one takes what none gives, or there is a choice. */
    private CamException unfit(List<HeadPart> parts, int width) {
        int before = width;
        for (HeadPart part : parts) {
            boolean fed =
                    part.inputs() == width
                            || parts.stream()
                                    .filter(HeadPart::isLinear)
                                    .anyMatch(p -> p != part && p.outputs() == part.inputs());
            if (!fed) return misfit(part, before);
            before = part.outputs();
        }
        return branches(parts);
    }

    private WeightMismatch misfit(HeadPart part, int width) {
        RawTensor tensor = part.leaves().get(part.isLinear() ? "weight" : "running_mean");
        String expected =
                part.isLinear() ? "[" + part.outputs() + ", " + width + "]" : "[" + width + "]";
        String twice =
                part.inputs() == 2 * width
                        ? " (twice as many: two poolings side by side are not read)"
                        : "";
        String found = tensor.toString().replace(" [", " is [");
        return Network.mismatch(
                origin, match, "tensor " + found + ", expected " + expected + twice);
    }

    private static List<HeadPart> joined(List<HeadPart> a, List<HeadPart> b) {
        return Stream.concat(a.stream(), b.stream()).toList();
    }
}
