package sc.fiji.cam.fiji;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sc.fiji.cam.data.Choice;
import sc.fiji.cam.data.Option;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.train.TrainSettings;

/**
 * A training as it is asked for inside ImageJ: what {@code ./cam train} takes, and where pictures
 * come from.
 *
 * @param input folder with one sub-folder of images per class; empty with ROIs
 * @param rois where the ROIs are that are used instead
 * @param show whether curves and tables are shown
 * @param settings of the training
 */
record TrainRequest(String input, Rois rois, boolean show, TrainSettings settings) {
    private static final List<String> SHOW = List.of("results", "none");

    /** Options beside those of {@link TrainSettings#OPTIONS}, in the order of dialogs. */
    static final List<Option> OWN =
            List.of(
                    new Option(
                            "input",
                            "DIR",
                            "",
                            List.of(),
                            "folder with one sub-folder of images per class",
                            Option.Door.IMAGEJ),
                    choice(
                            "rois",
                            Choice.ids(Rois.values()),
                            "instead of a folder, one image each"),
                    choice("show", SHOW, "curves, classes and wrong answers, in windows"));

    private static Option choice(String key, List<String> words, String help) {
        String form = String.join("|", words);
        return new Option(key, form, words.get(0), words, help, Option.Door.IMAGEJ);
    }

    /** Where ROIs with the names of classes are. */
    enum Rois implements Choice {
        /** Nowhere: a folder is used. */
        NONE("none"),
        /** In the overlays of all open images. */
        OVERLAY("overlay"),
        /** In the ROI Manager, for the current image. */
        MANAGER("manager");

        private final String id;

        Rois(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }
    }

    /** Everything that a training takes here. */
    static List<Option> all() {
        return Stream.concat(OWN.stream(), TrainSettings.OPTIONS.stream()).toList();
    }

    /**
     * The option of a key.
     *
     * @throws WrongUse if there is none; the message names the nearest
     */
    static Option option(String key) {
        List<String> keys = all().stream().map(Option::key).toList();
        if (!keys.contains(key)) throw Options.unknown(key, keys, "a training has no such option");
        return all().get(keys.indexOf(key));
    }

    /**
     * Reads a training from texts by key; keys that are absent take their defaults.
     *
     * @throws WrongUse if a key is unknown, a value not allowed, or there is neither folder nor ROI
     */
    static TrainRequest of(Map<String, String> given) {
        given.keySet().forEach(TrainRequest::option);
        Map<String, String> others = new LinkedHashMap<>(given);
        String input = others.getOrDefault("input", "");
        Rois rois = Choice.of("rois", others.getOrDefault("rois", "none"), Rois.values());
        String show = others.getOrDefault("show", SHOW.get(0));
        if (!SHOW.contains(show)) throw Options.wrong("show", show, "one of results, none");
        OWN.forEach(option -> others.remove(option.key()));
        TrainRequest request =
                new TrainRequest(input, rois, show.equals("results"), TrainSettings.of(others));
        request.requireOneOrigin();
        return request;
    }

    private void requireOneOrigin() {
        if (input.isEmpty() == (rois != Rois.NONE)) return;
        throw new WrongUse(
                "option input",
                input.isEmpty() ? "it is missing" : "found with option rois",
                "Give a folder with one sub-folder of images per class, or rois=overlay or"
                        + " rois=manager.");
    }

    /**
     * The folder.
     *
     * @throws WrongUse if it is no path
     */
    Path folder() {
        try {
            return Path.of(input);
        } catch (InvalidPathException e) {
            throw Options.wrong("input", input, "a path of a folder");
        }
    }
}
