package sc.fiji.cam.fiji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;

/** A sample from macro and SciJava, without a display and a network. */
class OpenSampleTest {
    private final List<ImagePlus> explained = new ArrayList<>();

    @BeforeEach
    void withoutWindows() {
        Interpreter.batchMode = true;
        ResultsTable.getResultsTable().reset();
    }

    @AfterEach
    void withWindows() {
        Interpreter.batchMode = false;
    }

    private static SampleJob job(List<String> models) {
        return new SampleJob(
                new ExplainJob(
                        new ModelCache(
                                settings -> {
                                    models.add(settings.model());
                                    return Fakes.model();
                                })));
    }

    /** The current image is asked for on the thread of the macro, as macros do. */
    private String macro(List<String> models, String options) {
        OpenSample entry = new OpenSample(job(models));
        return MacroThread.run(
                arg -> {
                    entry.run(arg);
                    explained.add(WindowManager.getCurrentImage());
                },
                options,
                null);
    }

    @Test
    void theImageIsTheCurrentOneWithOverlayAndTable() {
        List<String> models = new ArrayList<>();
        assertNull(macro(models, ""));
        assertEquals(List.of("bundled"), models);
        ImagePlus image = explained.get(0);
        assertEquals("surface.png", image.getTitle());
        assertEquals(1, image.getOverlay().size());
        ResultsTable table = ResultsTable.getResultsTable();
        assertEquals("surface.png", table.getStringValue("Image", 0));
        assertEquals("cat", table.getStringValue("Label", 0));
    }

    @Test
    void aStackIsExplainedAtThePageThatShowsMost() {
        assertNull(macro(new ArrayList<>(), "sample=crack-growth"));
        assertEquals(8, explained.get(0).getCurrentSlice());
        assertEquals(8, explained.get(0).getOverlay().get(0).getPosition());
        assertEquals(8, ResultsTable.getResultsTable().getValue("Slice", 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sample=pore | option sample: there is no image \"pore\". The nearest is \"pores\"",
                "sample | option sample: it has no value",
                "opacity=0.5 | option opacity: a sample has no such option"
            })
    void whateverIsWrongStopsTheMacro(String options, String message) {
        String error = macro(new ArrayList<>(), options);
        assertTrue(
                error != null && error.startsWith("EfficientNet CAM: " + message),
                options + " -> " + error);
        assertTrue(explained.isEmpty(), "the next line was reached");
    }

    @Test
    void aScriptGetsTheImageAndTheAnswer() {
        try (Context context = new Context(CommandService.class)) {
            CommandInfo info =
                    context.service(CommandService.class).getCommand(OpenSampleCommand.class);
            assertEquals(
                    "Plugins > EfficientNet CAM > Open Sample", info.getMenuPath().getMenuString());
            assertTrue(info.canRunHeadless() && info.is("no-legacy") && info.is("no-record"));
            List<String> models = new ArrayList<>();
            CommandModule module = new CommandModule(info, new OpenSampleCommand(job(models)));
            module.setInput("sample", "pores");
            module.run();
            ImagePlus image = (ImagePlus) module.getOutput("image");
            assertEquals("pores.tif", image.getTitle());
            assertEquals(1, image.getOverlay().size());
            assertEquals("cat", module.getOutput("label"));
            assertEquals(3.0, module.getOutput("logit"));
            assertEquals(List.of("bundled"), models);
        }
    }
}
