package sc.fiji.cam.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.cam.data.Pooling;

/**
 * The arrays of a Keras file by layer, axes in torch's order and named as torch names them.
 *
 * @param layers arrays by the path of their layer ({@link KerasLayer#path()}), in the order of the
 *     file
 * @param listed paths of all layers that the file lists, those without arrays included
 * @param ordered whether that list is in the order of the model
 */
record KerasWeights(
        Map<String, Map<String, RawTensor>> layers, List<String> listed, boolean ordered) {
    private static final Map<String, String> LEAVES =
            Map.of(
                    "kernel", "weight",
                    "depthwise_kernel", "weight",
                    "gamma", "weight",
                    "beta", "bias",
                    "moving_mean", "running_mean",
                    "moving_variance", "running_var");

    /** The arrays of a layer, empty if it has none. */
    Map<String, RawTensor> of(KerasLayer layer) {
        return layers.getOrDefault(layer.path(), Map.of());
    }

    /** All arrays but those of the input's normalisation, by name. */
    Map<String, RawTensor> tensors() {
        Map<String, RawTensor> tensors = new LinkedHashMap<>();
        layers.forEach(
                (path, leaves) -> {
                    if (leaves.containsKey("mean")) return;
                    leaves.forEach((leaf, tensor) -> tensors.put(path + "." + leaf, tensor));
                });
        return tensors;
    }

    /** Path of the input's normalisation, if its arrays are there. */
    Optional<String> normalization() {
        return layers.entrySet().stream()
                .filter(e -> e.getValue().containsKey("mean"))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * The pooling behind the features, if the list tells: squeeze-and-excitation pools by average
     * too, but nothing else pools by maximum.
     */
    Optional<Pooling> pooling() {
        if (lists("global_max_pooling2d|max_pool")) return Optional.of(Pooling.MAX);
        boolean average = lists("global_average_pooling2d|avg_pool");
        return average ? Optional.of(Pooling.AVERAGE) : Optional.empty();
    }

    private boolean lists(String names) {
        return listed.stream().anyMatch(l -> l.matches("(.*\\.)?(" + names + ")(_\\d+)?"));
    }

    /** The leaf's name in torch: {@code kernel} is a {@code weight}. */
    static String leaf(String name) {
        return LEAVES.getOrDefault(name, name);
    }

    /**
     * An array with its axes in torch's order: kernels are [height, width, in, out], depthwise ones
     * [height, width, channels, 1], dense ones [in, out].
     */
    static RawTensor tensor(Hdf5Array array, String leaf) {
        long[] s = array.shape();
        long[] step = RawTensor.contiguous(s);
        if (leaf.equals("weight") && s.length == 4) {
            // No ordinary convolution of an EfficientNet has one output.
            boolean depthwise = s[3] == 1;
            int[] order = depthwise ? new int[] {2, 3, 0, 1} : new int[] {3, 2, 0, 1};
            return view(array, order, s, step);
        }
        if (leaf.equals("weight") && s.length == 2) {
            return view(array, new int[] {1, 0}, s, step);
        }
        return new RawTensor(array.name(), array.type(), s, step, 0, array.bytes());
    }

    private static RawTensor view(Hdf5Array array, int[] order, long[] shape, long[] steps) {
        long[] turned = new long[order.length];
        long[] strides = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            turned[i] = shape[order[i]];
            strides[i] = steps[order[i]];
        }
        return new RawTensor(array.name(), array.type(), turned, strides, 0, array.bytes());
    }
}
