package sc.fiji.cam.fiji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.Plot;
import ij.measure.ResultsTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.network.Initial;
import sc.fiji.cam.testing.Networks;
import sc.fiji.cam.testing.SafetensorsWriter;
import sc.fiji.cam.train.Answer;
import sc.fiji.cam.train.Calibration;
import sc.fiji.cam.train.CurvePoint;
import sc.fiji.cam.train.Scores;
import sc.fiji.cam.train.Training;

/** What the windows of a training would show; none is opened. */
class TrainWindowsTest {
    private static RoiSource source(String name) {
        return new RoiSource(name, name, new Picture(name, 40, 50, new int[2000]));
    }

    private static Training.Result result(Path output) {
        return new Training.Result(
                output,
                List.of("cat", "dog"),
                20,
                2,
                new Scores(0.5, new int[][] {{3, 1}, {2, 4}}),
                new Calibration(0.5, 0.2, 0.1),
                List.of(new CurvePoint(1, 32, 0.9, 1.5, 0.5), new CurvePoint(2, 32, 0.8, 0.5, 0.7)),
                List.of(
                        new Answer(source("right"), 0, 0, 0.99),
                        new Answer(source("unsure"), 0, 1, 0.6),
                        new Answer(source("sure"), 1, 0, 0.9)));
    }

    @Test
    void classesHaveTheirRecallPrecisionAndConfusion() {
        ResultsTable table = TrainWindows.classes(result(Path.of("m.safetensors")));
        assertEquals("Class\tImages\tRecall\tPrecision\tas cat\tas dog", table.getColumnHeadings());
        assertEquals("cat\t4\t0.750\t0.600\t3\t1", table.getRowAsString(0));
        assertEquals("dog\t6\t0.667\t0.800\t2\t4", table.getRowAsString(1));
    }

    @Test
    void wrongAnswersAreListedSurestFirst() {
        Training.Result result = result(Path.of("m.safetensors"));
        ResultsTable table = TrainWindows.wrong(result, result.wrong());
        assertEquals(2, table.size());
        assertEquals("dog\tcat\t0.900\tsure", table.getRowAsString(0));
        assertEquals("cat\tdog\t0.600\tunsure", table.getRowAsString(1));
    }

    @Test
    void curvesAreDrawnWithinTheirLimits() {
        Plot plot = TrainWindows.plot(result(Path.of("m")).curve());
        double[] limits = plot.getLimits();
        assertEquals(1, limits[0]);
        assertEquals(2, limits[1]);
        assertTrue(limits[3] > 1.5, "the highest loss is cut off");
        assertEquals(2, plot.getDataObjectArrays(2)[1].length);
        assertEquals(0.7f, plot.getDataObjectArrays(2)[1][1]);
        assertNotNull(TrainWindows.plot(result(Path.of("m")).curve().subList(0, 1)));
    }

    @Test
    void aRowIsExplainedByTheNewModel(@TempDir Path folder) {
        Networks.Network start =
                new Networks.Network(
                        Architecture.B0,
                        Initial.weights(Architecture.B0, 5),
                        Initial.head(Architecture.B0, 2, 1));
        Path file = SafetensorsWriter.write(folder.resolve("b0.safetensors"), start, Map.of());
        Training.Result result = result(file);
        ImagePlus image = TrainWindows.explained(result, result.wrong().get(0));
        assertEquals("sure", image.getTitle());
        assertEquals(40, image.getWidth());
        assertEquals(1, image.getOverlay().size());
    }
}
