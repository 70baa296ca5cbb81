package sc.fiji.cam.checkpoint;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.cam.data.BadCheckpoint;

/**
 * The files of class names that lie beside weights. What programs write comes before what people
 * type.
 */
final class SideCars {
    private static final String CONFIG = "config.json";
    private static final List<String> WRITTEN =
            List.of(CONFIG, "class_indices.json", "class_names.json", "labels.json");
    private static final List<String> TYPED = List.of("class_names.txt", "labels.txt");

    /** The table of a much copied Keras notebook; its name begins with the user's subject. */
    private static final String TABLES = "*class_dict.csv";

    private SideCars() {}

    /**
     * Those that exist, in the order in which they count; in a folder of weights first, then beside
     * it. A folder that may not be listed has no tables.
     *
     * @throws BadCheckpoint if listing the folder fails
     */
    static List<Path> of(Path weights) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(weights)) addFrom(weights, found);
        addFrom(weights.resolveSibling(""), found);
        return found;
    }

    private static void addFrom(Path folder, List<Path> found) {
        for (String name : WRITTEN) addIfThere(folder.resolve(name), found);
        found.addAll(tables(folder));
        for (String name : TYPED) addIfThere(folder.resolve(name), found);
    }

    private static void addIfThere(Path file, List<Path> found) {
        if (Files.isRegularFile(file)) found.add(file);
    }

    private static List<Path> tables(Path folder) {
        List<Path> tables = new ArrayList<>();
        // The empty path is the current folder, but cannot be listed.
        Path named = folder.toString().isEmpty() ? folder.resolve(".") : folder;
        if (!Files.isReadable(named)) return tables;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(named, TABLES)) {
            for (Path file : files) addIfThere(folder.resolve(file.getFileName()), tables);
        } catch (IOException | DirectoryIteratorException e) {
            String problem = "the folder of the weights cannot be listed";
            throw new BadCheckpoint(named.toString(), problem, "Check the disk.").because(e);
        }
        tables.sort(null);
        return tables;
    }

    /**
     * Reads one. A config.json without names is an ordinary one.
     *
     * @throws BadCheckpoint if it has no class names
     */
    static Optional<LabelFile> read(Path file) {
        boolean config = String.valueOf(file.getFileName()).equals(CONFIG);
        return config ? LabelFile.readIfNamed(file) : Optional.of(LabelFile.read(file));
    }
}
