package sc.fiji.cam.fiji;

import ij.ImagePlus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
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
 *
 * <p>All options are texts under their macro keys, none is required and none is remembered: SciJava
 * would turn bad numbers into 0, cancel without a word, and hand the values of the last run to the
 * next. {@link CamSettings} decides what is valid, and errors reach the caller as exceptions.
 */
@Plugin(
        type = Command.class,
        label = ExplainImage.LABEL,
        menuPath = "Plugins>EfficientNet CAM>" + ExplainImage.LABEL,
        headless = true,
        attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public class ExplainCommand extends ContextCommand {
    @Parameter(persist = false, required = false)
    private @Nullable ImagePlus image;

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

    @Parameter(persist = false, required = false)
    private @Nullable String target;

    @Parameter(persist = false, required = false)
    private @Nullable String top;

    @Parameter(persist = false, required = false)
    private @Nullable String method;

    @Parameter(persist = false, required = false)
    private @Nullable String size;

    @Parameter(persist = false, required = false)
    private @Nullable String resize;

    @Parameter(persist = false, required = false)
    private @Nullable String crop;

    @Parameter(persist = false, required = false)
    private @Nullable String interpolation;

    @Parameter(persist = false, required = false)
    private @Nullable String registration;

    @Parameter(persist = false, required = false)
    private @Nullable String display;

    @Parameter(persist = false, required = false)
    private @Nullable String range;

    @Parameter(persist = false, required = false)
    private @Nullable String lut;

    @Parameter(persist = false, required = false)
    private @Nullable String opacity;

    @Parameter(persist = false, required = false)
    private @Nullable String device;

    @Parameter(persist = false, required = false)
    private @Nullable String threads;

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
        put(given, "target", target);
        put(given, "top", top);
        put(given, "method", method);
        put(given, "size", size);
        put(given, "resize", resize);
        put(given, "crop", crop);
        put(given, "interpolation", interpolation);
        put(given, "registration", registration);
        put(given, "display", display);
        put(given, "range", range);
        put(given, "lut", lut);
        put(given, "opacity", opacity);
        put(given, "device", device);
        put(given, "threads", threads);
        put(given, "map", map);
        put(given, "table", table);
        return given;
    }

    private static void put(Map<String, String> given, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) given.put(key, value);
    }
}
