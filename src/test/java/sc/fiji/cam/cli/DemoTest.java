package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.catalogue.Sample;
import sc.fiji.cam.catalogue.Samples;
import sc.fiji.cam.data.BadCheckpoint;

/** {@code ./cam demo}, by a model without a network: what it leaves, and what it refuses. */
class DemoTest {
    @TempDir Path folder;

    private Cli.Outcome demo(Models models, String... more) {
        List<String> args = new ArrayList<>(List.of("demo", "--output", out().toString()));
        args.addAll(List.of(more));
        return Cli.run(models, args.toArray(new String[0]));
    }

    private Path out() {
        return folder.resolve("demo");
    }

    private Set<String> files() throws IOException {
        if (Files.notExists(out())) return Set.of();
        try (Stream<Path> files = Files.list(out())) {
            return new TreeSet<>(files.map(f -> f.getFileName().toString()).toList());
        }
    }

    @Test
    void imagesResultsAndOnePictureOfAll() throws IOException {
        List<String> models = new ArrayList<>();
        Cli.Outcome outcome =
                demo(
                        settings -> {
                            models.add(settings.model());
                            return FakeModel.open(settings);
                        });
        assertEquals("", outcome.err());
        assertEquals(0, outcome.code());
        assertEquals(List.of("bundled"), models);
        assertTrue(outcome.out().contains("All at a glance: " + out().resolve("contact.png")));

        Set<String> found = files();
        assertTrue(found.remove("contact.png"));
        assertTrue(found.removeAll(Set.of("run.json", "predictions.csv")));
        for (Sample sample : Samples.standard().list()) {
            Path image = out().resolve(sample.file());
            assertArrayEquals(Samples.standard().read(sample), Files.readAllBytes(image));
            found.remove(sample.file());
        }
        assertEquals((3 + 7 + 8) * 3, found.size(), "three files for each of 18 pages");
        assertTrue(found.contains("crack-growth.p00008.2.overlay.png"), found.toString());
        assertEquals(1 + 18 * 4, Files.readAllLines(out().resolve("predictions.csv")).size());
    }

    @Test
    void thePictureHasEveryImageAndItsOverlay() throws IOException {
        assertEquals(0, demo(FakeModel::open).code());
        BufferedImage sheet = ImageIO.read(out().resolve("contact.png").toFile());
        assertEquals(14 + 4 * 314, sheet.getWidth());
        BufferedImage pores = ImageIO.read(out().resolve("inclusions.png").toFile());
        // The third pair is the first of the second row; 256 pixels become 300.
        int top = 14 + 314 + 2 * 21;
        int plain = sheet.getRGB(14 + 150, top + 150);
        int overlay = sheet.getRGB(14 + 314 + 150, top + 150);
        int near = Math.abs((plain & 255) - (pores.getRGB(128, 128) & 255));
        assertTrue(near < 40, "the image itself, resized: " + near);
        assertTrue(plain != overlay, "the overlay has colours");
    }

    @Test
    void anOlderDemoIsKeptUnlessItMayGo() throws IOException {
        assertEquals(0, demo(FakeModel::open).code());
        Set<String> before = files();
        Cli.Outcome refused = demo(Cli.NONE);
        assertEquals(2, refused.code());
        assertEquals(1, refused.errors().size(), refused.err());
        assertTrue(refused.err().contains("--overwrite"), refused.err());
        Files.writeString(out().resolve("notes.txt"), "mine");
        Files.writeString(out().resolve("surface.p00009.1.raw.tif"), "old");
        assertEquals(0, demo(FakeModel::open, "--overwrite").code());
        Set<String> after = files();
        assertTrue(after.remove("notes.txt"), "what is not ours stays");
        assertEquals(before, after, "nothing stale");
    }

    /** An image of the user's that has the name of ours must not be replaced without a word. */
    @Test
    void evenOneFileOfTheSameNameIsRefused() throws IOException {
        for (String name : List.of("surface.png", "contact.png", "focus.p00002.1.cam.tif")) {
            Files.createDirectories(out());
            Path file = Files.writeString(out().resolve(name), "mine");
            assertEquals(2, demo(Cli.NONE).code(), name);
            assertEquals("mine", Files.readString(file));
            Files.delete(file);
        }
    }

    @Test
    void aModelThatDoesNotOpenLeavesNothing() {
        Cli.Outcome outcome =
                demo(
                        settings -> {
                            throw new BadCheckpoint("model m", "it is not there", "");
                        });
        assertEquals(1, outcome.code());
        assertEquals("model m: it is not there.", outcome.err().strip());
        assertFalse(Files.exists(out()));
    }
}
