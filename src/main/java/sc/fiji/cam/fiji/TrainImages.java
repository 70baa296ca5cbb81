package sc.fiji.cam.fiji;

import ij.Macro;
import ij.plugin.PlugIn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.MacroOptions;

/**
 * Menu and macro entry: trains a model on the user's own classes, as {@code ./cam train} does, from
 * a folder or from named ROIs. The macro goes on when it is written; a macro never meets a dialog,
 * and whatever is wrong stops it. Escape keeps the best epoch so far.
 *
 * <p>Names no class of SciJava or DJL, so that plain ImageJ can load it.
 */
public final class TrainImages implements PlugIn {
    /** Leaf of the menu path and first argument of {@code run(...)} in macros; never changes. */
    public static final String LABEL = "Train...";

    @Override
    public void run(String arg) {
        String options = Macro.getOptions();
        boolean macro = Door.calledByMacro(LABEL, options);
        try {
            Optional<TrainRequest> request =
                    macro ? Optional.of(request(options)) : TrainDialog.ask();
            request.ifPresent(TrainImagesJob::run);
        } catch (RuntimeException | LinkageError | OutOfMemoryError error) {
            Door.report(error, macro);
        }
    }

    private static TrainRequest request(@Nullable String options) {
        String text = options == null ? "" : options;
        return TrainRequest.of(MacroOptions.parse(text, TrainRequest::option));
    }
}
