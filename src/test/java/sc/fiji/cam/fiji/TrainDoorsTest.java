package sc.fiji.cam.fiji;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ColorProcessor;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import sc.fiji.cam.checkpoint.Checkpoints;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.fiji.FijiHeadless.Outcome;
import sc.fiji.cam.network.Initial;
import sc.fiji.cam.testing.Networks;
import sc.fiji.cam.testing.Patches;
import sc.fiji.cam.testing.SafetensorsWriter;
import sc.fiji.cam.train.TrainProgress;
import sc.fiji.cam.train.TrainSettings;
import sc.fiji.cam.train.Training;

/** One training by macro, Java and SciJava, from a folder and from ROIs. */
class TrainDoorsTest {
    /** Six red and six green patches side by side, each with a name. */
    private static final String PATCHES =
            """
            newImage("field", "RGB black", 240, 80, 1);
            for (i = 0; i < 12; i++) {
                makeRectangle((i % 6) * 40, floor(i / 6) * 40, 40, 40);
                if (i < 6) { setColor(200, 40 + 8 * i, 30); name = "red"; }
                else { setColor(30 + 5 * i, 210, 60); name = "green"; }
                fill();
                Roi.setName(name + "-" + (i + 1));
                Overlay.addSelection;
            }
            run("Select None");
            """;

    @TempDir static Path folder;

    private static FijiHeadless fiji;
    private static Path images;
    private static Path from;

    @BeforeAll
    static void draw() throws Exception {
        fiji = new FijiHeadless(folder);
        images = Patches.write(folder.resolve("my images"), 8, 40);
        Networks.Network start =
                new Networks.Network(
                        Architecture.B0,
                        Initial.weights(Architecture.B0, 5),
                        Initial.head(Architecture.B0, 7, 1));
        from = SafetensorsWriter.write(folder.resolve("b0.safetensors"), start, Map.of());
    }

    private static Map<String, String> options(String output) {
        Map<String, String> options = new HashMap<>();
        options.put("output", folder.resolve(output).toString());
        options.put("from", from.toString());
        options.put("mode", "head");
        options.put("size", "64");
        return options;
    }

    private static List<String> classes(String output) {
        return Checkpoints.read(folder.resolve(output), CamSettings.defaults()).labels().names();
    }

    @Test
    void theExampleMacroTrainsAndExplains() throws IOException {
        String macro = Files.readString(Path.of("macros", "train.ijm"));
        Path output = folder.resolve("example.safetensors");
        Outcome outcome = fiji.run(macro, images + "|" + from + "|" + output);
        assertEquals(Optional.of("done"), outcome.result(), outcome.printed());
        assertEquals(Patches.CLASSES, classes("example.safetensors"));
        assertTrue(outcome.printed().contains("accuracy 100.0 %"), outcome.printed());
        assertTrue(outcome.printed().contains("confusion matrix"), outcome.printed());
        assertTrue(
                outcome.printed().lines().anyMatch(l -> l.equals("0.png: green")),
                outcome.printed());
    }

    @Test
    void aFolderGivesTheSameModelAtEveryDoor() throws Exception {
        Training.run(images, TrainSettings.of(options("job.safetensors")), TrainProgress.NONE);
        byte[] expected = Files.readAllBytes(folder.resolve("job.safetensors"));
        Map<String, String> options = options("java.safetensors");
        options.put("input", images.toString());
        assertEquals(1, EfficientNetCam.train(options).scores().accuracy());
        assertArrayEquals(expected, Files.readAllBytes(folder.resolve("java.safetensors")));
        try (Context context = new Context(CommandService.class)) {
            CommandService commands = context.service(CommandService.class);
            CommandInfo info = commands.getCommand(TrainCommand.class);
            assertEquals(
                    "Plugins > EfficientNet CAM > Train...", info.getMenuPath().getMenuString());
            assertTrue(info.canRunHeadless() && info.is("no-legacy") && info.is("no-record"));
            options.put("output", folder.resolve("command.safetensors").toString());
            var module = commands.run(TrainCommand.class, true, new HashMap<>(options)).get();
            assertEquals(1.0, module.getOutput("accuracy"));
            assertEquals(4, module.getOutput("aside"));
        }
        assertArrayEquals(expected, Files.readAllBytes(folder.resolve("command.safetensors")));
        options.put("output", folder.resolve("seed.safetensors").toString());
        options.put("seed", "2");
        EfficientNetCam.train(options);
        byte[] other = Files.readAllBytes(folder.resolve("seed.safetensors"));
        assertFalse(java.util.Arrays.equals(expected, other), "blind");
    }

    @Test
    void aMacroTrainsOnRois() throws IOException {
        String call =
                "run(\"Train...\", \"rois=overlay output=[%s] from=[%s] mode=head size=64\");"
                        .formatted(folder.resolve("rois.safetensors"), from);
        Outcome outcome = fiji.run(PATCHES + call, "");
        assertEquals(Optional.of("done"), outcome.result(), outcome.printed());
        assertEquals(List.of("green", "red"), classes("rois.safetensors"));
        assertTrue(
                outcome.printed().contains("10 images learnt from, 2 put aside"),
                outcome.printed());
    }

    @Test
    void aScriptTrainsOnTheRoisOfImagesThatAreNotShown() {
        ImagePlus image = new ImagePlus("field", new ColorProcessor(240, 80));
        Overlay overlay = new Overlay();
        Random random = new Random(1);
        for (int i = 0; i < 12; i++) {
            Roi roi = new Roi(i % 6 * 40, i / 6 * 40, 40, 40);
            roi.setName(i < 6 ? "red" : "green");
            overlay.add(roi);
            int weak = random.nextInt(60);
            image.getProcessor().setColor(i < 6 ? 0xd00000 | weak : 0x00d000 | weak);
            image.getProcessor().fill(roi);
        }
        image.setOverlay(overlay);
        Training.Result result =
                EfficientNetCam.train(List.of(image), options("script.safetensors"));
        assertEquals(List.of("green", "red"), result.classes());
        assertEquals(1, result.scores().accuracy());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | option output: none was given",
                "output=OUT | option input: it is missing",
                "output=OUT input=IN rois=overlay | option input: found with option rois",
                "output=OUT rois=all | option rois: found \"all\"",
                "output=OUT input=IN rate=2 | option rate: found \"2\"",
                "output=OUT input=IN mode=head | option mode: mode=head learns on",
                "output=OUT input=IN epoch=3 | option epoch: a training has no such option. The"
                        + " nearest is \"epochs\"",
                "output=OUT input=IN epochs | option epochs: it has no value",
                "output=OUT input=/no/such | /no/such: there is no such folder",
                "output=/no/such/m.safetensors input=IN | option output: there is no folder",
                "output=FROM input=IN | option output: FROM exists",
                "output=OUT input=IN from=/no/such.pth | /no/such.pth",
                "output=OUT rois=overlay | ROIs in overlays: found no ROI",
                "output=OUT rois=manager | option rois: found \"manager\", but ImageJ has no ROI Manager",
            })
    void whateverIsWrongStopsTheMacro(String options, String message) throws IOException {
        Path output = folder.resolve("never.safetensors");
        String given =
                options.replace("IN", "[" + images + "]")
                        .replace("OUT", "[" + output + "]")
                        .replace("FROM", "[" + from + "]");
        Outcome outcome = fiji.run("run(\"Close All\"); run(\"Train...\", \"" + given + "\");", "");
        assertTrue(outcome.result().isEmpty(), "the next line was reached");
        String start = "Macro Error: EfficientNet CAM: " + message.replace("FROM", from.toString());
        assertTrue(outcome.printed().lines().anyMatch(l -> l.startsWith(start)), outcome.printed());
        assertFalse(outcome.printed().contains("\tat "), "a trace helps nobody");
        assertFalse(Files.exists(output), "nothing may be written");
    }

    @Test
    void escapeInTheFirstEpochStopsTheMacroAndLeavesNothing() throws Exception {
        Path output = folder.resolve("escaped.safetensors");
        Thread escape =
                new Thread(
                        () -> {
                            // Pressed again and again: the training forgets what was before it.
                            while (!Thread.currentThread().isInterrupted()) {
                                IJ.setKeyDown(KeyEvent.VK_ESCAPE);
                                Thread.onSpinWait();
                            }
                        });
        escape.start();
        try {
            String options = "input=[%s] output=[%s] architecture=b0 size=32 threads=1";
            String error =
                    MacroThread.run(new TrainImages(), options.formatted(images, output), null);
            assertEquals("EfficientNet CAM: stopped by the user.", error);
        } finally {
            escape.interrupt();
            escape.join();
            IJ.resetEscape();
        }
        assertFalse(Files.exists(output));
        assertFalse(Files.exists(folder.resolve("escaped.safetensors.training")));
    }
}
