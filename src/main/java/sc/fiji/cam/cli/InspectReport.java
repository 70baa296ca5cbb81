package sc.fiji.cam.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.InputSpec;
import sc.fiji.cam.data.Point;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.network.EvidenceCentre;

/** What is said about a weight file, by field; docs/command-line.md lists the fields. */
final class InspectReport {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /** Labels shown to people; JSON has all. */
    private static final int SHOWN = 10;

    private InspectReport() {}

    /**
     * @param file path as given
     * @param checkpoint what was read
     */
    static Map<String, Object> of(String file, Checkpoint checkpoint) {
        InputSpec input = checkpoint.input();
        InputSize standard = InputSize.square(checkpoint.architecture().resolution());
        InputSize size = input.size().orElse(standard);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("file", file);
        facts.put("container", checkpoint.facts().container());
        facts.put("dialect", checkpoint.facts().dialect());
        facts.put("family", checkpoint.facts().family());
        facts.put("architecture", checkpoint.facts().architecture());
        facts.put("classes", checkpoint.head().classes());
        facts.put("labels", checkpoint.labels().names());
        facts.put("head", checkpoint.head().drawn());
        facts.put("pooling", checkpoint.head().pooling().id());
        facts.put("inputSize", List.of(size.width(), size.height()));
        facts.put("scaling", scaling(input));
        facts.put("exactCam", checkpoint.head().linear().isPresent());
        Optional<Point> own = CamModel.own(checkpoint);
        facts.put("own", RunReport.pair(own.orElse(Point.ZERO)));
        List<String> assumptions = new ArrayList<>(checkpoint.assumptions());
        if (own.isEmpty()) assumptions.add(EvidenceCentre.NONE);
        facts.put("assumptions", assumptions);
        facts.put("sha256", checkpoint.facts().sha256());
        facts.put("parameters", checkpoint.parameters());
        return facts;
    }

    private static Map<String, Object> scaling(InputSpec input) {
        Map<String, Object> scaling = new LinkedHashMap<>();
        scaling.put("mean", input.scaling().mean());
        scaling.put("std", input.scaling().std());
        return scaling;
    }

    static String json(Object facts) {
        return GSON.toJson(facts);
    }

    /** Aligned lines for people. */
    static String text(Map<String, Object> facts) {
        return facts.entrySet().stream()
                .map(e -> String.format("%-13s %s", e.getKey(), value(e.getValue())))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String value(Object value) {
        if (value instanceof Double d) return String.format(Locale.ROOT, "%.3f", d);
        if (!(value instanceof List<?> list)) return String.valueOf(value);
        if (list.isEmpty()) return "-";
        String text =
                list.stream()
                        .limit(SHOWN)
                        .map(InspectReport::value)
                        .collect(Collectors.joining(", "));
        return list.size() <= SHOWN ? text : text + ", ... (" + list.size() + " in all)";
    }
}
