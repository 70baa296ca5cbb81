package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.Activation;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.ConvLayer;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Pad;
import sc.fiji.cam.data.TensorSpec;

/** Padding and eps as the objects of a network's layers have them. */
final class ModuleFamily {
    private static final List<Pad> NO_PADS = List.of(new Pad(0, 0), new Pad(0, 0));

    private final String origin;
    private final Match match;
    private final TorchModule network;

    private ModuleFamily(String origin, Match match, TorchModule network) {
        this.origin = origin;
        this.match = match;
        this.network = network;
    }

    /**
     * Reads them.
     *
     * @param network the object that the match found
     * @throws sc.fiji.cam.data.UnsupportedCheckpoint if layers differ from those of an
     *     EfficientNet, or among each other
     */
    static Family of(String origin, Match match, TorchModule network) {
        ModuleFamily family = new ModuleFamily(origin, match, network);
        family.checkActivations("", network);
        Strides strides = new Strides(match.architecture());
        for (ConvLayer layer : match.architecture().strided()) family.addPads(layer, strides);
        return new Family(
                strides.padding().orElseThrow(() -> family.changed("pads its layers in two ways")),
                family.eps());
    }

    private float eps() {
        Optional<Double> eps = Optional.empty();
        for (TensorSpec spec : match.architecture().tensors()) {
            if (!spec.name().endsWith(".bn.weight")) continue;
            String name = layer(spec.name());
            Optional<Double> here = network.at(name).flatMap(m -> m.number("eps"));
            if (here.isEmpty()) throw changed("has no eps at " + name);
            if (eps.isPresent() && !eps.equals(here)) {
                throw changed("has eps " + eps.get() + ", but " + here.get() + " at " + name);
            }
            eps = here;
        }
        return eps.orElseThrow().floatValue();
    }

    /** The name of a layer in the file, by a canonical tensor. */
    private String layer(String tensor) {
        String name = match.names().get(tensor);
        return name.substring(0, name.lastIndexOf('.'));
    }

    private void addPads(ConvLayer layer, Strides strides) {
        String name = layer(layer.name() + ".conv.weight");
        TorchModule conv = network.at(name).orElseThrow(() -> changed("lacks " + name));
        List<Long> stride = numbers(conv.settings().get("stride"));
        if (!stride.stream().allMatch(s -> s == 2) || stride.isEmpty()) {
            throw changed("has stride " + stride + " at " + name + ", expected 2");
        }
        if (conv.kind().matches("Conv2dSame|Conv2dDynamicSamePadding")) {
            strides.addSame();
            return;
        }
        List<Pad> before = zeros(name, conv);
        List<Long> own = numbers(conv.settings().get("padding"));
        boolean valid = "valid".equals(conv.settings().get("padding"));
        if (!valid && own.size() != 2) throw changed("has a padding of another kind at " + name);
        long vertical = valid ? 0 : own.get(0);
        long horizontal = valid ? 0 : own.get(1);
        strides.add(more(before.get(0), vertical), more(before.get(1), horizontal));
    }

    private static Pad more(Pad pad, long both) {
        return new Pad(pad.before() + (int) both, pad.after() + (int) both);
    }

    /** What a layer of its own adds in front: a part of the convolution, or one beside it. */
    private List<Pad> zeros(String name, TorchModule conv) {
        String parent = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
        List<TorchModule> near = new ArrayList<>(conv.parts().values());
        network.at(parent).ifPresent(p -> near.addAll(p.parts().values()));
        for (TorchModule module : near) {
            if (!module.kind().equals("ZeroPad2d")) continue;
            List<Long> pads = numbers(module.settings().get("padding"));
            if (pads.size() != 4) throw changed("has a padding of another kind at " + name);
            int[] p = pads.stream().mapToInt(Long::intValue).toArray();
            return List.of(new Pad(p[2], p[3]), new Pad(p[0], p[1]));
        }
        return NO_PADS;
    }

    private static List<Long> numbers(@Nullable Object value) {
        if (value instanceof Long number) return List.of(number, number);
        if (!(value instanceof Inert.Seq seq)) return List.of();
        if (!seq.items.stream().allMatch(v -> v instanceof Long n && n >= 0 && n < 100)) {
            return List.of();
        }
        return seq.items.stream().map(Long.class::cast).toList();
    }

    /** The functions in front of the head must be SiLU, and sigmoid as a gate. */
    private void checkActivations(String name, TorchModule module) {
        ModuleActivations.of(module)
                .map(layer -> layer.function())
                .filter(f -> f != Activation.SILU && f != Activation.SIGMOID)
                .ifPresent(
                        f -> {
                            throw changed("has the function " + module.type() + " at " + name);
                        });
        module.parts()
                .forEach(
                        (part, inner) -> {
                            String full = name.isEmpty() ? part : name + "." + part;
                            boolean head = ModuleHead.parts(match.dialect()).contains(full);
                            if (!head) checkActivations(full, inner);
                        });
    }

    private CamException changed(String problem) {
        return Formats.changed(origin, "it " + problem);
    }
}
