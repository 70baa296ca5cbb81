package sc.fiji.cam.fiji;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Plot;
import ij.gui.PlotWindow;
import ij.measure.ResultsTable;
import ij.process.ColorProcessor;
import ij.text.TextPanel;
import ij.text.TextWindow;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.train.Answer;
import sc.fiji.cam.train.CurvePoint;
import sc.fiji.cam.train.Scores;
import sc.fiji.cam.train.Training;

/** What a training shows: curves while it runs; classes and wrong answers at the end. */
final class TrainWindows {
    private static final String TITLE = "Loss and accuracy";
    private static final int WIDTH = 560;
    private static final int HEIGHT = 320;
    private static final int DIGITS = 3;

    private @Nullable PlotWindow window;

    /** Shows the curves, or draws them anew; closed by the user, they open again. */
    void curve(List<CurvePoint> points) {
        if (points.isEmpty()) return;
        Plot plot = plot(points);
        if (window != null && window.isVisible()) window.drawPlot(plot);
        else window = plot.show();
    }

    /** Losses and accuracy by epoch. */
    static Plot plot(List<CurvePoint> points) {
        Plot plot = new Plot(TITLE, "Epoch", "Loss, accuracy");
        plot.setFrameSize(WIDTH, HEIGHT);
        double[] epochs = column(points, CurvePoint::epoch);
        plot.setLineWidth(2);
        plot.setColor("#d55e00");
        plot.add("line", epochs, column(points, CurvePoint::loss));
        plot.setColor("#0072b2");
        plot.add("line", epochs, column(points, CurvePoint::asideLoss));
        plot.setColor("#009e73");
        plot.add("line", epochs, column(points, CurvePoint::asideAccuracy));
        double most = 1;
        for (CurvePoint p : points) most = Math.max(most, Math.max(p.loss(), p.asideLoss()));
        double last = Math.max(2, points.get(points.size() - 1).epoch());
        plot.setLimits(1, last, 0, most * 1.05);
        plot.setLineWidth(1);
        plot.setColor("black");
        plot.addLegend("loss, learning\nloss, put aside\naccuracy, put aside", "auto");
        return plot;
    }

    private static double[] column(List<CurvePoint> points, ToDoubleFunction<CurvePoint> value) {
        return points.stream().mapToDouble(value).toArray();
    }

    /** Shows the tables, and the answers that are wrong with what a double click does. */
    void show(Training.Result result) {
        curve(result.curve());
        String model = result.output().getFileName().toString();
        classes(result).show("Classes of " + model);
        List<Answer> wrong = result.wrong();
        if (wrong.isEmpty()) return;
        String title = "Wrong answers of " + model;
        wrong(result, wrong).show(title);
        if (WindowManager.getFrame(title) instanceof TextWindow text) {
            TextPanel panel = text.getTextPanel();
            panel.addMouseListener(
                    new MouseAdapter() {
                        @Override
                        public void mouseClicked(MouseEvent e) {
                            int row = panel.getSelectionStart();
                            boolean asked = e.getClickCount() == 2 && row >= 0;
                            if (asked && row < wrong.size()) open(result, wrong.get(row));
                        }
                    });
        }
    }

    /** Recall and precision by class, and how often it was taken for which. */
    static ResultsTable classes(Training.Result result) {
        ResultsTable table = new ResultsTable();
        table.setPrecision(DIGITS);
        table.showRowNumbers(false);
        Scores scores = result.scores();
        for (int k = 0; k < result.classes().size(); k++) {
            table.addRow();
            table.addValue("Class", result.classes().get(k));
            table.addValue("Images", scores.images(k));
            table.addValue("Recall", scores.recall(k));
            table.addValue("Precision", scores.precision(k));
            for (int answer = 0; answer < result.classes().size(); answer++) {
                String column = "as " + result.classes().get(answer);
                table.addValue(column, scores.confusion()[k][answer]);
            }
        }
        return table;
    }

    /** One row per wrong answer. */
    static ResultsTable wrong(Training.Result result, List<Answer> wrong) {
        ResultsTable table = new ResultsTable();
        table.setPrecision(DIGITS);
        table.showRowNumbers(false);
        for (Answer a : wrong) {
            table.addRow();
            table.addValue("Class", result.classes().get(a.truth()));
            table.addValue("Answer", result.classes().get(a.answer()));
            table.addValue("Probability", a.probability());
            table.addValue("Image (double click explains it)", a.source().name());
        }
        return table;
    }

    /** Opens an image and explains the answer by the new model; on a thread of its own. */
    private static void open(Training.Result result, Answer answer) {
        Runnable work =
                () -> {
                    try {
                        explained(result, answer).show();
                    } catch (RuntimeException | LinkageError | OutOfMemoryError error) {
                        Door.report(error, false);
                    }
                };
        new Thread(work, TrainImages.LABEL).start();
    }

    /** The image of an answer with the map of that answer over it. */
    static ImagePlus explained(Training.Result result, Answer answer) {
        Picture picture = answer.source().picture();
        int[] rgb = picture.rgb().clone();
        ImagePlus image =
                new ImagePlus(
                        picture.title(),
                        new ColorProcessor(picture.width(), picture.height(), rgb));
        Map<String, String> options =
                Map.of(
                        "model", result.output().toString(),
                        "target", Integer.toString(answer.answer()),
                        "table", "none");
        ExplainJob.standard().run(image, CamSettings.of(options));
        return image;
    }
}
