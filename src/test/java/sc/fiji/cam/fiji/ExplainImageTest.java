package sc.fiji.cam.fiji;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.process.ColorProcessor;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.engine.Explainer;

/** The menu and macro entry as a macro's thread meets it, without a display and a network. */
class ExplainImageTest {
    private final ImagePlus image = image();

    @BeforeEach
    void emptyTable() {
        ResultsTable.getResultsTable().reset();
    }

    @Test
    void drawsOverAnImageThatIsNotShown() {
        int[] before = pixels(image).clone();
        assertNull(macro(Fakes.job(), image, "model=m opacity=0.5"));
        assertEquals(1, image.getOverlay().size());
        ImageRoi drawn = (ImageRoi) image.getOverlay().get(0);
        assertEquals(0.5, drawn.getOpacity(), 1e-6);
        assertEquals(image.getWidth(), drawn.getProcessor().getWidth());
        assertArrayEquals(before, pixels(image));
    }

    @Test
    void theHeatmapIsDrawnWhereItBelongs() {
        macro(Fakes.job(), image, "model=m lut=grays");
        ImageRoi drawn = (ImageRoi) image.getOverlay().get(0);
        int left = drawn.getProcessor().getPixel(0, 0) & 0xff;
        int right = drawn.getProcessor().getPixel(image.getWidth() - 1, 0) & 0xff;
        assertEquals(255, left, "the cell with the maximum");
        assertEquals(0, right, "a negative cell");
    }

    @Test
    void aRerunReplacesOnlyOurs() {
        image.setOverlay(new Overlay(new Roi(1, 2, 3, 4)));
        macro(Fakes.job(), image, "model=m");
        macro(Fakes.job(), image, "model=m lut=fire");
        assertEquals(2, image.getOverlay().size());
        long users =
                Arrays.stream(image.getOverlay().toArray())
                        .filter(r -> r.getBounds().width == 3)
                        .count();
        assertEquals(1, users);
    }

    @Test
    void appendsTheTopClassesToTheTable() {
        ResultsTable table = ResultsTable.getResultsTable();
        table.addRow();
        table.addValue("Area", 0.123456);
        macro(Fakes.job(), image, "model=m top=2");
        assertEquals(3, table.size());
        assertEquals(0.123456, table.getValue("Area", 0));
        assertEquals("picture", table.getStringValue("Image", 1));
        assertEquals("cat", table.getStringValue("Label", 1));
        assertEquals(1, table.getValue("Slice", 1));
        assertEquals(2, table.getValue("Rank", 2));
        assertEquals(1, table.getValue("Class", 2));
        assertEquals(2.0, table.getValue("Logit", 2));
        assertEquals("0.500000001", table.getStringValue("Probability", 1), "nine digits");
    }

    @Test
    void whoeverLeavesTheSliceDuringTheRunFindsTheHeatmapWhereItBelongs() {
        ImageStack slices = new ImageStack(60, 40);
        for (int i = 0; i < 5; i++) slices.addSlice(new ColorProcessor(60, 40));
        ImagePlus stack = new ImagePlus("stack", slices);
        stack.setSlice(2);
        ExplainJob job =
                job(
                        s -> {
                            stack.setSlice(4);
                            return Fakes.model();
                        });
        assertNull(macro(job, stack, "model=m"));
        assertEquals(2, stack.getOverlay().get(0).getPosition());
        assertEquals(2, ResultsTable.getResultsTable().getValue("Slice", 0));
        assertEquals(4, stack.getCurrentSlice());
    }

    @Test
    void tableNoneWritesNone() {
        macro(Fakes.job(), image, "model=m table=none");
        assertEquals(0, ResultsTable.getResultsTable().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model=m opacity=abc | option opacity: found \"abc\", expected a number",
                "model=m opacity=7 | option opacity: found \"7\", expected a number from 0 to 1",
                "model=m opacity=0,5 | option opacity: found \"0,5\"",
                "model=m opacitty=0.5 | option opacitty: there is no such option. The nearest is"
                        + " \"opacity\"",
                "model=m target=cart | option target: no class is named \"cart\". The nearest are"
                        + " \"cat\"",
                "model=m target=3 | option target: found class 3, expected a number from 0 to 2",
                "model=m lut=fyre | option lut: no colour table is named \"fyre\"",
                "model=m map | option map: it has no value",
                "model=m model=n | option model: it is given twice",
                "model=[m | option model: its bracket [ is not closed",
                "model=[] | option model: found \"\", expected the path of a checkpoint, or bundled",
                "model=m map=show | option map: found \"show\", but there is neither a display"
            })
    void whateverIsWrongStopsTheMacro(String options, String message) {
        String error = macro(Fakes.job(), image, options);
        assertTrue(
                error != null && error.startsWith("EfficientNet CAM: " + message),
                options + " -> " + error);
        assertNull(image.getOverlay(), "nothing may be drawn");
        assertEquals(0, ResultsTable.getResultsTable().size());
    }

    @Test
    void aMacroWithoutModelGetsTheBundledOne() {
        List<String> opened = new ArrayList<>();
        ModelCache cache =
                new ModelCache(
                        settings -> {
                            opened.add(settings.model());
                            return Fakes.model();
                        });
        assertNull(macro(new ExplainJob(cache), image, "opacity=.5"));
        assertEquals(List.of("bundled"), opened);
        CamSettings unasked = CamSettings.of(Map.of("table", "none"));
        String note = new ExplainJob(cache).run(image, unasked).notes().get(0);
        assertTrue(note.startsWith("model=bundled: no model was named"), note);
        CamSettings asked = CamSettings.of(Map.of("table", "none", "model", "bundled"));
        assertEquals(List.of("A note."), new ExplainJob(cache).run(image, asked).notes());
    }

    @Test
    void aValidMacroIsNotStopped() {
        assertNull(macro(Fakes.job(), image, "model=m opacity=.5 target=[tabby\\, cat] lut=Ice"));
    }

    @Test
    void noImageStopsTheMacro() {
        String error = macro(Fakes.job(), null, "model=m");
        assertTrue(error != null && error.contains("image"), error);
    }

    @Test
    void anErrorOfTheLibraryStopsTheMacroWithItsName() {
        ExplainJob broken =
                job(
                        s -> {
                            throw new UnsatisfiedLinkError("libtorch");
                        });
        String error = macro(broken, image, "model=m");
        assertTrue(error != null && error.contains("UnsatisfiedLinkError: libtorch"), error);
        ExplainJob full =
                job(
                        s -> {
                            throw new OutOfMemoryError("Java heap space");
                        });
        assertTrue(macro(full, image, "model=m").contains("out of memory"));
    }

    @Test
    void escapeStopsTheMacro() {
        ExplainJob stopped =
                job(
                        s -> {
                            throw new Cancelled();
                        });
        String error = macro(stopped, image, "model=m");
        assertEquals("EfficientNet CAM: stopped by the user.", error);
        assertNull(image.getOverlay());
    }

    @Test
    void theThreadsClassLoaderIsOursDuringTheRunAndItsOwnAfterwards() throws Exception {
        AtomicReference<ClassLoader> during = new AtomicReference<>();
        ExplainJob job =
                job(
                        s -> {
                            during.set(Thread.currentThread().getContextClassLoader());
                            throw new IllegalStateException("on purpose");
                        });
        try (URLClassLoader foreign = new URLClassLoader(new URL[0], null)) {
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(foreign);
            try {
                job.run(image, CamSettings.defaults().with("model", "m"));
            } catch (IllegalStateException e) {
                assertSame(foreign, Thread.currentThread().getContextClassLoader());
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
        }
        assertSame(ExplainJob.class.getClassLoader(), during.get());
    }

    @Test
    void longMessagesAreBrokenForTheMessageBox() {
        String text = Door.wrapped("word ".repeat(60).strip());
        assertEquals("word ".repeat(60).strip(), text.replace('\n', ' '));
        for (String line : text.split("\n")) assertTrue(line.length() <= 90, line);
        assertFalse(Door.wrapped("short").contains("\n"));
    }

    private static ExplainJob job(Function<CamSettings, Explainer> opener) {
        return new ExplainJob(new ModelCache(opener));
    }

    /**
     * Runs the entry as {@code run("Explain Image...", options)} in a macro does.
     *
     * @return the error that stopped the macro, or null
     */
    private static String macro(ExplainJob job, ImagePlus image, String options) {
        return MacroThread.run(new ExplainImage(job), options, image);
    }

    private static ImagePlus image() {
        ColorProcessor pixels = new ColorProcessor(60, 40);
        pixels.setColor(0x4080c0);
        pixels.fill();
        return new ImagePlus("picture", pixels);
    }

    private static int[] pixels(ImagePlus image) {
        return (int[]) image.getProcessor().getPixels();
    }
}
