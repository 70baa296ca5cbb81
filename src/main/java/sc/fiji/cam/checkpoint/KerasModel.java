package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A model as Keras describes it in JSON: a Sequential, or layers that name what they are called
 * with.
 *
 * @param layers in the order of the file
 * @param sequential whether each layer is called with the one before
 * @param outputs names of the layers whose outputs are the model's
 */
record KerasModel(List<KerasLayer> layers, boolean sequential, List<String> outputs) {
    private static final Set<String> MODELS = Set.of("Functional", "Model", "Sequential");
    private static final String TENSOR = "__keras_tensor__";

    /**
     * Reads a description.
     *
     * @param json parsed
     * @return empty if it is none, or that of a class of the user's own
     */
    static Optional<KerasModel> of(Object json) {
        return json instanceof Inert.Dict dict && MODELS.contains(type(dict))
                ? model(type(dict), dict.get("config"), "")
                : Optional.empty();
    }

    private static String type(Inert.Dict dict) {
        return String.valueOf(dict.get("class_name")).replaceFirst("^.*>", "");
    }

    /**
     * @param config a dictionary; of a Sequential before Keras 2.2.3 the list of its layers
     * @param outermost name of the model in the model, if it is in one
     */
    private static Optional<KerasModel> model(String type, Object config, String outermost) {
        Object list = config instanceof Inert.Dict dict ? dict.get("layers") : config;
        if (!(list instanceof Inert.Seq seq)) return Optional.empty();
        List<KerasLayer> layers = new ArrayList<>();
        for (Object item : seq.items) {
            if (item instanceof Inert.Dict dict) layers.add(layer(dict, outermost));
        }
        if (layers.isEmpty()) return Optional.empty();
        boolean sequential = type.equals("Sequential");
        Set<String> outputs = new LinkedHashSet<>();
        if (sequential) {
            outputs.add(layers.get(layers.size() - 1).name());
        } else if (config instanceof Inert.Dict dict) {
            addReferences(dict.get("output_layers"), outputs);
        }
        return Optional.of(new KerasModel(layers, sequential, List.copyOf(outputs)));
    }

    private static KerasLayer layer(Inert.Dict dict, String outermost) {
        String type = type(dict);
        Inert.Dict config =
                dict.get("config") instanceof Inert.Dict found ? found : new Inert.Dict();
        Object own = dict.get("name") instanceof String text ? text : config.get("name");
        String name = own instanceof String text ? text : type;
        String path = outermost.isEmpty() ? name : outermost + "." + name;
        List<Object> calls =
                dict.get("inbound_nodes") instanceof Inert.Seq seq ? seq.items : List.of();
        Optional<KerasModel> inner =
                MODELS.contains(type)
                        ? model(type, dict.get("config"), outermost.isEmpty() ? name : outermost)
                        : Optional.empty();
        return new KerasLayer(type, name, path, config, calls, inner);
    }

    /** The layer of a name, if there is one. */
    Optional<KerasLayer> layer(String name) {
        return layers.stream().filter(l -> l.name().equals(name)).findFirst();
    }

    /** Names of the layers whose outputs a layer is called with, over all its calls. */
    List<String> inputsOf(KerasLayer layer) {
        Set<String> names = new LinkedHashSet<>();
        if (sequential) {
            int index = layers.indexOf(layer);
            if (index > 0) names.add(layers.get(index - 1).name());
        } else {
            layer.calls().forEach(call -> addReferences(call, names));
        }
        return List.copyOf(names);
    }

    /**
     * Finds what refers to outputs of layers: {@code [name, 0, 0]} anywhere in Keras 2, in a
     * dictionary of its own in Keras 3.
     */
    private static void addReferences(Object value, Set<String> names) {
        if (value instanceof Inert.Seq seq) {
            if (isReference(seq)) names.add((String) seq.items.get(0));
            seq.items.forEach(item -> addReferences(item, names));
        } else if (value instanceof Inert.Dict dict) {
            dict.entries.values().forEach(item -> addReferences(item, names));
        }
    }

    private static boolean isReference(Inert.Seq seq) {
        return seq.items.size() >= 3
                && seq.items.get(0) instanceof String
                && seq.items.get(1) instanceof Long
                && seq.items.get(2) instanceof Long;
    }

    /** Numbers among the arguments of a call: those of an operation with a constant. */
    static List<Double> constants(Object call) {
        List<Double> numbers = new ArrayList<>();
        addConstants(call, numbers);
        return numbers;
    }

    /**
     * Whether the first operand of a call is a constant, as in {@code 255 - x}. Only Keras 3 writes
     * operands in order; Keras 2 gives a constant in front a form that {@link #constants} does not
     * take for one number.
     */
    static boolean isConstantFirst(Object call) {
        return call instanceof Inert.Dict dict
                && dict.get("args") instanceof Inert.Seq args
                && !args.items.isEmpty()
                && !(args.items.get(0) instanceof Inert.Dict first
                        && TENSOR.equals(first.get("class_name")));
    }

    private static void addConstants(Object value, List<Double> numbers) {
        if (value instanceof Number number) numbers.add(number.doubleValue());
        if (value instanceof Inert.Seq seq) {
            List<Object> items =
                    isReference(seq) ? seq.items.subList(3, seq.items.size()) : seq.items;
            items.forEach(item -> addConstants(item, numbers));
        } else if (value instanceof Inert.Dict dict && !TENSOR.equals(dict.get("class_name"))) {
            dict.entries.values().forEach(item -> addConstants(item, numbers));
        }
    }
}
