package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.cam.data.BadCheckpoint;

/**
 * Arrays by name, as every Keras writes them into {@code .h5} files: one group per outermost layer,
 * whose attribute lists the paths of its arrays. {@code stem_conv/kernel:0}, {@code
 * stem_conv/kernel} or {@code kernel} is the same array, depending on the version.
 */
final class KerasNamed {
    private static final String NAMES = "weight_names";

    private KerasNamed() {}

    /** Whether a group holds arrays in this form. */
    static boolean isIn(Hdf5Group group) {
        return group.texts("layer_names").isPresent();
    }

    /**
     * Finds the arrays.
     *
     * @throws sc.fiji.cam.data.CamException if one is not where the file says
     */
    static KerasWeights read(Hdf5Group group) {
        List<String> names = group.texts("layer_names").orElse(List.of());
        Map<String, Map<String, RawTensor>> layers = new LinkedHashMap<>();
        for (String name : names) {
            Optional<Hdf5Group> layer = group.group(name);
            if (layer.isEmpty()) throw missing(group, name);
            addLayer(name, layer.get(), layers);
        }
        return new KerasWeights(layers, names, true);
    }

    private static void addLayer(
            String name, Hdf5Group group, Map<String, Map<String, RawTensor>> layers) {
        List<String> paths = group.texts(NAMES).orElse(List.of());
        // A model in the model has many layers, whose names precede those of their arrays.
        boolean model = paths.stream().map(KerasNamed::owner).distinct().count() > 1;
        for (String path : paths) {
            Hdf5Array array = group.array(path).orElseThrow(() -> missing(group, path));
            String layer = model ? name + "." + owner(path) : name;
            String leaf = KerasWeights.leaf(words(path).get(words(path).size() - 1));
            layers.computeIfAbsent(layer, n -> new LinkedHashMap<>())
                    .put(leaf, KerasWeights.tensor(array, leaf));
        }
    }

    /** The layer an array's path names, empty if it names none. */
    private static String owner(String path) {
        List<String> words = words(path);
        return words.size() < 2 ? "" : words.get(words.size() - 2);
    }

    private static List<String> words(String path) {
        return new ArrayList<>(List.of(path.replaceFirst(":\\d+$", "").split("/")));
    }

    private static BadCheckpoint missing(Hdf5Group group, String path) {
        return new BadCheckpoint(
                group.file().bytes().origin(),
                "lists " + group.path() + "/" + path + ", which is not in the file",
                "Saving was interrupted, or the file is damaged (Keras 3.0 to 3.2 cannot write a model"
                        + " inside a model as .h5): save it as .keras.");
    }
}
