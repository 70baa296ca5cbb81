package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./cam evaluate} with {@link FakeModel}, which always answers "scratch" with probability
 * 0.3; its map has its largest cell at (21, 17) of a picture of 40 x 30, a cell is 20 x 15.
 */
class EvaluateTest {
    private static final int GRAY = 0x808080;

    @TempDir Path folder;

    private Path images() {
        return folder.resolve("images");
    }

    private Path masks() {
        return folder.resolve("masks");
    }

    /** A picture of 40 x 30 pixels of one colour, black but for some pixels if there are any. */
    private static void draw(Path file, int rgb, int... xy) {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 40 * 30; i++) image.setRGB(i % 40, i / 40, xy.length == 0 ? rgb : 0);
        for (int i = 0; i < xy.length; i += 2) image.setRGB(xy[i], xy[i + 1], rgb);
        try {
            Files.createDirectories(file.getParent());
            assertTrue(ImageIO.write(image, "png", file.toFile()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void image(String name) {
        draw(images().resolve(name), GRAY);
    }

    private void mask(String name, int... xy) {
        draw(masks().resolve(name), 1, xy);
    }

    private Cli.Outcome evaluate(String... more) {
        List<String> args = new ArrayList<>(List.of("evaluate", images().toString()));
        args.addAll(Arrays.asList(more));
        args.addAll(List.of("--model", "fake.pth"));
        return Cli.run(FakeModel::open, args.toArray(new String[0]));
    }

    private JsonObject json(String... more) {
        List<String> args = new ArrayList<>(List.of(more));
        args.add("--json");
        Cli.Outcome outcome = evaluate(args.toArray(new String[0]));
        assertEquals("", outcome.err());
        assertEquals(0, outcome.code());
        return JsonParser.parseString(outcome.out()).getAsJsonObject();
    }

    @Test
    void withoutMasksTheAnswersAlone() {
        image("grain/a.png");
        image("grain/b.png");
        image("scratch/a.png");
        JsonObject json = json();
        assertEquals(
                "[images, accuracy, calibrationError, pointing, energy, gaussian, shuffled,"
                        + " perClass]",
                json.keySet().toString());
        assertEquals(3, json.get("images").getAsInt());
        assertEquals(1 / 3.0, json.get("accuracy").getAsDouble(), 1e-12);
        assertEquals(0.1 / 3, json.get("calibrationError").getAsDouble(), 1e-12);
        assertTrue(json.get("pointing").isJsonNull());
        assertTrue(json.getAsJsonObject("gaussian").get("energy").isJsonNull());
        JsonObject perClass = json.getAsJsonObject("perClass");
        assertEquals("[grain, scratch]", perClass.keySet().toString());
        assertEquals(
                "{\"images\":2,\"precision\":null,\"recall\":0.0,\"masks\":0,\"pointing\":null,"
                        + "\"energy\":null}",
                perClass.get("grain").toString());
        assertEquals(1 / 3.0, number(perClass, "scratch", "precision"), 1e-12);
        assertEquals(1, number(perClass, "scratch", "recall"));
    }

    private static double number(JsonObject json, String object, String field) {
        return json.getAsJsonObject(object).get(field).getAsDouble();
    }

    @Test
    void mapsAreScoredWhereThereIsAMaskWithSomethingOnIt() {
        for (String name : List.of("scratch/hit.png", "scratch/miss.png", "grain/none.png")) {
            image(name);
        }
        image("grain/blank.png");
        // Within 20 columns and 15 rows of (21, 17), and just outside.
        mask("scratch/hit.png", 1, 2);
        mask("scratch/miss.png", 0, 2);
        draw(masks().resolve("grain/blank.png"), 0);
        JsonObject json = json("--masks", masks().toString());
        assertEquals(0.5, json.get("pointing").getAsDouble());
        JsonObject scratch = json.getAsJsonObject("perClass").getAsJsonObject("scratch");
        assertEquals(2, scratch.get("masks").getAsInt());
        assertEquals(json.get("energy"), scratch.get("energy"));
        assertEquals(0, number(json.getAsJsonObject("perClass"), "grain", "masks"));
        // The middle, (19.5, 14.5), is within a cell of (1, 2) and of (0, 2).
        assertEquals(1, number(json, "gaussian", "pointing"));
        assertTrue(json.getAsJsonObject("shuffled").get("energy").getAsDouble() > 0);
    }

    @Test
    void aMaskOfTheWholePictureHoldsAllEnergy() {
        image("grain/a.tif.png");
        draw(masks().resolve("grain/a.tif.png"), 0xffffff);
        JsonObject json = json("--masks", masks().toString());
        assertEquals(1, json.get("energy").getAsDouble(), 1e-9);
        assertEquals(1, number(json, "shuffled", "pointing"));
        assertEquals(1, number(json, "gaussian", "energy"), 1e-9);
    }

    @Test
    void theTableForPeopleHasTheSameNumbers() {
        image("käse/a.png");
        image("scratch/a.png");
        mask("scratch/a.png", 21, 17);
        String text = evaluate("--masks", masks().toString()).out();
        assertTrue(text.contains("2 images, accuracy 0.5000, calibration error 0.2000"), text);
        assertTrue(text.contains("1 images with mask"), text);
        assertTrue(text.lines().anyMatch(l -> l.matches("käse +1 +- +0.0000 +- +-")), text);
        assertTrue(
                text.lines().anyMatch(l -> l.matches("  map of the true class +1.0000 .*")), text);
    }

    @Test
    void whatFailsCostsALineAndTheCode() throws IOException {
        image("grain/a.png");
        image("grain/b.png");
        mask("grain/a.png", 1, 1);
        Files.writeString(images().resolve("grain/c.png"), "no image");
        BufferedImage small = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(small, "png", masks().resolve("grain/b.png").toFile());
        Cli.Outcome outcome = evaluate("--masks", masks().toString(), "--json");
        assertEquals(1, outcome.code());
        assertEquals(2, outcome.errors().size(), outcome.err());
        assertTrue(outcome.errors().get(0).contains("found 4 x 4 pixels, expected 40 x 30"));
        assertTrue(outcome.errors().get(1).contains("c.png"), outcome.err());
        JsonObject json = JsonParser.parseString(outcome.out()).getAsJsonObject();
        assertEquals(1, json.get("images").getAsInt());
    }

    @Test
    void ifNothingCanBeReadThereIsNoResult() throws IOException {
        Files.createDirectories(images().resolve("grain"));
        Files.writeString(images().resolve("grain/c.png"), "no image");
        Cli.Outcome outcome = evaluate("--json");
        assertEquals(1, outcome.code());
        assertEquals("", outcome.out());
        assertEquals(1, outcome.errors().size(), outcome.err());
    }

    @Test
    void foldersThatAreNoClassesAreRefusedFirst() {
        image("grian/a.png");
        image("grain/a.png");
        Cli.Outcome outcome = evaluate();
        assertEquals(2, outcome.code());
        assertEquals(1, outcome.errors().size(), outcome.err());
        assertTrue(outcome.err().contains("folder grian"), outcome.err());
        assertTrue(outcome.err().contains("\"grain\""), outcome.err());
    }

    @Test
    void masksOfOtherPicturesAreRefusedBeforeTheModelIsOpened() {
        image("grain/a.png");
        mask("grain/b.png", 1, 1);
        String masks = masks().toString();
        Cli.Outcome outcome =
                Cli.run(Cli.NONE, "evaluate", images().toString(), "--model=m", "--masks", masks);
        assertEquals(2, outcome.code());
        assertTrue(outcome.err().contains("a.png"), outcome.err());
    }

    @Test
    void foldersThatAreMissingEmptyOrFlatAreNamed() throws IOException {
        assertFails("there is no such folder");
        Files.createDirectories(images());
        assertFails("found no folder inside");
        draw(images().resolve("a.png"), GRAY);
        assertFails("found no folder inside");
        Files.createDirectories(images().resolve("grain"));
        Files.createDirectories(images().resolve(".hidden"));
        assertFails("the folder holds no file");
    }

    private void assertFails(String reason) {
        Cli.Outcome outcome = Cli.run(Cli.NONE, "evaluate", images().toString(), "--model=m");
        assertEquals(1, outcome.code());
        assertEquals(1, outcome.errors().size(), outcome.err());
        assertTrue(outcome.err().contains(reason), outcome.err());
    }
}
