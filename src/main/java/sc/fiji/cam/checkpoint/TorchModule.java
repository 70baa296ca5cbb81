package sc.fiji.cam.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/**
 * A module object of torch as its pickle describes it: nothing of it is constructed or run.
 *
 * @param type its class: {@code torch.nn.modules.linear.Linear}
 * @param settings its attributes
 * @param tensors parameters and buffers, not read yet
 * @param parts the modules it has, in the order in which they were defined
 */
record TorchModule(
        String type,
        Inert.Dict settings,
        Map<String, Object> tensors,
        Map<String, TorchModule> parts) {
    private static final int DEEPEST = 64;
    private static final int MOST = 50_000;
    private static final int LONGEST_NAME = 200;

    /** Whether a value is a module. */
    static boolean isModule(Object value) {
        return value instanceof Inert.Made made
                && type(made).isPresent()
                && made.state instanceof Inert.Dict state
                && state.get("_parameters") != null
                && state.get("_modules") != null;
    }

    /**
     * Takes a module apart.
     *
     * @param origin for messages
     * @param value of which {@link #isModule} holds
     * @throws UnsupportedCheckpoint if it is quantised, or nested beyond reason
     */
    static TorchModule of(String origin, Object value) {
        return of(origin, value, 0, new int[1]);
    }

    private static TorchModule of(String origin, Object value, int depth, int[] count) {
        if (depth > DEEPEST || ++count[0] > MOST) {
            throw new UnsupportedCheckpoint(
                    origin,
                    "holds a model object of more than "
                            + DEEPEST
                            + " levels or "
                            + MOST
                            + " parts",
                    "Save the weights: torch.save(model.state_dict(), \"weights.pth\").");
        }
        Inert.Made made = (Inert.Made) value;
        String type = type(made).orElseThrow();
        if (type.contains("quantized")) throw Formats.quantised(origin, "part " + type);
        Inert.Dict state = (Inert.Dict) made.state;
        Map<String, Object> tensors = new LinkedHashMap<>();
        for (String kind : new String[] {"_parameters", "_buffers"}) {
            entries(state.get(kind))
                    .forEach(
                            (name, tensor) -> {
                                if (TorchTensors.isTensor(tensor)) tensors.put(name, tensor);
                            });
        }
        Map<String, TorchModule> parts = new LinkedHashMap<>();
        entries(state.get("_modules"))
                .forEach(
                        (name, part) -> {
                            if (!isModule(part)) return;
                            parts.put(name, of(origin, part, depth + 1, count));
                        });
        return new TorchModule(type, state, tensors, parts);
    }

    /** Files of the old kind refer to a class together with its source, which is not read. */
    private static Optional<String> type(Inert.Made made) {
        Object type = made.callable;
        if (type instanceof Inert.Reference reference
                && reference.id() instanceof Inert.Seq id
                && id.items.size() > 1
                && "module".equals(id.items.get(0))) {
            type = id.items.get(1);
        }
        return type instanceof Inert.Global ? Optional.of(type.toString()) : Optional.empty();
    }

    private static Map<String, Object> entries(@Nullable Object value) {
        Map<String, Object> named = new LinkedHashMap<>();
        Object inner = value instanceof Inert.Made made ? made.entries : value;
        if (inner instanceof Inert.Dict dict) {
            dict.entries.forEach(
                    (key, v) -> {
                        boolean sane = key instanceof String s && s.length() <= LONGEST_NAME;
                        if (sane) named.put((String) key, v);
                    });
        }
        return named;
    }

    /** The class without its package: {@code Linear}. */
    String kind() {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    /** All tensors by their names in a state dict, as torch would give it. */
    Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        collect("", all);
        return all;
    }

    private void collect(String prefix, Map<String, Object> all) {
        tensors.forEach((name, tensor) -> all.put(prefix + name, tensor));
        parts.forEach((name, part) -> part.collect(prefix + name + ".", all));
    }

    /** The part of a dotted name; the module itself for an empty one. */
    Optional<TorchModule> at(String name) {
        TorchModule module = this;
        if (name.isEmpty()) return Optional.of(module);
        for (String word : name.split("\\.", DEEPEST + 1)) {
            module = module.parts.get(word);
            if (module == null) return Optional.empty();
        }
        return Optional.of(module);
    }

    /** A number among the settings. */
    Optional<Double> number(String setting) {
        return settings.get(setting) instanceof Number n
                ? Optional.of(n.doubleValue())
                : Optional.empty();
    }
}
