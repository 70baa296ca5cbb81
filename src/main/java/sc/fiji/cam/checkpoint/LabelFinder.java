package sc.fiji.cam.checkpoint;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.Labels;
import sc.fiji.cam.data.WrongUse;

/** Finds the names of the classes: option, weight file, files beside it, numbers. */
final class LabelFinder {
    private final int classes;
    private final List<String> assumptions;

    /**
     * @param classes outputs of the head; of a head with one output both of its classes
     * @param assumptions gets a sentence for names that were left out
     */
    LabelFinder(int classes, List<String> assumptions) {
        this.classes = classes;
        this.assumptions = assumptions;
    }

    /**
     * Finds the names. Names inside the file win over those beside it; whatever differs or does not
     * fit is said.
     *
     * @param option path that the user gave, or empty
     * @param extras what the weight file says
     * @param weights the weight file or folder; empty if there is nothing beside it
     * @throws WrongUse if the user's file has more or fewer names than the head has outputs
     * @throws BadCheckpoint if the user's file has no names
     */
    ClassNames find(String option, Extras extras, Optional<Path> weights) {
        Optional<ClassNames> inside = inside(extras);
        ClassNames found;
        if (option.isEmpty()) {
            found = beside(inside, weights).orElseGet(this::numbered);
        } else {
            found = given(path(option));
            inside.ifPresent(l -> compare(found, l.labels(), "inside the weight file"));
        }
        sayTwins(found.labels().names());
        return found;
    }

    private static Path path(String option) {
        try {
            return Path.of(option);
        } catch (InvalidPathException e) {
            throw new WrongUse("option labels", "\"" + option + "\" is no path of a file", "");
        }
    }

    private ClassNames numbered() {
        assumptions.add("No class names were found: classes are numbered.");
        return new ClassNames(Labels.numbered(classes));
    }

    private Optional<ClassNames> inside(Extras extras) {
        Optional<ClassNames> best = Optional.empty();
        for (Extras.Entry entry : extras.all(LabelTables.KEYS)) {
            Optional<List<String>> names = LabelTables.of(entry.value());
            String place = "under " + entry.key() + " in the file";
            if (names.isEmpty()) {
                sayUnread(entry.value(), place);
            } else if (fits(names.get(), place)) {
                Labels labels = new Labels(names.get(), "file");
                best.ifPresent(b -> compare(b, labels, place));
                if (best.isEmpty()) best = Optional.of(new ClassNames(labels));
            }
        }
        return best;
    }

    private ClassNames given(Path file) {
        String origin = "labels " + file;
        if (!Files.isRegularFile(file)) {
            String found = Files.isDirectory(file) ? "found a folder" : "no such file";
            throw new BadCheckpoint(origin, found, "Check the path of option labels.");
        }
        LabelFile read = LabelFile.read(file);
        int count = read.names().size();
        if (count == classes) return of(read, file);
        throw new WrongUse(
                "option labels",
                "found "
                        + count
                        + " names in "
                        + file
                        + ", the network has "
                        + classes
                        + " classes",
                "Give one name per class, in the order of the training.");
    }

    private static ClassNames of(LabelFile read, Path file) {
        String source = file.toString();
        return new ClassNames(new Labels(read.names(), source), read.size(), source);
    }

    /**
     * What was found inside, or else beside; and in any case the size that a table beside tells.
     */
    private Optional<ClassNames> beside(Optional<ClassNames> inside, Optional<Path> weights) {
        Optional<ClassNames> best = inside;
        for (Path file : weights.map(SideCars::of).orElse(List.of())) {
            Optional<LabelFile> read = read(file);
            if (read.isEmpty() || !fits(read.get().names(), "of " + file)) continue;
            ClassNames here = of(read.get(), file);
            if (best.isEmpty()) {
                String note = "Took the class names of %s, which lies beside the weights.";
                assumptions.add(note.formatted(file));
                best = Optional.of(here);
            } else if (!compare(best.get(), here.labels(), "in " + file)) {
                continue;
            }
            if (best.get().size().isEmpty()) best = best.map(b -> b.sized(here));
        }
        return best;
    }

    private Optional<LabelFile> read(Path file) {
        try {
            return SideCars.read(file);
        } catch (BadCheckpoint e) {
            assumptions.add("Ignored " + e.getMessage());
            return Optional.empty();
        }
    }

    private boolean fits(List<String> names, String place) {
        if (names.size() == classes) return true;
        String note = "Ignored %d names %s: the network has %d classes.";
        assumptions.add(note.formatted(names.size(), place, classes));
        return false;
    }

    /** Says where other names differ from those that count. */
    private boolean compare(ClassNames counting, Labels others, String place) {
        List<String> names = counting.labels().names();
        for (int c = 0; c < names.size(); c++) {
            String other = others.names().get(c);
            if (names.get(c).equals(other)) continue;
            String note =
                    "The class names of %s count, not the different ones %s: class %d is \"%s\" there.";
            String source = counting.labels().source();
            String of = source.equals("file") ? "the weight file" : source;
            assumptions.add(note.formatted(of, place, c, other));
            return false;
        }
        return true;
    }

    private void sayUnread(Object value, String place) {
        if (!LabelTables.holdsText(value)) return;
        String note = "Ignored what is %s: neither a list of names nor names numbered from 0.";
        assumptions.add(note.formatted(place));
    }

    private void sayTwins(List<String> names) {
        Set<String> seen = new HashSet<>();
        names.stream()
                .filter(name -> !seen.add(name))
                .findFirst()
                .ifPresent(
                        name ->
                                assumptions.add(
                                        "Several classes are named \""
                                                + name
                                                + "\": a target must give the number."));
    }
}
