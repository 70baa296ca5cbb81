package sc.fiji.cam.batch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.data.WrongUse;

/**
 * The one description of a batch: immutable, with defaults, validated. Doors collect texts by key
 * and call {@link #of}.
 *
 * @param cam how every picture is explained; unless said, by one thread each
 * @param inputs folders, files, globs, lists ({@code .csv}), as given
 * @param output folder for the results
 * @param recursive whether folders within folders are entered
 * @param include glob of file names in folders; empty: all that are images by their extension
 * @param exclude glob of file names in folders; empty: none
 * @param save files made of every map
 * @param streams pictures in the network at a time; 0: cores divided by threads
 * @param restart whether the results of an older run are deleted first
 * @param dryRun whether nothing is done
 * @param failFast whether the first failure ends the run
 */
public record BatchSettings(
        CamSettings cam,
        List<String> inputs,
        String output,
        boolean recursive,
        String include,
        String exclude,
        Set<Saved> save,
        int streams,
        boolean restart,
        boolean dryRun,
        boolean failFast) {

    private static final int MOST_STREAMS = 1024;

    /** Copies the lists. */
    public BatchSettings {
        inputs = List.copyOf(inputs);
        save = Set.copyOf(save);
    }

    /**
     * Reads a batch from texts by key; keys that are absent take their defaults.
     *
     * @param given keys of {@link BatchOptions} and {@link Options}; {@code input} is one input
     * @throws WrongUse if a key is unknown or a value not allowed
     */
    public static BatchSettings of(Map<String, String> given) {
        given.keySet().forEach(BatchOptions::of);
        Map<String, String> cam = new LinkedHashMap<>();
        Map<String, String> own = new LinkedHashMap<>();
        BatchOptions.LIST.forEach(option -> own.put(option.key(), option.standard()));
        given.forEach((key, text) -> (BatchOptions.has(key) ? own : cam).put(key, text));
        cam.putIfAbsent("threads", BatchOptions.of("threads").standard());
        String input = own.get("input");
        return new BatchSettings(
                CamSettings.of(cam),
                input.isEmpty() ? List.of() : List.of(input),
                own.get("output"),
                flag(own, "recursive"),
                own.get("include"),
                own.get("exclude"),
                Saved.parse(own.get("save")),
                streams(own.get("streams")),
                flag(own, "restart"),
                flag(own, "dryrun"),
                flag(own, "failfast"));
    }

    /**
     * Refuses a batch that cannot begin.
     *
     * @throws WrongUse if input or output is missing
     */
    public void requireComplete() {
        require("input", String.join("", inputs), "a folder, files or a list of images");
        require("output", output, "a folder for the results");
    }

    private static void require(String key, String text, String expected) {
        if (!text.isEmpty()) return;
        throw new WrongUse("option " + key, "it is missing, expected " + expected, "");
    }

    /** The same batch of other inputs. */
    public BatchSettings withInputs(List<String> others) {
        return new BatchSettings(
                cam, others, output, recursive, include, exclude, save, streams, restart, dryRun,
                failFast);
    }

    /** Pictures in the network at a time on this machine, at least 1. */
    public int streamsHere() {
        if (streams > 0) return streams;
        return Math.max(1, Runtime.getRuntime().availableProcessors() / cam.threadsHere());
    }

    private static boolean flag(Map<String, String> texts, String key) {
        String text = texts.get(key);
        if (text.equals("true") || text.equals("false")) return text.equals("true");
        throw Options.wrong(key, text, "true or false");
    }

    private static int streams(String text) {
        return text.equals("auto") ? 0 : Options.whole("streams", text, 1, MOST_STREAMS);
    }
}
