package sc.fiji.cam.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.GridGeometry;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.ModelFacts;
import sc.fiji.cam.data.Option;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.data.Point;
import sc.fiji.cam.data.Preparation;
import sc.fiji.cam.data.Rect;
import sc.fiji.cam.data.Scaling;
import sc.fiji.cam.data.Version;
import sc.fiji.cam.image.WholeFile;

/** The record of a run, {@code run.json}. Pairs are x, y; docs/command-line.md has the fields. */
public final class RunReport {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final Map<String, Object> root = new LinkedHashMap<>();
    private final List<Object> images = new ArrayList<>();

    /**
     * @param settings of the run
     * @param first the first result: it knows model and device
     */
    public RunReport(CamSettings settings, CamResult first) {
        root.put("settings", settings(settings));
        root.put("model", model(first.model()));
        root.put("device", first.device());
        root.put("threads", first.threads());
        root.put("version", Version.text());
        root.put("images", images);
    }

    /**
     * Adds one picture.
     *
     * @param image path as given
     * @param slice from 1
     * @param result what it gave
     * @param decode time to read it, milliseconds
     * @param write time to draw and write its files, milliseconds
     */
    public void add(String image, int slice, CamResult result, double decode, double write) {
        GridGeometry geometry = result.geometry();
        Preparation preparation = result.preparation();
        InputSize size = preparation.size();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("image", image);
        entry.put("slice", slice);
        entry.put("size", List.of(size.width(), size.height()));
        entry.put("resize", preparation.resize().id());
        entry.put("crop", preparation.crop());
        entry.put("interpolation", preparation.interpolation().id());
        entry.put("scaling", scaling(preparation.scaling()));
        entry.put("channels", preparation.channels().id());
        entry.put("grid", List.of(geometry.gridWidth(), geometry.gridHeight()));
        entry.put("registration", geometry.registration().id());
        entry.put("off", pair(geometry.off()));
        entry.put("own", pair(geometry.own()));
        entry.put("rim", rectangle(geometry.rim()));
        entry.put("maps", result.maps().stream().map(RunReport::map).toList());
        entry.put("millis", millis(result, decode, write));
        images.add(entry);
    }

    private static Map<String, Object> scaling(Scaling scaling) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("mean", scaling.mean());
        map.put("std", scaling.std());
        return map;
    }

    /** Writes the report. */
    public void write(Path file) {
        write(root, file);
    }

    /** Writes a report, whole or not at all. */
    static void write(Map<String, Object> report, Path file) {
        WholeFile.write(file, (GSON.toJson(report) + "\n").getBytes(UTF_8));
    }

    /** The texts of the options that count outside of ImageJ. */
    static Map<String, String> settings(CamSettings settings) {
        Map<String, String> texts = settings.toMap();
        for (Option option : Options.LIST) {
            if (option.door() == Option.Door.IMAGEJ) texts.remove(option.key());
        }
        return texts;
    }

    static Map<String, String> model(ModelFacts facts) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("file", facts.file());
        map.put("sha256", facts.sha256());
        map.put("container", facts.container());
        map.put("dialect", facts.dialect());
        map.put("family", facts.family());
        map.put("architecture", facts.architecture());
        return map;
    }

    private static Map<String, Object> map(ClassMap map) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("class", map.prediction().classIndex());
        entry.put("label", map.prediction().label());
        entry.put("logit", map.prediction().logit());
        entry.put("probability", map.prediction().probability());
        entry.put("method", map.method().id());
        entry.put("completeness", map.completeness());
        entry.put("exact", map.exact());
        entry.put("min", map.grid().min());
        entry.put("max", map.grid().max());
        return entry;
    }

    private static Map<String, Double> millis(CamResult result, double decode, double write) {
        Map<String, Double> entry = new LinkedHashMap<>();
        entry.put("decode", decode);
        entry.put("prepare", result.timings().prepare());
        entry.put("network", result.timings().network());
        entry.put("map", result.timings().map());
        entry.put("write", write);
        return entry;
    }

    static List<Double> pair(Point point) {
        return List.of(point.x(), point.y());
    }

    private static List<Double> rectangle(Rect r) {
        return List.of(r.x(), r.y(), r.width(), r.height());
    }
}
