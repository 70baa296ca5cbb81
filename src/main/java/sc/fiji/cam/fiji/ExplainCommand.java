package sc.fiji.cam.fiji;

import ij.ImagePlus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.Prediction;

/**
 * The same job for SciJava: scripts, {@code --run}, other commands. The menu and the macro label
 * belong to {@link ExplainImage}, hence "no-legacy"; a script's call records nothing.
 */
@Plugin(
        type = Command.class,
        label = ExplainImage.LABEL,
        menuPath = "Plugins>EfficientNet CAM>" + ExplainImage.LABEL,
        headless = true,
        attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public class ExplainCommand extends PictureOptionsCommand {
    @Parameter(persist = false, required = false)
    private @Nullable ImagePlus image;

    @Parameter(persist = false, required = false)
    private @Nullable String map;

    @Parameter(persist = false, required = false)
    private @Nullable String table;

    /** Class of the first map. */
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

    /** The {@code top} classes: rank, class, label, logit and probability by these names. */
    @Parameter(type = ItemIO.OUTPUT)
    private @Nullable List<Map<String, Object>> results;

    private final ExplainJob job;

    /** The command as SciJava makes it. */
    public ExplainCommand() {
        this(ExplainJob.standard());
    }

    ExplainCommand(ExplainJob job) {
        this.job = job;
    }

    @Override
    public void run() {
        CamSettings settings = CamSettings.of(given());
        try {
            fill(job.run(image, settings), settings);
        } catch (Cancelled e) {
            cancel(e.getMessage());
        }
    }

    private void fill(CamResult result, CamSettings settings) {
        ClassMap first = result.maps().get(0);
        label = first.prediction().label();
        classIndex = first.prediction().classIndex();
        logit = first.prediction().logit();
        probability = first.prediction().probability();
        results =
                result.predictions().stream()
                        .filter(p -> p.rank() <= settings.top())
                        .map(ExplainCommand::plain)
                        .toList();
    }

    private static Map<String, Object> plain(Prediction p) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("rank", p.rank());
        row.put("class", p.classIndex());
        row.put("label", p.label());
        row.put("logit", p.logit());
        row.put("probability", p.probability());
        return row;
    }
}
