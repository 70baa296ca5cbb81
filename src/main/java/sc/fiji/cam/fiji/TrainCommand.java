package sc.fiji.cam.fiji;

import org.jspecify.annotations.Nullable;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.train.Training;

/**
 * A model of the user's own classes, for SciJava: scripts, {@code --run}, other commands. The menu
 * and the macro label belong to {@link TrainImages}.
 */
@Plugin(
        type = Command.class,
        label = TrainImages.LABEL,
        menuPath = "Plugins>EfficientNet CAM>" + TrainImages.LABEL,
        headless = true,
        attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public class TrainCommand extends OptionsCommand {
    @Parameter(persist = false, required = false)
    private @Nullable String input;

    @Parameter(persist = false, required = false)
    private @Nullable String rois;

    @Parameter(persist = false, required = false)
    private @Nullable String show;

    @Parameter(persist = false, required = false)
    private @Nullable String output;

    @Parameter(persist = false, required = false)
    private @Nullable String from;

    @Parameter(persist = false, required = false)
    private @Nullable String mode;

    @Parameter(persist = false, required = false)
    private @Nullable String architecture;

    @Parameter(persist = false, required = false)
    private @Nullable String epochs;

    @Parameter(persist = false, required = false)
    private @Nullable String size;

    @Parameter(persist = false, required = false)
    private @Nullable String batch;

    @Parameter(persist = false, required = false)
    private @Nullable String rate;

    @Parameter(persist = false, required = false)
    private @Nullable String decay;

    @Parameter(persist = false, required = false)
    private @Nullable String balance;

    @Parameter(persist = false, required = false)
    private @Nullable String equivariance;

    @Parameter(persist = false, required = false)
    private @Nullable String seed;

    @Parameter(persist = false, required = false)
    private @Nullable String validation;

    @Parameter(persist = false, required = false)
    private @Nullable String precision;

    @Parameter(persist = false, required = false)
    private @Nullable String licence;

    @Parameter(persist = false, required = false)
    private @Nullable String report;

    @Parameter(persist = false, required = false)
    private @Nullable String device;

    @Parameter(persist = false, required = false)
    private @Nullable String threads;

    /** Images learnt from. */
    @Parameter(type = ItemIO.OUTPUT)
    private int trained;

    /** Images put aside, which the two numbers below are of. */
    @Parameter(type = ItemIO.OUTPUT)
    private int aside;

    /** Share of right answers, 0 to 1. */
    @Parameter(type = ItemIO.OUTPUT)
    private double accuracy;

    /** Expected calibration error, 0 to 1. */
    @Parameter(type = ItemIO.OUTPUT)
    private double calibrationError;

    @Override
    public void run() {
        TrainRequest request = TrainRequest.of(given());
        try {
            fill(TrainImagesJob.run(request));
        } catch (Cancelled e) {
            cancel(e.getMessage());
        }
    }

    private void fill(Training.Result result) {
        trained = result.trained();
        aside = result.scores().images();
        accuracy = result.scores().accuracy();
        calibrationError = result.calibration().after();
    }
}
