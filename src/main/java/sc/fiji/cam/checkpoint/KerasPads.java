package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.ConvLayer;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.Pad;
import sc.fiji.cam.data.Padding;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/** Padding, eps and activations of an EfficientNet, as its Keras configuration states them. */
final class KerasPads {
    /** The layers of stride 2, in order. */
    private static final List<String> STRIDED =
            List.of(
                    "stem_conv",
                    "block2a_dwconv",
                    "block3a_dwconv",
                    "block4a_dwconv",
                    "block6a_dwconv");

    private static final Set<String> SWISH = Set.of("swish", "silu");

    private final String origin;
    private final KerasModel network;

    private KerasPads(String origin, KerasModel network) {
        this.origin = origin;
        this.network = network;
    }

    /**
     * The family.
     *
     * @param size input that the network was built for, if it is stated
     * @throws UnsupportedCheckpoint if the network is none that Keras makes
     */
    static Family family(String origin, KerasModel network, Optional<InputSize> size) {
        KerasPads pads = new KerasPads(origin, network);
        pads.requireSwish();
        return new Family(pads.padding(size), (float) pads.eps());
    }

    private Padding padding(Optional<InputSize> size) {
        List<Optional<List<Pad>>> all = STRIDED.stream().map(this::pads).toList();
        if (all.stream().allMatch(Optional::isEmpty)) return new Padding.Same();
        if (!all.stream().allMatch(Optional::isPresent)) {
            throw other("some of its layers of stride 2 pad by themselves and some do not");
        }
        List<Pad> rows = all.stream().map(p -> p.orElseThrow().get(0)).toList();
        List<Pad> columns = all.stream().map(p -> p.orElseThrow().get(1)).toList();
        List<Padding> named = new ArrayList<>();
        size.filter(s -> s.width() == s.height())
                .ifPresent(s -> named.add(new Padding.Static(s.width())));
        named.add(new Padding.KerasNone());
        return named.stream()
                .filter(p -> is(p, rows) && is(p, columns))
                .findFirst()
                .orElseGet(() -> new Padding.Explicit(rows, columns));
    }

    private static boolean is(Padding padding, List<Pad> pads) {
        List<ConvLayer> strided = Architecture.B0.strided();
        for (int i = 0; i < pads.size(); i++) {
            // Neither of the named ones looks at the size of the layer's input.
            if (!padding.of(i, strided.get(i).kernel(), 0, true).equals(pads.get(i))) return false;
        }
        return true;
    }

    /** What stands in front of a strided layer, rows then columns; empty if it pads by itself. */
    private Optional<List<Pad>> pads(String name) {
        KerasLayer layer =
                network.layer(name).orElseThrow(() -> other("layer " + name + " is missing"));
        if (layer.text("padding").filter("same"::equals).isPresent()) return Optional.empty();
        KerasLayer before =
                network.inputsOf(layer).stream()
                        .findFirst()
                        .flatMap(network::layer)
                        .filter(l -> l.type().equals("ZeroPadding2D"))
                        .orElseThrow(() -> other(layer.described() + " has no padding"));
        return Optional.of(
                before.get("padding")
                        .flatMap(KerasPads::pairs)
                        .orElseThrow(() -> other(before.described() + " states no padding")));
    }

    /** {@code [[top, bottom], [left, right]]}, {@code [rows, columns]} or one number. */
    private static Optional<List<Pad>> pairs(Object value) {
        if (value instanceof Long) return pad(value).map(p -> List.of(p, p));
        if (!(value instanceof Inert.Seq seq) || seq.items.size() != 2) return Optional.empty();
        Optional<Pad> rows = pad(seq.items.get(0));
        Optional<Pad> columns = pad(seq.items.get(1));
        return rows.flatMap(r -> columns.map(c -> List.of(r, c)));
    }

    private static Optional<Pad> pad(Object value) {
        if (value instanceof Inert.Seq seq && seq.items.size() == 2) {
            return width(seq.items.get(0))
                    .flatMap(a -> width(seq.items.get(1)).map(b -> new Pad(a, b)));
        }
        return width(value).map(w -> new Pad(w, w));
    }

    /** No kernel reaches further than this. */
    private static Optional<Integer> width(Object value) {
        boolean sane = value instanceof Long n && n >= 0 && n <= 4;
        return sane ? Optional.of(((Long) value).intValue()) : Optional.empty();
    }

    private double eps() {
        Set<Double> all =
                network.layers().stream()
                        .filter(l -> l.type().equals("BatchNormalization"))
                        .filter(l -> l.name().matches("(stem|block.*|top)_bn"))
                        .map(l -> l.number("epsilon").orElse(KerasHead.EPS))
                        .collect(Collectors.toSet());
        if (all.size() == 1) return all.iterator().next();
        throw other("its batch normalisations have different eps: " + all);
    }

    private void requireSwish() {
        for (KerasLayer layer : network.layers()) {
            if (!layer.name().matches("(stem|block\\d.*|top)_activation")) continue;
            String function = KerasActivation.name(layer);
            if (!SWISH.contains(function)) {
                throw other(layer.described() + " is " + function + ", expected swish");
            }
        }
    }

    private UnsupportedCheckpoint other(String problem) {
        return new UnsupportedCheckpoint(
                origin,
                "holds no ordinary EfficientNet: " + problem,
                "Read are the networks that Keras itself, keras-applications and qubvel's"
                        + " efficientnet build.");
    }
}
