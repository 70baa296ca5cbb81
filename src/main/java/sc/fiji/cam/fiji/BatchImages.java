package sc.fiji.cam.fiji;

import ij.Macro;
import ij.plugin.PlugIn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.batch.BatchOptions;
import sc.fiji.cam.batch.BatchSettings;
import sc.fiji.cam.data.MacroOptions;

/**
 * Menu and macro entry: explains the images of a folder, a list or a pattern, as {@code ./cam
 * batch} does. The macro goes on when all are done; a macro never meets a dialog, and whatever is
 * wrong stops it. Images that fail do not: they are in the log and in {@code failures.csv}.
 *
 * <p>Names no class of SciJava or DJL, so that plain ImageJ can load it.
 */
public final class BatchImages implements PlugIn {
    /** Leaf of the menu path and first argument of {@code run(...)} in macros; never changes. */
    public static final String LABEL = "Batch...";

    private final BatchImagesJob job;

    /** The entry as ImageJ makes it. */
    public BatchImages() {
        this(BatchImagesJob.standard());
    }

    BatchImages(BatchImagesJob job) {
        this.job = job;
    }

    @Override
    public void run(String arg) {
        String options = Macro.getOptions();
        boolean macro = Door.calledByMacro(LABEL, options);
        try {
            Optional<BatchSettings> settings =
                    macro ? Optional.of(settings(options)) : BatchDialog.ask();
            settings.ifPresent(job::run);
        } catch (RuntimeException | LinkageError | OutOfMemoryError error) {
            Door.report(error, macro);
        }
    }

    private static BatchSettings settings(@Nullable String options) {
        String text = options == null ? "" : options;
        return BatchSettings.of(MacroOptions.parse(text, BatchOptions::of));
    }
}
