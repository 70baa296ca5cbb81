package sc.fiji.cam.batch;

import java.util.List;
import java.util.stream.Stream;
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
                    text("input", "DIR|FILE|GLOB|LIST.csv", "", "images to explain"),
                    text("output", "DIR", "", "folder for the results"),
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

    /** Everything that a batch takes: this list, then {@link Options} but for what is shown. */
    public static List<Option> all() {
        Stream<Option> others = Options.LIST.stream().filter(o -> o.door() == Option.Door.ALL);
        return Stream.concat(LIST.stream(), others.map(BatchOptions::inBatch)).toList();
    }

    /** One single-threaded stream per core is faster than one stream with all cores. */
    private static Option inBatch(Option option) {
        if (!option.key().equals("threads")) return option;
        return new Option("threads", option.form(), "1", List.of(), option.help(), option.door());
    }

    /**
     * The option of a key, as a batch takes it.
     *
     * @throws sc.fiji.cam.data.WrongUse if there is none; the message names the nearest
     */
    public static Option of(String key) {
        List<String> keys = all().stream().map(Option::key).toList();
        if (!keys.contains(key)) throw Options.unknown(key, keys, "a batch has no such option");
        return all().get(keys.indexOf(key));
    }
}
