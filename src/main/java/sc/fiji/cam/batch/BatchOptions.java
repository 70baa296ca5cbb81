package sc.fiji.cam.batch;

import java.util.List;
import sc.fiji.cam.data.Option;
import sc.fiji.cam.data.Options;

/**
 * The options of a batch beside those of {@link Options}: one list for every door. To add one: a
 * row here and a component of {@link BatchSettings}.
 */
public final class BatchOptions {
    /** Every option, in the order of dialogs and help texts. */
    public static final List<Option> LIST =
            List.of(
                    text("input", "FOLDER|FILE|GLOB|LIST.csv", "", "images to explain"),
                    text("output", "FOLDER", "", "folder for the results"),
                    flag("recursive", "enter the folders within folders"),
                    text("include", "GLOB", "", "of a folder, only files of these names"),
                    text("exclude", "GLOB", "", "of a folder, all but files of these names"),
                    text("save", "overlay,map,raw|none", "overlay,map", "files of every map"),
                    text("streams", "N|auto", "auto", "images in the network at a time"),
                    flag("restart", "delete the results of an older run of this folder first"),
                    flag("dryrun", "list what would be done, and do nothing"),
                    flag("failfast", "stop at the first image that fails"));

    private BatchOptions() {}

    private static Option text(String key, String form, String standard, String help) {
        return new Option(key, form, standard, List.of(), help, Option.Door.ALL);
    }

    private static Option flag(String key, String help) {
        List<String> words = List.of("false", "true");
        return new Option(key, "false|true", "false", words, help, Option.Door.ALL);
    }

    /** Whether this list has the key. */
    public static boolean has(String key) {
        return LIST.stream().anyMatch(option -> option.key().equals(key));
    }

    /**
     * The option of a key, of this list or of {@link Options}.
     *
     * @throws sc.fiji.cam.data.WrongUse if there is none; the message names the nearest
     */
    public static Option of(String key) {
        return LIST.stream()
                .filter(option -> option.key().equals(key))
                .findFirst()
                .orElseGet(() -> Options.of(key));
    }
}
