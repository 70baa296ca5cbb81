package sc.fiji.cam.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.cam.data.BadCheckpoint;

/**
 * What timm and transformers write beside their weights: architecture, padding, input size, mean
 * and std. Class names are found with those of other files, {@link SideCars}.
 */
final class ModelConfig {
    /** What is said of the input by the second counts more than by the first. */
    private static final List<String> NAMES = List.of("preprocessor_config.json", "config.json");

    private ModelConfig() {}

    /** Those that are there: in a folder of weights, or beside a file. */
    static List<Path> files(Path weights) {
        List<Path> files = new ArrayList<>();
        for (String name : NAMES) {
            Path file =
                    Files.isDirectory(weights)
                            ? weights.resolve(name)
                            : weights.resolveSibling(name);
            if (Files.isRegularFile(file)) files.add(file);
        }
        return files;
    }

    /**
     * What the weights say, then what these files say.
     *
     * @param weights file or folder
     * @param extras of the weights themselves
     * @param notes gets a sentence for a file that cannot be read or understood
     */
    static Extras beside(Path weights, Extras extras, List<String> notes) {
        Map<String, Inert.Dict> found = new LinkedHashMap<>();
        for (Path file : files(weights)) {
            try {
                Optional<Inert.Dict> config = JsonFile.read(file);
                config.ifPresentOrElse(
                        dict -> found.put(file.toString(), dict),
                        () ->
                                notes.add(
                                        "Ignored "
                                                + file
                                                + ": it is no JSON object of at most 16 MiB."));
            } catch (BadCheckpoint e) {
                notes.add("Ignored " + e.getMessage());
            }
        }
        return extras.with(found);
    }
}
