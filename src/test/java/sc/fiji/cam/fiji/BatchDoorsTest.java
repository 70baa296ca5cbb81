package sc.fiji.cam.fiji;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.console.ConsoleService;
import org.scijava.parse.ParseService;
import org.scijava.run.RunService;
import org.scijava.startup.StartupService;
import sc.fiji.cam.batch.BatchResult;
import sc.fiji.cam.cli.Main;
import sc.fiji.cam.fiji.FijiHeadless.Outcome;
import sc.fiji.cam.testing.ChildJava;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.Micrographs;

/** One batch by macro, command line, Java and SciJava: the same files. */
class BatchDoorsTest {
    private static final Path MODEL = Golden.file("torchvision_state_dict.pth");

    /** Times and the order in which pages came; the settings of run.json are compared. */
    private static final Set<String> OF_THE_RUN = Set.of("run.json", "journal.jsonl", ".lock");

    @TempDir static Path folder;
    private static Path images;
    private static FijiHeadless fiji;
    private static Map<String, byte[]> expected;

    @BeforeAll
    static void explainByTheCommandLine() throws Exception {
        fiji = new FijiHeadless(folder);
        images = folder.resolve("my images");
        Micrographs.write(images, 5, 1, 60);
        Micrographs.stack(images.resolve("stack.tif"), 2, 50);
        Files.writeString(images.resolve("notes.txt"), "no image");
        String output = folder.resolve("cli").toString();
        String printed =
                ChildJava.run(
                        1000,
                        Main.class,
                        List.of(
                                "batch",
                                images.toString(),
                                "--model=" + MODEL,
                                "--output=" + output,
                                "--recursive",
                                "--top=1"));
        assertTrue(printed.contains("pages done 7"), printed);
        expected = files("cli");
        assertEquals(2 * 7 + 3, expected.size(), expected.keySet().toString());
    }

    /** Everything below an output folder but what tells about the run itself. */
    private static Map<String, byte[]> files(String output) throws IOException {
        Path root = folder.resolve(output);
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (!OF_THE_RUN.contains(name)) files.put(name, Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static void assertSame(String output) throws IOException {
        Map<String, byte[]> found = files(output);
        assertEquals(expected.keySet(), found.keySet());
        found.forEach((name, bytes) -> assertArrayEquals(expected.get(name), bytes, name));
        for (String field : List.of("settings", "model", "counts", "versions")) {
            assertEquals(report("cli").get(field), report(output).get(field), field);
        }
    }

    private static JsonObject report(String output) throws IOException {
        String text = Files.readString(folder.resolve(output).resolve("run.json"));
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private static Map<String, String> options(String output) {
        Map<String, String> options = new HashMap<>();
        options.put("input", images.toString());
        options.put("output", folder.resolve(output).toString());
        options.put("model", MODEL.toString());
        options.put("recursive", "true");
        options.put("top", "1");
        return options;
    }

    @Test
    void theExampleMacroGivesTheSameFiles() throws IOException {
        String macro = Files.readString(Path.of("macros", "batch.ijm"));
        String argument = images + "|" + MODEL + "|" + folder.resolve("macro");
        Outcome outcome = fiji.run(macro, argument);
        assertEquals(Optional.of("done"), outcome.result(), outcome.printed());
        assertTrue(outcome.printed().contains("7 explained, 1 failed"), outcome.printed());
        assertTrue(outcome.printed().contains("bad_0.tif: the file is empty"), outcome.printed());
        assertSame("macro");
    }

    @Test
    void aScriptGivesTheSameFilesAndGetsTheNumbers() throws IOException {
        BatchResult result = EfficientNetCam.batch(options("java"));
        assertEquals(new BatchResult(7, 7, 0, 1, 1), result);
        assertSame("java");
        assertEquals(new BatchResult(7, 7, 7, 1, 1), EfficientNetCam.batch(options("java")));
        assertEquals(expected.keySet(), files("java").keySet());
    }

    @Test
    void aCommandGivesTheSameFilesAndGetsTheNumbers() throws Exception {
        try (Context context = new Context(CommandService.class)) {
            CommandService commands = context.service(CommandService.class);
            CommandInfo info = commands.getCommand(BatchCommand.class);
            assertEquals(
                    "Plugins > EfficientNet CAM > Batch...", info.getMenuPath().getMenuString());
            assertTrue(info.canRunHeadless() && info.is("no-legacy") && info.is("no-record"));
            Map<String, Object> inputs = new HashMap<>(options("command"));
            var module = commands.run(BatchCommand.class, true, inputs).get();
            assertEquals(7, module.getOutput("images"));
            assertEquals(7, module.getOutput("done"));
            assertEquals(0, module.getOutput("before"));
            assertEquals(1, module.getOutput("failed"));
        }
        assertSame("command");
    }

    @Test
    void headlessRunGivesTheSameFiles() throws IOException {
        StringBuilder inputs = new StringBuilder();
        options("run").forEach((key, text) -> inputs.append(key + "=\"" + text + "\","));
        inputs.setLength(inputs.length() - 1);
        try (Context context =
                new Context(
                        ConsoleService.class,
                        CommandService.class,
                        RunService.class,
                        ParseService.class,
                        StartupService.class)) {
            context.service(ConsoleService.class)
                    .processArgs("--run", BatchCommand.class.getName(), inputs.toString());
            context.service(StartupService.class).executeOperations();
        }
        assertSame("run");
    }

    @Test
    void anotherSettingGivesOtherFiles() throws IOException {
        Map<String, String> options = options("other");
        options.put("opacity", "0.41");
        EfficientNetCam.batch(options);
        Map<String, byte[]> found = files("other");
        assertEquals(expected.keySet(), found.keySet());
        long different =
                found.keySet().stream()
                        .filter(name -> !Arrays.equals(expected.get(name), found.get(name)))
                        .count();
        assertEquals(2 * 7, different, "overlays, and maps with the setting in their info");
    }

    @Test
    void dryrunListsAndDoesNothing() throws IOException {
        Path output = folder.resolve("never");
        String options = "input=[%s] output=[%s] model=[%s] recursive=true dryrun=true";
        Outcome outcome = batch(options.formatted(images, output, MODEL));
        assertEquals(Optional.of("done"), outcome.result(), outcome.printed());
        assertTrue(outcome.printed().contains("field_00000.png"), outcome.printed());
        assertFalse(Files.exists(output));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | option input: it is missing",
                "input=IN | option output: it is missing",
                "input=IN output=OUT model=[] | option model: found \"\"",
                "input=IN output=OUT model=/no/such.pth recursive=true | /no/such.pth",
                "input=[FOLDER/my images/pla*e 0/*.png] output=OUT model=MODEL target=cart | option target: no class is",
                "input=IN output=OUT model=MODEL recursive | option recursive: it has no value",
                "input=IN output=OUT model=MODEL recursive=yes | option recursive: found \"yes\"",
                "input=IN output=OUT model=MODEL save=all | option save: found \"all\"",
                "input=IN output=OUT model=MODEL map=show | option map: a batch has no such option",
                "input=IN output=OUT model=MODEL outputs=x | option outputs: a batch has no such"
                        + " option. The nearest is \"output\"",
                "input=IN output=OUT model=MODEL lut=fyre | option lut: no colour table"
            })
    void whateverIsWrongStopsTheMacro(String options, String message) throws IOException {
        Path output = folder.resolve("out");
        Outcome outcome =
                batch(
                        options.replace("FOLDER", folder.toString())
                                .replace("IN", "[" + images + "]")
                                .replace("OUT", "[" + output + "]")
                                .replace("MODEL", "[" + MODEL + "]"));
        assertTrue(outcome.result().isEmpty(), "the next line was reached");
        String start = "Macro Error: EfficientNet CAM: " + message;
        assertTrue(outcome.printed().lines().anyMatch(l -> l.startsWith(start)), outcome.printed());
        assertFalse(outcome.printed().contains("\tat "), "a trace helps nobody");
        assertFalse(Files.exists(output), "nothing may be written");
    }

    private static Outcome batch(String options) throws IOException {
        return fiji.run("run(\"Batch...\", \"" + options + "\");", "");
    }
}
