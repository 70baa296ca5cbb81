package sc.fiji.cam.cli;

import java.util.Locale;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.GridGeometry;
import sc.fiji.cam.data.Method;
import sc.fiji.cam.data.ModelFacts;
import sc.fiji.cam.data.Pooling;
import sc.fiji.cam.data.Prediction;

/** What {@code explain} prints about a picture, for people. */
final class Summary {
    private Summary() {}

    /** What was opened, and what had to be assumed about it. */
    static void print(Terminal terminal, Checkpoint checkpoint) {
        ModelFacts facts = checkpoint.facts();
        terminal.say(
                text(
                        "%s: EfficientNet-%s, %d classes, %s, %s names, family %s",
                        facts.file(),
                        facts.architecture().toUpperCase(Locale.ROOT),
                        checkpoint.head().classes(),
                        facts.container(),
                        facts.dialect(),
                        facts.family()));
        for (String assumption : checkpoint.assumptions()) terminal.say("  note: " + assumption);
    }

    /** What a picture gave. */
    static void print(Terminal terminal, String image, int page, int pages, CamResult result) {
        GridGeometry g = result.geometry();
        String slice = pages == 1 ? "" : ", slice " + page;
        terminal.say(
                text(
                        "%s%s: input %s, grid %dx%d, evidence centre %.2f,%.2f px, %s, threads %d",
                        image,
                        slice,
                        result.preparation().size(),
                        g.gridWidth(),
                        g.gridHeight(),
                        g.own().x(),
                        g.own().y(),
                        result.device(),
                        result.threads()));
        for (ClassMap map : result.maps()) terminal.say(map(map));
        for (String note : result.notes()) terminal.say("  note: " + note);
    }

    private static String map(ClassMap map) {
        Prediction p = map.prediction();
        return text(
                "  class %d \"%s\": logit %.5g, probability %.4g, rank %d, map %.4g to %.4g, %s",
                p.classIndex(),
                p.label(),
                p.logit(),
                p.probability(),
                p.rank(),
                map.grid().min(),
                map.grid().max(),
                completeness(map));
    }

    private static String completeness(ClassMap map) {
        if (map.method() == Method.LAST_CONV) return "no CAM in logits";
        String sum = map.pooling() == Pooling.AVERAGE ? "mean" : "sum";
        String off = text("|%s + bias - logit| = %.2g", sum, map.completeness());
        if (map.method() == Method.GRADIENT) return off + " (gradient map at the last features)";
        return off + (map.exact() ? " (exact)" : " (NOT exact)");
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
