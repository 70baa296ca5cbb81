package sc.fiji.cam.fiji;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.engine.ModelReport;

/**
 * What a weight file is understood to be, for SciJava: scripts, {@code --run}, other commands. All
 * options are texts under their macro keys, for the reasons that {@link ExplainCommand} gives;
 * errors reach the caller.
 */
@Plugin(
        type = Command.class,
        label = ModelInfo.LABEL,
        menuPath = "Plugins>EfficientNet CAM>" + ModelInfo.LABEL,
        headless = true,
        attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public class ModelInfoCommand extends ContextCommand {
    @Parameter(persist = false, required = false)
    private @Nullable String model;

    @Parameter(persist = false, required = false)
    private @Nullable String labels;

    @Parameter(persist = false, required = false)
    private @Nullable String family;

    @Parameter(persist = false, required = false)
    private @Nullable String entry;

    @Parameter(persist = false, required = false)
    private @Nullable String activation;

    @Parameter(persist = false, required = false)
    private @Nullable String pooling;

    @Parameter(persist = false, required = false)
    private @Nullable String scaling;

    @Parameter(persist = false, required = false)
    private @Nullable String channels;

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

    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        put(given, "model", model);
        put(given, "labels", labels);
        put(given, "family", family);
        put(given, "entry", entry);
        put(given, "activation", activation);
        put(given, "pooling", pooling);
        put(given, "scaling", scaling);
        put(given, "channels", channels);
        return given;
    }

    private static void put(Map<String, String> given, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) given.put(key, value);
    }
}
