package sc.fiji.cam.checkpoint;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.Labels;
import sc.fiji.cam.data.WrongUse;

/** Finds the names of the classes: option, file, {@code labels.txt} beside it, numbers. */
final class LabelFinder {
    private static final String SIDE_CAR = "labels.txt";
    private static final long MAX_BYTES = 1 << 24;
    private static final String[] KEYS = {
        "class_names",
        "classes",
        "class_to_idx",
        "idx_to_class",
        "id2label",
        "label2id",
        "label_names",
        "labels",
        "class_labels",
        "categories"
    };

    private final int classes;
    private final List<String> assumptions;

    /**
     * @param classes outputs of the head
     * @param assumptions gets a sentence for names that were left out
     */
    LabelFinder(int classes, List<String> assumptions) {
        this.classes = classes;
        this.assumptions = assumptions;
    }

    /**
     * Finds the names.
     *
     * @param option path that the user gave, or empty
     * @param extras what the weight file says
     * @param weights the weight file
     * @throws WrongUse if the user's file has more or fewer names than the head has outputs
     */
    Labels find(String option, Extras extras, Path weights) {
        Optional<Labels> inside = inside(extras);
        if (!option.isEmpty()) {
            Labels given = given(path(option));
            inside.filter(l -> !l.names().equals(given.names()))
                    .ifPresent(
                            l ->
                                    assumptions.add(
                                            "The labels of "
                                                    + option
                                                    + " replace different ones inside the weight"
                                                    + " file ("
                                                    + difference(given, l)
                                                    + ")."));
            return given;
        }
        return inside.or(() -> sideCar(weights)).orElseGet(this::numbered);
    }

    private static Path path(String option) {
        try {
            return Path.of(option);
        } catch (InvalidPathException e) {
            throw new WrongUse("option labels", "\"" + option + "\" is no path of a file", "");
        }
    }

    private Labels numbered() {
        assumptions.add("No class names were found: classes are numbered.");
        return Labels.numbered(classes);
    }

    private static String difference(Labels given, Labels inside) {
        for (int c = 0; c < given.names().size(); c++) {
            if (given.names().get(c).equals(inside.names().get(c))) continue;
            return "class " + c + " is \"" + inside.names().get(c) + "\" there";
        }
        return "";
    }

    private Optional<Labels> inside(Extras extras) {
        Optional<Labels> best = Optional.empty();
        for (Extras.Entry entry : extras.all(KEYS)) {
            Optional<List<String>> names = LabelTables.of(entry.value());
            if (names.isEmpty()) continue;
            if (names.get().size() != classes) {
                assumptions.add(
                        "Ignored "
                                + names.get().size()
                                + " names under "
                                + entry.key()
                                + " in the file: the network has "
                                + classes
                                + " classes.");
            } else if (best.isEmpty()) {
                best = Optional.of(new Labels(names.get(), "file"));
            }
        }
        return best;
    }

    private Labels given(Path file) {
        String origin = "labels " + file;
        if (!Files.isRegularFile(file)) {
            String found = Files.isDirectory(file) ? "found a folder" : "no such file";
            throw new BadCheckpoint(origin, found, "Check the path of option labels.");
        }
        List<String> names =
                read(file)
                        .orElseThrow(
                                () ->
                                        new BadCheckpoint(
                                                origin,
                                                "found no class names, expected one per line or JSON",
                                                "Write one name per line, in UTF-8."));
        if (names.size() == classes) return new Labels(names, file.toString());
        throw new WrongUse(
                "option labels",
                "found "
                        + names.size()
                        + " names in "
                        + file
                        + ", the network has "
                        + classes
                        + " classes",
                "Give one name per class, in the order of the training.");
    }

    private Optional<Labels> sideCar(Path weights) {
        Path file = weights.resolveSibling(SIDE_CAR);
        if (!Files.isRegularFile(file)) return Optional.empty();
        Optional<List<String>> names = read(file);
        if (names.isPresent() && names.get().size() == classes) {
            assumptions.add("Took the class names of " + file + ", which lies beside the weights.");
            return Optional.of(new Labels(names.get(), file.toString()));
        }
        assumptions.add(
                "Ignored "
                        + file
                        + names.map(n -> ", which has " + n.size() + " names").orElse("")
                        + ": the network has "
                        + classes
                        + " classes.");
        return Optional.empty();
    }

    private static Optional<List<String>> read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) return Optional.empty();
            return LabelTables.ofText(Files.readString(file));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        } catch (IOException e) {
            String problem = "the file of class names cannot be read";
            throw new BadCheckpoint(file.toString(), problem, "Check its permissions.").because(e);
        }
    }
}
