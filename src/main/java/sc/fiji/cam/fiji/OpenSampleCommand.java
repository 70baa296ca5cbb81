package sc.fiji.cam.fiji;

import ij.ImagePlus;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.Prediction;

/**
 * A sample image, explained, for SciJava: scripts, {@code --run}, other commands. The menu and the
 * macro label belong to {@link OpenSample}.
 */
@Plugin(
        type = Command.class,
        label = OpenSample.LABEL,
        menuPath = "Plugins>EfficientNet CAM>" + OpenSample.LABEL,
        headless = true,
        attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public class OpenSampleCommand extends ContextCommand {
    @Parameter(persist = false, required = false)
    private @Nullable String sample;

    /** The image with its overlay; whoever runs the command shows it. */
    @Parameter(type = ItemIO.OUTPUT)
    private @Nullable ImagePlus image;

    /** Top class. */
    @Parameter(type = ItemIO.OUTPUT)
    private @Nullable String label;

    /** Its number. */
    @Parameter(type = ItemIO.OUTPUT)
    private int classIndex;

    /** Its logit. */
    @Parameter(type = ItemIO.OUTPUT)
    private double logit;

    /** Its probability, 0 to 1. */
    @Parameter(type = ItemIO.OUTPUT)
    private double probability;

    private final SampleJob job;

    /** The command as SciJava makes it. */
    public OpenSampleCommand() {
        this(SampleJob.standard());
    }

    OpenSampleCommand(SampleJob job) {
        this.job = job;
    }

    @Override
    public void run() {
        boolean chosen = sample != null && !sample.isEmpty();
        ImagePlus opened =
                SampleJob.open(chosen ? Map.of(SampleJob.SAMPLE.key(), sample) : Map.of());
        try {
            Prediction top = job.explain(opened).predictions().get(0);
            image = opened;
            label = top.label();
            classIndex = top.classIndex();
            logit = top.logit();
            probability = top.probability();
        } catch (Cancelled e) {
            cancel(e.getMessage());
        }
    }
}
