package sc.fiji.cam.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sc.fiji.cam.catalogue.ModelCard;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.InputSpec;
import sc.fiji.cam.data.Labels;
import sc.fiji.cam.data.ModelFacts;
import sc.fiji.cam.data.Point;
import sc.fiji.cam.data.Pooling;
import sc.fiji.cam.network.EvidenceCentre;

/**
 * What a weight file is understood to be, and what had to be assumed: as plain values by field, and
 * as lines for people. Needs no PyTorch.
 *
 * @param facts texts, numbers, lists and maps by the names that docs/command-line.md lists
 * @param rows name and value for people; a name is empty where a value goes on
 */
public record ModelReport(Map<String, Object> facts, List<Row> rows) {
    /** Labels shown to people; the facts have all. */
    private static final int SHOWN = 10;

    /**
     * One line.
     *
     * @param name of the value
     * @param value in words
     */
    public record Row(String name, String value) {}

    /** What is to be said of a checkpoint. */
    public static ModelReport of(Checkpoint checkpoint) {
        Optional<Point> own = CamModel.own(checkpoint);
        List<String> assumptions = new ArrayList<>(checkpoint.assumptions());
        if (own.isEmpty()) assumptions.add(EvidenceCentre.NONE);
        Point centre = own.orElse(Point.ZERO);
        return new ModelReport(
                facts(checkpoint, centre, assumptions), rows(checkpoint, centre, assumptions));
    }

    /** The same, and what the card of a bundled model adds. */
    ModelReport with(ModelCard card) {
        Map<String, Object> more = new LinkedHashMap<>(facts);
        more.put("card", card.facts());
        List<Row> lines = new ArrayList<>(rows);
        card.rows().forEach((name, values) -> add(lines, name, values));
        return new ModelReport(more, lines);
    }

    /** The facts that results depend on, as texts; where the file lies is none of them. */
    static Map<String, String> identity(Checkpoint checkpoint) {
        Map<String, String> identity = new LinkedHashMap<>();
        facts(checkpoint, Point.ZERO, List.of())
                .forEach((name, value) -> identity.put(name, value.toString()));
        identity.keySet().removeAll(List.of("file", "own", "assumptions"));
        return identity;
    }

    private static Map<String, Object> facts(
            Checkpoint checkpoint, Point own, List<String> assumptions) {
        ModelFacts model = checkpoint.facts();
        Head head = checkpoint.head();
        InputSpec input = checkpoint.input();
        InputSize size = size(checkpoint);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("file", model.file());
        facts.put("container", model.container());
        facts.put("writer", model.writer());
        facts.put("dialect", model.dialect());
        facts.put("family", model.family());
        facts.put("familySource", model.familySource());
        facts.put("architecture", model.architecture());
        facts.put("classes", head.classes());
        facts.put("labels", checkpoint.labels().names());
        facts.put("labelsSource", checkpoint.labels().source());
        facts.put("head", head.layers().size() == 1 ? "linear" : "layers");
        facts.put("layers", head.drawn());
        facts.put("output", head.output().id());
        facts.put("pooling", head.pooling().id());
        facts.put("inputSize", List.of(size.width(), size.height()));
        facts.put("inputSizeSource", input.sources().size());
        facts.put("scaling", scaling(input));
        facts.put("exactCam", head.linear().isPresent());
        facts.put("exactCamReason", reason(head));
        facts.put("own", List.of(own.x(), own.y()));
        facts.put("assumptions", List.copyOf(assumptions));
        facts.put("sha256", model.sha256());
        facts.put("parameters", checkpoint.parameters());
        return facts;
    }

    private static Map<String, Object> scaling(InputSpec input) {
        Map<String, Object> scaling = new LinkedHashMap<>();
        scaling.put("mean", input.scaling().mean());
        scaling.put("std", input.scaling().std());
        scaling.put("source", input.sources().scaling());
        scaling.put("channels", input.channels().id());
        scaling.put("channelsSource", input.sources().channels());
        return scaling;
    }

    private static InputSize size(Checkpoint checkpoint) {
        InputSize standard = InputSize.square(checkpoint.architecture().resolution());
        return checkpoint.input().size().orElse(standard);
    }

    private static List<Row> rows(Checkpoint checkpoint, Point own, List<String> assumptions) {
        ModelFacts model = checkpoint.facts();
        InputSpec input = checkpoint.input();
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("file", model.file()));
        String writer = model.writer().isEmpty() ? "" : " (" + model.writer() + ")";
        rows.add(new Row("container", model.container() + writer));
        rows.add(new Row("dialect", model.dialect()));
        rows.add(new Row("architecture", model.architecture()));
        rows.add(new Row("family", sourced(model.family(), model.familySource())));
        rows.add(new Row("classes", classes(checkpoint.labels())));
        rows.add(new Row("labels", labels(checkpoint.labels())));
        List<String> layers = new ArrayList<>();
        layers.add(checkpoint.head().pooling().id() + " pooling");
        layers.addAll(checkpoint.head().drawn());
        layers.add(checkpoint.head().output().id());
        add(rows, "head", layers);
        rows.add(new Row("input size", sourced(size(checkpoint) + " px", input.sources().size())));
        rows.add(new Row("scaling", sourced(input.scaling().text(), input.sources().scaling())));
        rows.add(new Row("channels", sourced(input.channels().id(), input.sources().channels())));
        rows.add(new Row("exact CAM", exact(checkpoint.head())));
        rows.add(new Row("own", text("%.2f, %.2f px (centre of the weights)", own.x(), own.y())));
        rows.add(new Row("parameters", text("%,d", checkpoint.parameters())));
        rows.add(new Row("sha256", model.sha256()));
        add(rows, "notes", assumptions.isEmpty() ? List.of("-") : assumptions);
        return rows;
    }

    private static void add(List<Row> rows, String name, List<String> values) {
        for (int i = 0; i < values.size(); i++)
            rows.add(new Row(i == 0 ? name : "", values.get(i)));
    }

    private static String sourced(String value, String source) {
        return source.isEmpty() ? value : value + " (" + source + ")";
    }

    private static String classes(Labels labels) {
        boolean numbered = labels.source().equals(Labels.NUMBERS);
        String names = numbered ? "numbered" : "names: " + labels.source();
        return sourced(Integer.toString(labels.names().size()), names);
    }

    private static String labels(Labels labels) {
        String shown = labels.names().stream().limit(SHOWN).collect(Collectors.joining(", "));
        return labels.names().size() > SHOWN ? shown + ", ..." : shown;
    }

    private static String exact(Head head) {
        boolean exact = head.linear().isPresent();
        String instead = exact ? "" : "; maps are gradient maps at the last features";
        return (exact ? "yes: " : "no: ") + reason(head) + instead;
    }

    private static String reason(Head head) {
        if (head.linear().isPresent()) return "one linear layer behind average pooling";
        return head.pooling() == Pooling.AVERAGE
                ? "the head has layers that are not linear"
                : "max pooling: each channel speaks through its largest cell alone";
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Aligned lines. */
    public String text() {
        return rows.stream()
                .map(row -> text("%-13s %s", row.name(), row.value()))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
