package sc.fiji.cam.train;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Choice;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.Option;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.data.Precision;
import sc.fiji.cam.data.WrongUse;

/**
 * The one description of a training: immutable, with defaults, validated.
 *
 * @param output the model file to be written
 * @param from checkpoint that training starts from, or a bundled model; empty: random weights
 * @param mode what learns
 * @param architecture size of a network that starts from random weights; empty: B3
 * @param epochs passes over all images
 * @param size edge of the input, pixels; empty: that of the checkpoint, else the architecture's
 * @param batch images per update
 * @param rate highest learning rate; empty: 1e-3 from random weights, 3e-4 from a checkpoint
 * @param decay weight decay
 * @param balance what counts the same
 * @param equivariance how much it weighs beside the classes that the maps of an image turned by 180
 *     degrees are the turned maps; 0: nothing
 * @param seed of everything random
 * @param validation share of every class that is put aside
 * @param precision of the stored weights
 * @param licence of the model, as its metadata shall say; empty: nothing
 * @param report folder for tables about the training; empty: none
 * @param run {@code device} and {@code threads}
 */
public record TrainSettings(
        Path output,
        Optional<Path> from,
        Mode mode,
        Optional<Architecture> architecture,
        int epochs,
        Optional<Integer> size,
        int batch,
        Optional<Double> rate,
        double decay,
        Balance balance,
        double equivariance,
        int seed,
        double validation,
        Precision precision,
        String licence,
        Optional<Path> report,
        CamSettings run) {
    private static final String AUTO = "auto";
    private static final int LARGEST_SIZE = 1024;
    private static final List<String> ARCHITECTURES =
            Arrays.stream(Architecture.values()).map(Architecture::id).toList();
    private static final List<String> AUTO_OR_ARCHITECTURES =
            Stream.concat(Stream.of(AUTO), ARCHITECTURES.stream()).toList();

    /** Every option, in the order of help texts; {@code device} and {@code threads} are a run's. */
    public static final List<Option> OPTIONS =
            List.of(
                    option("output", "FILE", "", "the model to be written, .safetensors"),
                    option("from", "FILE", "", "checkpoint to start from, or bundled"),
                    choice("mode", Choice.ids(Mode.values()), "full", "what learns"),
                    choice(
                            "architecture",
                            AUTO_OR_ARCHITECTURES,
                            AUTO,
                            "network that starts from nothing; auto: b3"),
                    option("epochs", "N", "30", "passes over all images (full)"),
                    option("size", "auto|N", AUTO, "input of the network, pixels"),
                    option("batch", "N", "16", "images per update (full)"),
                    option("rate", "auto|R", AUTO, "highest learning rate (full)"),
                    option("decay", "D", "0.02", "weight decay of kernels and matrices (full)"),
                    choice("balance", Choice.ids(Balance.values()), "classes", "what counts alike"),
                    option(
                            "equivariance",
                            "0..10",
                            "0",
                            "weight of maps that follow turned images (full)"),
                    option("seed", "N", "1", "of everything random"),
                    option("validation", "0..1", "0.2", "share of each class put aside"),
                    choice("precision", Choice.ids(Precision.values()), "float32", "of the file"),
                    option("licence", "TEXT", "", "of the model, for its metadata"),
                    option("report", "DIR", "", "folder for tables about the training"),
                    Options.of("device"),
                    Options.of("threads"));

    private static Option option(String key, String form, String standard, String help) {
        return new Option(key, form, standard, List.of(), help, Option.Door.ALL);
    }

    private static Option choice(String key, List<String> words, String standard, String help) {
        return new Option(key, String.join("|", words), standard, words, help, Option.Door.ALL);
    }

    /**
     * Reads a training from texts by key; keys that are absent take their defaults.
     *
     * @throws WrongUse if a key is unknown, a value not allowed, or two do not fit
     */
    public static TrainSettings of(Map<String, String> given) {
        Map<String, String> texts = new LinkedHashMap<>();
        OPTIONS.forEach(o -> texts.put(o.key(), o.standard()));
        given.forEach(
                (key, value) -> {
                    if (texts.put(key, value) == null) {
                        throw new WrongUse("option " + key, "there is no such option", "");
                    }
                });
        TrainSettings settings =
                new TrainSettings(
                        path("output", texts.get("output")).orElse(Path.of("")),
                        path("from", texts.get("from")),
                        Choice.of("mode", texts.get("mode"), Mode.values()),
                        auto(texts.get("architecture")).map(TrainSettings::architecture),
                        Options.whole("epochs", texts.get("epochs"), 1, 100000),
                        auto(texts.get("size")).map(TrainSettings::size),
                        Options.whole("batch", texts.get("batch"), 2, 1024),
                        auto(texts.get("rate")).map(t -> between("rate", t, 0, 1)),
                        Options.number("decay", texts.get("decay")),
                        Choice.of("balance", texts.get("balance"), Balance.values()),
                        Options.number("equivariance", texts.get("equivariance")),
                        Options.whole("seed", texts.get("seed"), 0, 999999999),
                        between("validation", texts.get("validation"), 0, 1),
                        Choice.of("precision", texts.get("precision"), Precision.values()),
                        texts.get("licence"),
                        path("report", texts.get("report")),
                        CamSettings.of(
                                Map.of(
                                        "device", texts.get("device"),
                                        "threads", texts.get("threads"))));
        settings.check();
        return settings;
    }

    private void check() {
        if (output.toString().isEmpty()) {
            throw new WrongUse("option output", "none was given", "Name the file to be written.");
        }
        if (!output.toString().endsWith(".safetensors")) {
            throw Options.wrong("output", output.toString(), "a name that ends in .safetensors");
        }
        requireUpToTen("decay", decay);
        requireUpToTen("equivariance", equivariance);
        if (mode == Mode.HEAD && from.isEmpty()) {
            throw new WrongUse(
                    "option mode",
                    "mode=head learns on the features of a trained network, and none was given",
                    "Name a checkpoint with from, or use mode=full.");
        }
        if (from.isPresent() && architecture.isPresent()) {
            throw new WrongUse(
                    "option architecture",
                    "found with option from, which names the architecture itself",
                    "Give one of them.");
        }
    }

    private static void requireUpToTen(String key, double value) {
        if (value >= 0 && value <= 10) return;
        throw Options.wrong(key, Double.toString(value), "a number from 0 to 10");
    }

    /**
     * Refuses settings under which nothing could be written at the end.
     *
     * @throws WrongUse if output or report exist, or the folder that shall hold them does not
     */
    public void requireRoom() {
        if (Files.exists(output)) {
            throw new WrongUse("option output", output + " exists", "Name another file.");
        }
        requireFolder("output", output);
        report.ifPresent(folder -> requireFolder("report", folder));
        report.ifPresent(TrainReport::requireAbsent);
    }

    private static void requireFolder(String key, Path path) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && Files.isDirectory(folder)) return;
        throw new WrongUse("option " + key, "there is no folder " + folder, "Make it first.");
    }

    private static Architecture architecture(String text) {
        int index = ARCHITECTURES.indexOf(text);
        if (index >= 0) return Architecture.values()[index];
        throw Options.wrong(
                "architecture", text, "one of " + String.join(", ", AUTO_OR_ARCHITECTURES));
    }

    private static int size(String text) {
        return Options.whole("size", text, InputSize.SMALLEST, LARGEST_SIZE);
    }

    private static double between(String key, String text, double low, double high) {
        double value = Options.number(key, text);
        if (value > low && value < high) return value;
        throw Options.wrong(key, text, "a number above " + (int) low + " and below " + (int) high);
    }

    private static Optional<String> auto(String text) {
        return text.equals(AUTO) ? Optional.empty() : Optional.of(text);
    }

    private static Optional<Path> path(String key, String text) {
        if (text.isEmpty()) return Optional.empty();
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            throw Options.wrong(key, text, "a path of a file");
        }
    }

    /** What decides the course of the training, one text for each key. */
    Map<String, String> course() {
        Map<String, String> course = new LinkedHashMap<>();
        course.put("mode", mode.id());
        course.put("epochs", Integer.toString(epochs));
        course.put("size", size.map(String::valueOf).orElse(AUTO));
        course.put("batch", Integer.toString(batch));
        course.put("rate", rate.map(String::valueOf).orElse(AUTO));
        course.put("decay", Double.toString(decay));
        course.put("balance", balance.id());
        course.put("equivariance", Double.toString(equivariance));
        course.put("seed", Integer.toString(seed));
        course.put("validation", Double.toString(validation));
        course.put("from", from.map(Path::getFileName).map(Path::toString).orElse(""));
        return course;
    }

    /** In one line, for the model's metadata: {@code mode=full epochs=30 ...}. */
    String text() {
        return course().entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(" "));
    }
}
