package sc.fiji.cam.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.image.WholeFile;

/** What is to be said of a training at its end, for people and as tables in files. */
public final class TrainReport {
    /** More columns than these do not fit a terminal. */
    private static final int MOST_COLUMNS = 12;

    private static final int NAME = 24;
    private static final String CURVE = "curve.csv";
    private static final String CONFUSION = "confusion.csv";
    private static final String CLASSES = "classes.csv";
    private static final String ANSWERS = "answers.csv";
    private static final List<String> FILES = List.of(CURVE, CONFUSION, CLASSES, ANSWERS);

    private TrainReport() {}

    /** Number of images, accuracy, calibration error. */
    public static List<String> summary(Training.Result result) {
        Scores scores = result.scores();
        List<String> lines = new ArrayList<>();
        lines.add(
                line(
                        "%s: %d classes, %d images learnt from, %d put aside",
                        result.output(),
                        result.classes().size(),
                        result.trained(),
                        scores.images()));
        String epoch = result.epoch() == 0 ? "" : ", epoch " + result.epoch();
        lines.add("accuracy " + percent(scores.accuracy()) + epoch);
        Calibration c = result.calibration();
        String before =
                c.temperature() == 1
                        ? ""
                        : line(
                                "; %.4f before all logits were divided by %.4f",
                                c.before(), c.temperature());
        lines.add(line("calibration error %.4f", c.after()) + before);
        return lines;
    }

    /** The summary, then the confusion matrix, then recall and precision by class, aligned. */
    public static List<String> lines(Training.Result result) {
        Scores scores = result.scores();
        List<String> lines = summary(result);
        lines.addAll(confusion(result));
        lines.add(line("%-24s %8s %8s %9s", "class", "images", "recall", "precision"));
        for (int k = 0; k < result.classes().size(); k++) {
            lines.add(
                    line(
                            "%-24s %8d %8s %9s",
                            result.classes().get(k),
                            scores.images(k),
                            percent(scores.recall(k)),
                            precision(scores, k)));
        }
        return lines;
    }

    private static List<String> confusion(Training.Result result) {
        List<String> classes = result.classes();
        if (classes.size() > MOST_COLUMNS) {
            return List.of("confusion matrix of " + classes.size() + " classes: see report=DIR");
        }
        List<String> lines = new ArrayList<>();
        lines.add("confusion matrix, a row per true class, a column per answer:");
        String format = "%-24s";
        for (int k = 0; k < classes.size(); k++) {
            StringBuilder row = new StringBuilder(line(format, cut(classes.get(k), NAME)));
            for (int n : result.scores().confusion()[k]) row.append(line(" %5d", n));
            lines.add(row.toString());
        }
        return lines;
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 3) + "...";
    }

    private static String precision(Scores scores, int k) {
        return Double.isNaN(scores.precision(k)) ? "none" : percent(scores.precision(k));
    }

    /** A share as people read it. */
    public static String percent(double share) {
        return line("%.1f %%", 100 * share);
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /**
     * Refuses a file, and a folder that holds such a report.
     *
     * @throws WrongUse naming the file
     */
    static void requireAbsent(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new WrongUse("option report", folder + " is a file", "Name a folder.");
        }
        for (String name : FILES) {
            Path file = folder.resolve(name);
            if (!Files.exists(file)) continue;
            throw new WrongUse("option report", file + " exists", "Name another folder.");
        }
    }

    /**
     * Writes the tables: {@code curve.csv}, {@code confusion.csv}, {@code classes.csv}, {@code
     * answers.csv}.
     *
     * @param folder made if it is not there
     * @throws sc.fiji.cam.data.OutputFailed if that fails
     */
    static void write(Path folder, Training.Result result) {
        WholeFile.makeFolder(folder);
        List<CsvText> tables =
                List.of(curve(result), matrix(result), classes(result), answers(result));
        for (int i = 0; i < FILES.size(); i++) {
            WholeFile.write(folder.resolve(FILES.get(i)), tables.get(i).bytes());
        }
    }

    private static CsvText curve(Training.Result result) {
        CsvText table = new CsvText("epoch", "size", "loss", "aside_loss", "aside_accuracy");
        for (CurvePoint p : result.curve()) {
            table.add(p.epoch(), p.size(), p.loss(), p.asideLoss(), p.asideAccuracy());
        }
        return table;
    }

    private static CsvText matrix(Training.Result result) {
        CsvText table = new CsvText("class");
        result.classes().forEach(table::more);
        for (int k = 0; k < result.classes().size(); k++) {
            table.add(result.classes().get(k));
            for (int n : result.scores().confusion()[k]) table.more(n);
        }
        return table;
    }

    private static CsvText classes(Training.Result result) {
        CsvText table = new CsvText("class", "images", "recall", "precision");
        Scores scores = result.scores();
        for (int k = 0; k < result.classes().size(); k++) {
            double precision = scores.precision(k);
            table.add(
                    result.classes().get(k),
                    scores.images(k),
                    scores.recall(k),
                    Double.isNaN(precision) ? "" : precision);
        }
        return table;
    }

    private static CsvText answers(Training.Result result) {
        CsvText table = new CsvText("image", "class", "answer", "probability", "right");
        List<String> names = result.classes();
        for (Answer a : result.answers()) {
            table.add(
                    a.source().name(),
                    names.get(a.truth()),
                    names.get(a.answer()),
                    a.probability(),
                    a.right());
        }
        return table;
    }
}
