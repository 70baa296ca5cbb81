package sc.fiji.cam.fiji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import sc.fiji.cam.checkpoint.Checkpoints;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.engine.ModelReport;
import sc.fiji.cam.fiji.FijiHeadless.Outcome;
import sc.fiji.cam.testing.Golden;

/** What is said of a model, by macro and by SciJava, without a display. */
class ModelInfoTest {
    private static final Path MODEL = Golden.file("torchvision_state_dict.pth");

    @TempDir static Path folder;

    @Test
    void aMacroGetsTheLinesOfInspectInTheLog() throws Exception {
        Outcome outcome = macro("run(\"Model Info...\", \"model=[" + MODEL + "] channels=BGR\");");
        assertEquals(Optional.of("done"), outcome.result(), outcome.printed());
        CamSettings settings = CamSettings.of(Map.of("channels", "BGR"));
        String text = ModelReport.of(Checkpoints.read(MODEL, settings)).text();
        assertTrue(text.contains("channels      BGR (option)\n"), text);
        assertEquals(text.strip(), outcome.printed().strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model=[] | option model: found",
                "model=/no/such.pth | /no/such.pth: no such file",
                "model=m channels=GBR | option channels: found",
                "model=m opacity=0.5 | option opacity: a model has no such option",
                "model=m label=n | option label: a model has no such option. The nearest is"
                        + " \"labels\""
            })
    void whateverIsWrongStopsTheMacro(String options, String message) throws Exception {
        Outcome outcome = macro("run(\"Model Info...\", \"" + options + "\");");
        assertTrue(outcome.result().isEmpty(), "the next line was reached");
        String line = outcome.printed().lines().findFirst().orElse("");
        assertTrue(line.startsWith("Macro Error: EfficientNet CAM: " + message), line);
        assertFalse(outcome.printed().contains("\tat "), "a trace helps nobody");
    }

    private static Outcome macro(String text) throws Exception {
        return new FijiHeadless(folder).run(text, "");
    }

    @Test
    void aScriptGetsTextAndValues() throws Exception {
        try (Context context = new Context(CommandService.class)) {
            CommandService commands = context.service(CommandService.class);
            CommandInfo info = commands.getCommand(ModelInfoCommand.class);
            assertEquals(
                    "Plugins > EfficientNet CAM > Model Info...",
                    info.getMenuPath().getMenuString());
            assertTrue(info.canRunHeadless() && info.is("no-legacy") && info.is("no-record"));
            CommandModule module = new CommandModule(info, new ModelInfoCommand());
            module.setInput("model", MODEL.toString());
            module.setInput("scaling", "0-255");
            module.run();
            Map<?, ?> facts = (Map<?, ?>) module.getOutput("facts");
            assertEquals("b3", facts.get("architecture"));
            assertEquals("option", ((Map<?, ?>) facts.get("scaling")).get("source"));
            assertTrue(((String) module.getOutput("text")).contains("exact CAM     yes"));
            ExecutionException error =
                    assertThrows(
                            ExecutionException.class,
                            () -> commands.run(ModelInfoCommand.class, true, "model", " ").get());
            Throwable cause = error;
            while (!(cause instanceof CamException)) cause = cause.getCause();
            assertTrue(cause.getMessage().startsWith("option model: found"));
        }
    }
}
