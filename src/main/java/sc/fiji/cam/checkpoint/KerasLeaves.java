package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the numbered arrays of a layer are: Keras keeps trained ones first. */
final class KerasLeaves {
    private static final List<String> CONVOLUTION = List.of("weight", "bias");
    private static final List<String> NORM =
            List.of("weight", "bias", "running_mean", "running_var");
    private static final List<String> INPUT_NORM = List.of("mean", "variance", "count");

    private KerasLeaves() {}

    /**
     * The names of arrays, as torch names them.
     *
     * @param kind the layer's class as Keras spells it in paths
     * @param arrays in order
     * @param layer its description, if there is one
     * @return one name per array; their numbers where nothing tells
     */
    static List<String> of(String kind, List<Hdf5Array> arrays, Optional<KerasLayer> layer) {
        List<String> names =
                switch (kind) {
                    case "conv2d", "depthwise_conv2d", "dense" -> CONVOLUTION;
                    case "batch_normalization" -> norm(layer);
                    case "normalization" -> INPUT_NORM;
                    default -> byShape(arrays);
                };
        List<String> all = new ArrayList<>(names.subList(0, Math.min(names.size(), arrays.size())));
        for (int i = all.size(); i < arrays.size(); i++) all.add(Integer.toString(i));
        return all;
    }

    /** Of a layer that goes by a name of the user's. */
    private static List<String> byShape(List<Hdf5Array> arrays) {
        boolean vectors = arrays.stream().allMatch(a -> a.shape().length == 1);
        if (vectors && arrays.size() == NORM.size()) return NORM;
        boolean kernel = !arrays.isEmpty() && arrays.get(0).shape().length > 1;
        return kernel ? CONVOLUTION : List.of();
    }

    private static List<String> norm(Optional<KerasLayer> layer) {
        List<String> names = new ArrayList<>(NORM);
        if (layer.flatMap(l -> l.get("scale")).filter(Boolean.FALSE::equals).isPresent()) {
            names.remove("weight");
        }
        if (layer.flatMap(l -> l.get("center")).filter(Boolean.FALSE::equals).isPresent()) {
            names.remove("bias");
        }
        return names;
    }
}
