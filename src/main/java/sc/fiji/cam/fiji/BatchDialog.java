package sc.fiji.cam.fiji;

import java.util.List;
import java.util.Optional;
import sc.fiji.cam.batch.BatchOptions;
import sc.fiji.cam.batch.BatchSettings;
import sc.fiji.cam.fiji.OptionDialog.Field;

/** The dialog of {@link BatchImages}. */
final class BatchDialog {
    private static final List<Field> FILES =
            List.of(
                    new Field(
                            "input",
                            "Input",
                            "Images (a folder, a file, a pattern such as /data/*.tif, a list.csv)"
                                    + " and results",
                            false),
                    new Field("include", "Include names", "", false),
                    new Field("exclude", "Exclude names", "", true),
                    new Field("recursive", "Recursive: folders within folders", "", true),
                    new Field("output", "Output folder", "", false),
                    new Field("save", "Save of every map", "", false));

    private static final List<Field> WORK =
            List.of(
                    new Field("streams", "Streams", "How it is done", false),
                    new Field("threads", "Threads per stream", "", true),
                    new Field("top", "Top classes in table", "", true),
                    new Field("restart", "Restart: delete older results", "", false),
                    new Field("dryrun", "Dryrun: only list", "", true),
                    new Field("failfast", "Failfast: stop at a failure", "", true));

    static final OptionDialog FORM =
            new OptionDialog(
                    OptionDialog.SHARED + "batch.",
                    BatchOptions::of,
                    OptionDialog.fields(List.of(FILES, ExplainDialog.PICTURE, WORK)));

    private BatchDialog() {}

    /**
     * Asks until the values are valid, then remembers and records them.
     *
     * @return empty if the user cancelled
     */
    static Optional<BatchSettings> ask() {
        return FORM.ask(
                given -> {
                    BatchSettings settings = BatchSettings.of(given);
                    settings.requireComplete();
                    return settings;
                });
    }
}
