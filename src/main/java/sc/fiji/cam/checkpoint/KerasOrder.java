package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.cam.data.Architecture;

/**
 * Names for the layers of a file that only numbers them by class: an EfficientNet's come in a known
 * order, and how many depthwise convolutions there are tells its depth.
 */
final class KerasOrder {
    private static final String CONV = "conv2d";
    private static final String DEPTHWISE = "depthwise_conv2d";
    private static final String NORM = "batch_normalization";

    private KerasOrder() {}

    /**
     * Names by class, in order; layers behind the network have none.
     *
     * @param counts number of layers by class
     * @return empty if this is no EfficientNet
     */
    static Map<String, List<String>> names(Map<String, Integer> counts) {
        // B1 and B2 are of one depth.
        Optional<Architecture> found =
                Arrays.stream(Architecture.values())
                        .filter(a -> a.blocks().size() == counts.getOrDefault(DEPTHWISE, 0))
                        .findFirst();
        if (found.isEmpty()) return Map.of();
        List<String> convolutions = new ArrayList<>();
        List<String> depthwise = new ArrayList<>();
        List<String> norms = new ArrayList<>();
        for (String layer : layers(found.get())) {
            if (layer.endsWith("_bn")) {
                norms.add(layer);
            } else {
                (layer.endsWith("_dwconv") ? depthwise : convolutions).add(layer);
            }
        }
        boolean fits =
                counts.getOrDefault(CONV, 0) == convolutions.size()
                        && counts.getOrDefault(NORM, 0) >= norms.size();
        return fits ? Map.of(CONV, convolutions, DEPTHWISE, depthwise, NORM, norms) : Map.of();
    }

    /** The layers with weights, in order of execution. */
    private static List<String> layers(Architecture architecture) {
        return Dialects.KERAS.names(architecture).values().stream()
                .map(name -> name.substring(0, name.lastIndexOf('.')))
                .distinct()
                .toList();
    }
}
