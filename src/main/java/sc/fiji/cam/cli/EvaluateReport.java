package sc.fiji.cam.cli;

import com.google.gson.GsonBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.evaluate.Evaluation;

/**
 * What {@code ./cam evaluate} found, as JSON and for people; docs/evaluate.md explains the numbers.
 *
 * @param evaluation the numbers
 * @param labels names of all classes
 */
record EvaluateReport(Evaluation evaluation, List<String> labels) {

    /** An object whose fields are always there; what was not measured is null. */
    String json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("images", evaluation.images());
        json.put("accuracy", evaluation.accuracy());
        json.put("calibrationError", evaluation.calibrationError());
        json.putAll(fields(evaluation.map()));
        json.put("gaussian", fields(evaluation.gaussian()));
        json.put("shuffled", fields(evaluation.shuffled()));
        Map<String, Object> perClass = new LinkedHashMap<>();
        for (Evaluation.OfClass c : evaluation.perClass()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("images", c.images());
            fields.put("precision", c.precision().orElse(null));
            fields.put("recall", c.recall());
            fields.put("masks", c.masks());
            fields.putAll(fields(c.map()));
            perClass.put(labels.get(c.number()), fields);
        }
        json.put("perClass", perClass);
        return new GsonBuilder()
                .serializeNulls()
                .disableHtmlEscaping()
                .setPrettyPrinting()
                .create()
                .toJson(json);
    }

    private static Map<String, @Nullable Object> fields(Optional<Evaluation.Score> score) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("pointing", score.map(Evaluation.Score::pointing).orElse(null));
        fields.put("energy", score.map(Evaluation.Score::energy).orElse(null));
        return fields;
    }

    /** Aligned lines. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(
                line(
                        "%d images, accuracy %.4f, calibration error %.4f",
                        evaluation.images(), evaluation.accuracy(), evaluation.calibrationError()));
        if (evaluation.masks() > 0) {
            text.append(
                    line("%d images with mask %15s %8s", evaluation.masks(), "pointing", "energy"));
            text.append(scores("map of the true class", evaluation.map()));
            text.append(scores("Gaussian in the middle", evaluation.gaussian()));
            text.append(scores("map, cells shuffled", evaluation.shuffled()));
        }
        String row = "%-24s %6s %10s %8s %8s %8s";
        text.append(line(row, "class", "images", "precision", "recall", "pointing", "energy"));
        for (Evaluation.OfClass c : evaluation.perClass()) {
            text.append(
                    line(
                            row,
                            labels.get(c.number()),
                            c.images(),
                            number(c.precision()),
                            number(Optional.of(c.recall())),
                            number(c.map().map(Evaluation.Score::pointing)),
                            number(c.map().map(Evaluation.Score::energy))));
        }
        return text.toString().stripTrailing();
    }

    private static String scores(String name, Optional<Evaluation.Score> score) {
        String pointing = number(score.map(Evaluation.Score::pointing));
        return line("  %-24s %8s %8s", name, pointing, number(score.map(Evaluation.Score::energy)));
    }

    private static String number(Optional<Double> value) {
        return value.map(v -> String.format(Locale.ROOT, "%.4f", v)).orElse("-");
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + "\n";
    }
}
