package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Results of earlier runs: kept unless {@code --overwrite} lets them go. */
class OlderResultsTest extends AbstractExplainTest {
    @Test
    void olderResultsAreKeptUnlessAllowed() throws IOException {
        String image = png("a.png", GRAY);
        assertDone(explain(image, "--target", "1"));
        byte[] before = Files.readAllBytes(out.resolve("run.json"));
        Cli.Outcome refused = explain(image);
        assertEquals(2, refused.code());
        assertEquals(1, refused.errors().size(), refused.err());
        assertTrue(refused.err().contains("--overwrite"), refused.err());
        assertEquals("", refused.out());
        assertTrue(Arrays.equals(before, Files.readAllBytes(out.resolve("run.json"))));
    }

    @Test
    void everyKindOfOlderResultIsRefused() throws IOException {
        String image = png("a.png", GRAY);
        Files.createDirectories(out);
        for (String name :
                List.of("run.json", "predictions.csv", "a.7.cam.tif", "a.p00001.0.raw.tif")) {
            Path old = Files.writeString(out.resolve(name), "old");
            assertEquals(2, explain(image).code(), name);
            assertEquals(Set.of(name), files());
            Files.delete(old);
        }
        Files.writeString(out.resolve("b.7.cam.tif"), "of another image");
        assertDone(explain(image));
    }

    @Test
    void overwriteLeavesNothingStaleAndNothingElseTouched() throws IOException {
        String image = png("a.png", GRAY);
        assertDone(explain(image, "--target", "0,1"));
        Files.writeString(out.resolve("a.p00004.0.raw.tif"), "old");
        Files.writeString(out.resolve("notes.txt"), "mine");
        assertDone(explain(image, "--target", "2", "--overwrite"));
        assertEquals(
                Set.of(
                        "a.2.cam.tif",
                        "a.2.overlay.png",
                        "a.2.raw.tif",
                        "notes.txt",
                        "predictions.csv",
                        "run.json"),
                files());
    }

    @Test
    void overwriteNeverDeletesAnInput() throws IOException {
        out = folder;
        png("a.png", GRAY);
        assertDone(explain(folder.resolve("a.png").toString()));
        String map = folder.resolve("a.2.cam.tif").toString();
        Set<String> before = files();
        Cli.Outcome outcome =
                explain(folder.resolve("a.png").toString(), map, "--overwrite", "--target", "1");
        assertEquals(2, outcome.code());
        assertEquals(before, files());
    }

    @Test
    void aFailedRunWithOverwriteKeepsOlderResultsIfTheLineIsWrong() {
        String image = png("a.png", GRAY);
        assertDone(explain(image));
        Set<String> before = files();
        assertEquals(2, explain(image, "--overwrite", "--target", "nothing").code());
        assertEquals(before, files());
    }

    @Test
    void aSettingThatDoesNotFitTheModelLeavesEverythingAsItWas() throws IOException {
        String good = png("a.png", GRAY);
        assertDone(explain(good));
        Set<String> before = files();
        String green = png("b.png", FakeModel.WRONG_USE);
        Cli.Outcome first = explain(green, good, "--overwrite");
        assertEquals(2, first.code());
        assertEquals(1, first.errors().size(), first.err());
        assertEquals(before, files());
    }

    @Test
    void ifNoImageSucceedsOlderResultsThatMayGoAreGone() {
        String image = png("a.png", GRAY);
        assertDone(explain(image));
        png("a.png", RED);
        assertEquals(1, explain(image, "--overwrite").code());
        assertEquals(Set.of(), files());
    }
}
