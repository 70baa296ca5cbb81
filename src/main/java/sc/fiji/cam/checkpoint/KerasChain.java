package sc.fiji.cam.checkpoint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/**
 * The layers in front of and behind an EfficientNet, in the order of a picture's way through them;
 * models in models are opened up.
 */
final class KerasChain {
    /** The first convolution, and the activation whose outputs are the features. */
    private static final String STEM = "stem_conv";

    private static final String FEATURES = "top_activation";

    /** What an EfficientNet has and its relatives do not. */
    private static final List<String> MARKS =
            List.of(STEM, "block1a_dwconv", "block1a_se_reduce", "block7a_project_conv", FEATURES);

    private final String origin;
    private final KerasModel network;
    private final Deque<KerasLayer> before = new ArrayDeque<>();
    private final Deque<KerasLayer> behind = new ArrayDeque<>();
    private boolean inFront;

    private KerasChain(String origin, KerasModel network) {
        this.origin = origin;
        this.network = network;
    }

    /**
     * Follows a picture through a model.
     *
     * @return empty if no EfficientNet is inside
     * @throws UnsupportedCheckpoint if the way to or from it parts
     */
    static Optional<KerasChain> of(String origin, KerasModel model) {
        Optional<KerasModel> network = network(model);
        if (network.isEmpty()) return Optional.empty();
        KerasChain chain = new KerasChain(origin, network.get());
        chain.follow(model);
        return chain.inFront ? Optional.of(chain) : Optional.empty();
    }

    /** The innermost model with an EfficientNet's layers. */
    private static Optional<KerasModel> network(KerasModel model) {
        if (MARKS.stream().allMatch(m -> model.layer(m).isPresent())) return Optional.of(model);
        return model.layers().stream()
                .flatMap(l -> l.inner().stream())
                .flatMap(m -> network(m).stream())
                .findFirst();
    }

    /** The model whose layers are the EfficientNet's. */
    KerasModel network() {
        return network;
    }

    /** From the input to the first convolution, which is left out. */
    List<KerasLayer> before() {
        return List.copyOf(before);
    }

    /** What follows the features. */
    List<KerasLayer> behind() {
        return List.copyOf(behind);
    }

    /** Goes from a model's output back to its input. */
    private void follow(KerasModel model) {
        Set<String> seen = new HashSet<>();
        Optional<KerasLayer> next = only(model, model.outputs(), "the model's output");
        while (next.isPresent()) {
            KerasLayer layer = next.get();
            if (!seen.add(layer.name())) throw parted(layer.described() + " is called in a circle");
            if (model == network && layer.name().equals(FEATURES)) {
                inFront = true;
                layer = model.layer(STEM).orElseThrow();
            } else if (layer.inner().isPresent()) {
                follow(layer.inner().get());
            } else {
                (inFront ? before : behind).addFirst(layer);
            }
            if (layer.calls().size() > 1 && !layer.type().equals("InputLayer")) {
                throw parted(layer.described() + " is called more than once");
            }
            next = only(model, model.inputsOf(layer), layer.described());
        }
    }

    private Optional<KerasLayer> only(KerasModel model, List<String> names, String where) {
        if (names.size() > 1) {
            throw parted(where + " takes the outputs of several: " + String.join(", ", names));
        }
        return names.stream().findFirst().flatMap(model::layer);
    }

    private UnsupportedCheckpoint parted(String problem) {
        return new UnsupportedCheckpoint(
                origin,
                "its layers around the EfficientNet are no single chain (" + problem + ")",
                "Read are models with one input and one output, without branches beside the"
                        + " EfficientNet.");
    }
}
