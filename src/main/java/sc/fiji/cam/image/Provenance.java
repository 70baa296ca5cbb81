package sc.fiji.cam.image;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.GridGeometry;
import sc.fiji.cam.data.Method;
import sc.fiji.cam.data.ModelFacts;
import sc.fiji.cam.data.Point;
import sc.fiji.cam.data.Prediction;
import sc.fiji.cam.data.Preparation;
import sc.fiji.cam.data.Rect;
import sc.fiji.cam.data.ResizeMode;

/** Where a map comes from, as lines {@code key: value} in the info of its image. */
public final class Provenance {
    private Provenance() {}

    /**
     * Everything needed to make the map again. All pairs are x, y; lengths are pixels, of the image
     * for {@code rim}, {@code cell0} and {@code step}, of the input for {@code off} and {@code
     * own}.
     *
     * @param versions of the plugin and its libraries, by name; put first
     * @return key and value, one line each, in order
     */
    public static Map<String, String> of(
            CamResult result, ClassMap map, CamSettings settings, Map<String, String> versions) {
        Map<String, String> facts = new LinkedHashMap<>(versions);
        facts.put("image", result.title());
        model(facts, result.model());
        map(facts, map);
        preparation(facts, result.preparation());
        geometry(facts, result.geometry());
        facts.put("device", result.device());
        facts.put("threads", Integer.toString(result.threads()));
        settings.toMap()
                .forEach(
                        (key, text) -> {
                            if (!text.isEmpty()) facts.putIfAbsent("option " + key, text);
                        });
        facts.replaceAll((key, value) -> value.replaceAll("\\s*[\\r\\n]+\\s*", " "));
        return facts;
    }

    /** The lines themselves. */
    static String text(Map<String, String> facts) {
        return facts.entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static void model(Map<String, String> facts, ModelFacts model) {
        facts.put("model", model.file());
        facts.put("sha256", model.sha256());
        facts.put("container", model.container());
        facts.put("dialect", model.dialect());
        facts.put("family", model.family());
        facts.put("architecture", model.architecture());
    }

    private static void map(Map<String, String> facts, ClassMap map) {
        Prediction prediction = map.prediction();
        facts.put("method", map.method().id());
        facts.put("class", Integer.toString(prediction.classIndex()));
        facts.put("label", prediction.label());
        facts.put("logit", Double.toString(prediction.logit()));
        facts.put("probability", Double.toString(prediction.probability()));
        facts.put("bias", Double.toString(map.bias()));
        facts.put("exact", Boolean.toString(map.exact()));
        if (map.method() != Method.LAST_CONV) {
            facts.put("completeness", Double.toString(map.completeness()));
            facts.put("bound", Double.toString(map.bound()));
        }
    }

    private static void preparation(Map<String, String> facts, Preparation preparation) {
        facts.put("input", preparation.size().width() + ", " + preparation.size().height());
        facts.put("resize", preparation.resize().id());
        if (preparation.resize() == ResizeMode.CROP) {
            facts.put("crop", Double.toString(preparation.crop()));
        }
        facts.put("interpolation", preparation.interpolation().id());
        facts.put("scaling", preparation.scaling().text());
        facts.put("channels", preparation.channels().id());
    }

    private static void geometry(Map<String, String> facts, GridGeometry geometry) {
        Rect rim = geometry.rim();
        facts.put("grid", geometry.gridWidth() + ", " + geometry.gridHeight());
        facts.put("registration", geometry.registration().id());
        facts.put("off", pair(geometry.off()));
        facts.put("own", pair(geometry.own()));
        facts.put("cell0", pair(geometry.placement().origin()));
        facts.put("step", pair(geometry.placement().step()));
        facts.put("rim", rim.x() + ", " + rim.y() + ", " + rim.width() + ", " + rim.height());
    }

    private static String pair(Point point) {
        return point.x() + ", " + point.y();
    }
}
