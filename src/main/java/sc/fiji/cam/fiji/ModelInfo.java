package sc.fiji.cam.fiji;

import ij.IJ;
import ij.Macro;
import ij.plugin.PlugIn;
import ij.text.TextWindow;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.MacroOptions;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.engine.BundledModels;
import sc.fiji.cam.engine.ModelReport;
import sc.fiji.cam.fiji.OptionDialog.Field;

/**
 * Menu and macro entry: shows what a weight file is understood to be, with the words of {@code
 * ./cam inspect}. People get a window, macros lines in the log. Needs no image and no PyTorch.
 */
public final class ModelInfo implements PlugIn {
    /** Leaf of the menu path and first argument of {@code run(...)} in macros; never changes. */
    public static final String LABEL = "Model Info...";

    static final OptionDialog FORM =
            new OptionDialog(
                    OptionDialog.SHARED,
                    Options::ofModel,
                    List.of(
                            new Field("model", "Model file", "Model", false),
                            new Field("labels", "Labels file (optional)", "", false),
                            new Field("family", "Family of padding", "If you know better", false),
                            new Field("entry", "Entry in the file", "", true),
                            new Field("activation", "Activation in the head", "", false),
                            new Field("pooling", "Pooling behind the features", "", true),
                            new Field("scaling", "Scaling of values", "", true),
                            new Field("channels", "Channels", "", false)));

    private static final int WIDTH = 900;
    private static final int HEIGHT = 480;

    @Override
    public void run(String arg) {
        String options = Macro.getOptions();
        boolean macro = Door.calledByMacro(LABEL, options);
        try {
            if (macro) {
                report(settings(options)).text().lines().forEach(IJ::log);
            } else {
                ask().ifPresent(settings -> show(report(settings)));
            }
        } catch (RuntimeException | LinkageError | OutOfMemoryError error) {
            Door.report(error, macro);
        }
    }

    private static CamSettings settings(@Nullable String options) {
        return CamSettings.of(MacroOptions.parse(options == null ? "" : options, Options::ofModel));
    }

    private static Optional<CamSettings> ask() {
        return FORM.ask(CamSettings::of);
    }

    /**
     * What is to be said of the model that settings name.
     *
     * @throws sc.fiji.cam.data.CamException if it cannot be read
     */
    static ModelReport report(CamSettings settings) {
        BundledModels models = BundledModels.standard();
        IJ.showStatus("Reading " + settings.model());
        try {
            return ExplainJob.asOurselves(() -> models.report(models.read(settings), settings));
        } finally {
            IJ.showStatus("");
        }
    }

    private static void show(ModelReport report) {
        String title =
                "Model Info of "
                        + BundledModels.path("" + report.facts().get("file")).getFileName();
        String rows =
                report.rows().stream()
                        .map(row -> row.name() + "\t" + row.value())
                        .collect(Collectors.joining("\n"));
        new TextWindow(title, "what\tfound", rows, WIDTH, HEIGHT);
    }
}
