package sc.fiji.cam.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.testing.Figures;

/**
 * What Python makes of a trained model. Skipped where no Python has torch, torchvision and
 * safetensors; property {@code cam.python} names one, else {@code python3} is asked.
 */
class StateDictTest extends AbstractTrainingTest {
    private static final String PYTHON = System.getProperty("cam.python", "python3");
    private static final Path SCRIPT = Path.of("src/test/resources/scripts/load_state_dict.py");
    private static final int EDGE = 32;

    @BeforeEach
    void needsTorch() throws Exception {
        String needed = "torch, torchvision, safetensors";
        boolean there = run("", "-c", "import " + needed).code() == 0;
        assumeTrue(there, PYTHON + " with " + needed + " is absent");
    }

    private record Ended(int code, String said) {}

    /** Runs Python; code -1 if there is none. */
    private static Ended run(String input, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(PYTHON));
        command.addAll(List.of(arguments));
        Path pixels = Files.createTempFile("pixels", ".txt");
        try {
            Files.writeString(pixels, input);
            Process process =
                    new ProcessBuilder(command)
                            .redirectInput(pixels.toFile())
                            .redirectErrorStream(true)
                            .start();
            byte[] said = process.getInputStream().readAllBytes();
            return new Ended(process.waitFor(), new String(said, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Ended(-1, e.toString());
        } finally {
            Files.delete(pixels);
        }
    }

    private Ended load(int classes, String pixels) throws Exception {
        return run(
                pixels,
                SCRIPT.toString(),
                output.toString(),
                "efficientnet_b0",
                Integer.toString(classes),
                Integer.toString(EDGE));
    }

    @Test
    void torchvisionLoadsItAndAnswersAlike() throws Exception {
        Training.Result result = train(TrainProgress.NONE);
        int classes = result.classes().size();
        int[] rgb = new Random(1).ints(EDGE * EDGE, 0, 1 << 24).toArray();
        Ended python = load(classes, planes(rgb));
        assertEquals(0, python.code(), python.said());
        double[] theirs =
                Arrays.stream(python.said().strip().split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
        double[] ours = logits(rgb);
        assertEquals(ours.length, theirs.length, python.said());
        double worst = 0;
        double largest = 0;
        for (int c = 0; c < ours.length; c++) {
            worst = Math.max(worst, Math.abs(ours[c] - theirs[c]));
            largest = Math.max(largest, Math.abs(theirs[c]));
        }
        Figures.note(
                "train.txt",
                "logits of a trained model, here and in torchvision: %.1e of %.2f apart"
                        .formatted(worst, largest));
        assertTrue(worst < 1e-4 * largest, worst + " of " + largest);
        double[] others = logits(new int[EDGE * EDGE]);
        assertTrue(Math.abs(ours[0] - others[0]) > 1e-2 * largest, "blind");
        assertNotEquals(0, load(classes + 1, planes(rgb)).code(), "takes everything");
    }

    /** Red, green, blue, one plane after the other. */
    private static String planes(int[] rgb) {
        StringBuilder text = new StringBuilder();
        for (int shift = 16; shift >= 0; shift -= 8) {
            for (int v : rgb) text.append(v >> shift & 255).append(' ');
        }
        return text.toString();
    }

    /** By class. */
    private double[] logits(int[] rgb) {
        Picture picture = new Picture("noise", EDGE, EDGE, rgb);
        try (CamModel model = CamModel.open(output, CamSettings.defaults())) {
            var result = model.explain(picture, CamSettings.defaults(), CamProgress.NONE);
            double[] logits = new double[result.predictions().size()];
            result.predictions().forEach(p -> logits[p.classIndex()] = p.logit());
            return logits;
        }
    }
}
