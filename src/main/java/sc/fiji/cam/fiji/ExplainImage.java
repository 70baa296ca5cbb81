package sc.fiji.cam.fiji;

import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.plugin.PlugIn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.MacroOptions;

/**
 * Menu and macro entry: explains the current image on the calling thread. A macro never meets a
 * dialog: keys it leaves out take their defaults, and whatever is wrong stops it.
 *
 * <p>Names no class of SciJava or DJL, so that plain ImageJ can load it.
 */
public final class ExplainImage implements PlugIn {
    /** Leaf of the menu path and first argument of {@code run(...)} in macros; never changes. */
    public static final String LABEL = "Explain Image...";

    private final ExplainJob job;

    /** The entry as ImageJ makes it. */
    public ExplainImage() {
        this(ExplainJob.standard());
    }

    ExplainImage(ExplainJob job) {
        this.job = job;
    }

    @Override
    public void run(String arg) {
        String options = Macro.getOptions();
        ImagePlus image = WindowManager.getCurrentImage();
        boolean macro = Door.calledByMacro(LABEL, options);
        try {
            Optional<CamSettings> settings =
                    macro ? Optional.of(settings(options)) : ExplainDialog.ask(image);
            if (settings.isPresent()) job.run(image, settings.get());
        } catch (RuntimeException | LinkageError | OutOfMemoryError error) {
            Door.report(error, macro);
        }
    }

    private static CamSettings settings(@Nullable String options) {
        return CamSettings.of(MacroOptions.parse(options == null ? "" : options));
    }
}
