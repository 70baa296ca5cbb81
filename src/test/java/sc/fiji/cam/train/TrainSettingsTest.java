package sc.fiji.cam.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.testing.Patches;

/** What a training is told and finds, before it begins, and how its answers are counted. */
class TrainSettingsTest {
    @TempDir Path folder;

    private static Map<String, String> given(String... more) {
        Map<String, String> given = new HashMap<>();
        given.put("output", "model.safetensors");
        given.put("architecture", "b0");
        given.put("epochs", "2");
        for (int i = 0; i < more.length; i += 2) given.put(more[i], more[i + 1]);
        return given;
    }

    @Test
    void optionsThatDoNotFitAreRefused() {
        for (String[] wrong :
                new String[][] {
                    {"output", "model.pth", "ends in .safetensors"},
                    {"mode", "half", "one of head, full"},
                    {"mode", "head", "Name a checkpoint"},
                    {"architecture", "b9", "one of auto, b0"},
                    {"size", "31", "32 to 1024"},
                    {"epochs", "0", "1 to 100000"},
                    {"batch", "1", "2 to 1024"},
                    {"validation", "1", "below 1"},
                    {"rate", "0", "above 0"},
                    {"decay", "-1", "0 to 10"},
                    {"equivariance", "11", "0 to 10"},
                    {"nonsense", "1", "no such option"}
                }) {
            Map<String, String> options = given(wrong[0], wrong[1]);
            WrongUse e = assertThrows(WrongUse.class, () -> TrainSettings.of(options));
            assertTrue(e.getMessage().contains(wrong[2]), e.getMessage());
        }
        Map<String, String> both = given();
        both.put("from", "x.pth");
        assertThrows(WrongUse.class, () -> TrainSettings.of(both));
        assertEquals(2, TrainSettings.of(given()).epochs());
    }

    @Test
    void unreadableAndSmallImagesAreListedAndSkipped() throws IOException {
        Path images = Patches.write(folder.resolve("images"), 6, 40);
        Files.writeString(images.resolve("red/x.png"), "no image");
        Patches.write(folder.resolve("small"), 1, 31);
        Files.copy(folder.resolve("small/red/0.png"), images.resolve("red/y.png"));
        Files.writeString(images.resolve("red/.hidden"), "not looked at");
        Files.writeString(images.resolve("notes.txt"), "not looked at");
        Samples found = ImageFolder.read(images, TrainProgress.NONE);
        assertEquals(12, found.list().size());
        assertEquals(2, found.skipped().size());
        assertTrue(found.skipped().get(1).contains("31 x 31 pixels"), found.skipped().get(1));
    }

    @Test
    void scoresAreThoseOfTheConfusion() {
        Scores scores =
                Scores.of(
                        List.of(
                                new float[] {2, 0},
                                new float[] {0, 2},
                                new float[] {0, 0},
                                new float[] {0, 1}),
                        List.of(0, 0, 0, 1),
                        2);
        assertArrayEquals(new int[][] {{2, 1}, {0, 1}}, scores.confusion());
        assertEquals(0.75, scores.accuracy());
        assertEquals(2 / 3.0, scores.recall(0));
        assertEquals(0.5, scores.precision(1));
        double expected =
                Math.log(1 + Math.exp(-2))
                        + Math.log(1 + Math.exp(2))
                        + Math.log(2)
                        + Math.log(1 + Math.exp(-1));
        assertEquals(expected / 4, scores.loss(), 1e-9);
        Scores worse = new Scores(scores.loss() + 1, scores.confusion());
        assertTrue(scores.betterThan(worse) && !worse.betterThan(scores));
    }
}
