package sc.fiji.cam.fiji;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.engine.ModelReport;

/** What a weight file is understood to be, for SciJava: scripts, {@code --run}, other commands. */
@Plugin(
        type = Command.class,
        label = ModelInfo.LABEL,
        menuPath = "Plugins>EfficientNet CAM>" + ModelInfo.LABEL,
        headless = true,
        attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public class ModelInfoCommand extends ModelOptionsCommand {
    /** The lines that {@code ./cam inspect} prints. */
    @Parameter(type = ItemIO.OUTPUT)
    private @Nullable String text;

    /** Plain values by field, those of {@code ./cam inspect --json}. */
    @Parameter(type = ItemIO.OUTPUT)
    private @Nullable Map<String, Object> facts;

    @Override
    public void run() {
        ModelReport report = ModelInfo.report(CamSettings.of(given()));
        text = report.text();
        facts = report.facts();
    }
}
