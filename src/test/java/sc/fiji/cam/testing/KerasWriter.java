package sc.fiji.cam.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Block;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.TensorSpec;

/**
 * Arrays of an EfficientNet as different versions of Keras keep them, written down apart from the
 * program's own tables.
 */
public final class KerasWriter {
    /** How arrays are named; see the reader of the same form. */
    public enum Form {
        /** {@code stem_conv/stem_conv/kernel:0}. */
        KERAS_2,
        /** {@code stem_conv/kernel}. */
        KERAS_3_0,
        /** {@code stem_conv/stem_conv/kernel}. */
        KERAS_3_3
    }

    /**
     * One layer with its arrays by Keras's names, axes in Keras's order.
     *
     * @param name the layer's own
     * @param kind its class as Keras spells it in paths
     * @param arrays in the order in which Keras keeps them
     */
    public record Layer(String name, String kind, Map<String, Tensor> arrays) {}

    private KerasWriter() {}

    /** The layers of a network whose values are all 0, with a linear layer behind. */
    public static List<Layer> zeros(Architecture architecture, int classes) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        architecture.tensors().forEach(s -> tensors.put(s.name(), zeros(s.name(), s.sizes())));
        List<Layer> layers = layers(architecture, tensors);
        Tensor weight = zeros("weight", classes, architecture.features());
        layers.add(dense("predictions", weight, zeros("bias", classes)));
        return layers;
    }

    private static Tensor zeros(String name, int... sizes) {
        return new Tensor(name, sizes, new float[Arrays.stream(sizes).reduce(1, (a, b) -> a * b)]);
    }

    /** The layers of a network in front of its classifier, each array of one number: for names. */
    public static List<Layer> names(Architecture architecture) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (TensorSpec spec : architecture.tensors()) {
            int[] ones = new int[spec.sizes().length];
            Arrays.fill(ones, 1);
            tensors.put(spec.name(), zeros(spec.name(), ones));
        }
        return layers(architecture, tensors);
    }

    /** The layers of a network with its linear layer behind. */
    public static List<Layer> of(Networks.Network network) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        network.weights().tensors().forEach(t -> tensors.put(t.name(), t));
        List<Layer> layers = layers(network.architecture(), tensors);
        layers.add(dense("predictions", network.head().weight(), network.head().bias()));
        return layers;
    }

    /** A linear layer. */
    public static Layer dense(String name, Tensor weight, Tensor bias) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("kernel", turned(weight, 1, 0));
        arrays.put("bias", bias);
        return new Layer(name, "dense", arrays);
    }

    /** The normalisation of the input. */
    public static Layer normalization(float[] mean, float[] variance) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("mean", new Tensor("mean", new int[] {3}, mean));
        arrays.put("variance", new Tensor("variance", new int[] {3}, variance));
        return new Layer("normalization", "normalization", arrays);
    }

    private static List<Layer> layers(Architecture architecture, Map<String, Tensor> tensors) {
        List<Layer> layers = new ArrayList<>();
        add(layers, tensors, "stem.conv", "stem_conv");
        add(layers, tensors, "stem.bn", "stem_bn");
        for (Block block : architecture.blocks()) {
            String from = block.name() + ".";
            String to = "block" + block.stage() + (char) ('a' + block.repeat()) + "_";
            if (block.expands()) {
                add(layers, tensors, from + "expand.conv", to + "expand_conv");
                add(layers, tensors, from + "expand.bn", to + "expand_bn");
            }
            add(layers, tensors, from + "dw.conv", to + "dwconv");
            add(layers, tensors, from + "dw.bn", to + "bn");
            add(layers, tensors, from + "se.reduce", to + "se_reduce");
            add(layers, tensors, from + "se.expand", to + "se_expand");
            add(layers, tensors, from + "project.conv", to + "project_conv");
            add(layers, tensors, from + "project.bn", to + "project_bn");
        }
        add(layers, tensors, "head.conv", "top_conv");
        add(layers, tensors, "head.bn", "top_bn");
        return layers;
    }

    private static void add(
            List<Layer> layers, Map<String, Tensor> tensors, String canonical, String name) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        String kind;
        if (canonical.endsWith(".bn")) {
            kind = "batch_normalization";
            arrays.put("gamma", tensors.get(canonical + ".weight"));
            arrays.put("beta", tensors.get(canonical + ".bias"));
            arrays.put("moving_mean", tensors.get(canonical + ".running_mean"));
            arrays.put("moving_variance", tensors.get(canonical + ".running_var"));
        } else {
            boolean depthwise = canonical.endsWith("dw.conv");
            kind = depthwise ? "depthwise_conv2d" : "conv2d";
            Tensor kernel = tensors.get(canonical + ".weight");
            arrays.put(
                    depthwise ? "depthwise_kernel" : "kernel",
                    depthwise ? turned(kernel, 2, 3, 0, 1) : turned(kernel, 2, 3, 1, 0));
            Tensor bias = tensors.get(canonical + ".bias");
            if (bias != null) arrays.put("bias", bias);
        }
        layers.add(new Layer(name, kind, arrays));
    }

    /** A tensor with its axes in another order, element by element. */
    private static Tensor turned(Tensor t, int... order) {
        int n = order.length;
        int[] shape = new int[n];
        for (int i = 0; i < n; i++) shape[i] = t.shape()[order[i]];
        float[] values = new float[t.values().length];
        int[] index = new int[n];
        for (int to = 0; to < values.length; to++) {
            int rest = to;
            for (int i = n - 1; i >= 0; i--) {
                index[order[i]] = rest % shape[i];
                rest /= shape[i];
            }
            int from = 0;
            for (int i = 0; i < n; i++) from = from * t.shape()[i] + index[i];
            values[to] = t.values()[from];
        }
        return new Tensor(t.name(), shape, values);
    }

    /** Arrays by name: one group per layer, or all network layers in the group of one model. */
    public static void named(Hdf5Writer.Group group, List<Layer> layers, Form form, String model) {
        List<String> outer = new ArrayList<>();
        Map<String, List<String>> paths = new LinkedHashMap<>();
        for (Layer layer : layers) {
            boolean nested = !model.isEmpty() && layer.name().matches("(stem|block|top|norm).*");
            String owner = nested ? model : layer.name();
            if (!outer.contains(owner)) outer.add(owner);
            layer.arrays()
                    .forEach(
                            (leaf, tensor) -> {
                                String path = path(layer, leaf, form);
                                paths.computeIfAbsent(owner, o -> new ArrayList<>()).add(path);
                                put(group, owner + "/" + path, tensor);
                            });
        }
        group.attribute("layer_names", outer);
        paths.forEach((owner, names) -> group.group(owner).attribute("weight_names", names));
    }

    private static String path(Layer layer, String leaf, Form form) {
        return switch (form) {
            case KERAS_2 -> layer.name() + "/" + leaf + ":0";
            case KERAS_3_0 -> leaf.replace("depthwise_", "");
            case KERAS_3_3 -> layer.name() + "/" + leaf.replace("depthwise_", "");
        };
    }

    /**
     * Arrays by number.
     *
     * @param list the group's name: {@code layers}, before Keras 3 {@code
     *     _layer_checkpoint_dependencies}
     * @param step between numbers of a class: 1, or 2 where Keras counted twice
     * @param names whether an attribute tells the layers' names
     */
    public static void numbered(
            Hdf5Writer.Group group, List<Layer> layers, String list, int step, boolean names) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Layer layer : layers) {
            int number = step * (counts.merge(layer.kind(), 1, Integer::sum) - 1);
            String name = number == 0 ? layer.kind() : layer.kind() + "_" + number;
            Hdf5Writer.Group vars = group.group(list + "/" + name + "/vars");
            if (names) vars.attribute("name", layer.name());
            int i = 0;
            for (Tensor tensor : layer.arrays().values()) put(vars, "" + i++, tensor);
        }
    }

    private static void put(Hdf5Writer.Group group, String path, Tensor tensor) {
        long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
        group.array(path, shape, tensor.values());
    }
}
