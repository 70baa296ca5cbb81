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
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Padding;
import sc.fiji.cam.network.Network.Form;
import sc.fiji.cam.testing.Networks.Delta;

/**
 * {@code ./cam evaluate} with a network whose maps are known exactly: a red, green or blue pixel at
 * 32 i, 32 j lights that one cell of class 0, 1 or 2. The pictures are twice as large as the input.
 */
class EvaluateLocationTest {
    private static final int EDGE = 256;
    private static final int CELL = 64;

    @TempDir Path folder;

    private static Cli.Outcome evaluate(Path images, String... more) {
        Family family = new Family(new Padding.Symmetric(), Family.TORCH_EPS);
        Delta delta = Delta.of(Architecture.B0, family.eps()).forBytes();
        List<String> args = new ArrayList<>(List.of("evaluate", images.toString(), "--json"));
        args.addAll(List.of("--model=delta", "--size=128", "--interpolation=nearest"));
        args.addAll(Arrays.asList(more));
        float weight = (float) (1 / (256 * delta.gain()));
        return Cli.run(
                settings ->
                        sc.fiji.cam.testing.Models.open(
                                delta.network(weight, 0), family, Form.PLAIN),
                args.toArray(new String[0]));
    }

    private static JsonObject json(Cli.Outcome outcome) {
        assertEquals("", outcome.err());
        return JsonParser.parseString(outcome.out()).getAsJsonObject();
    }

    /** A black square with a lit block of 2 x 2 pixels, one pixel of the input. */
    private static void draw(Path file, int rgb, int x, int y) throws IOException {
        BufferedImage image = new BufferedImage(EDGE, EDGE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 4; i++) image.setRGB(x + i % 2, y + i / 2, rgb);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    /** Twelve pictures; their masks are the lit blocks, moved. */
    private void draw(int moved) throws IOException {
        for (int i = 0; i < 12; i++) {
            int c = i % 3;
            int x = CELL * (i % 2);
            int y = CELL * (i % 4);
            String name = "class " + c + "/" + i + ".png";
            draw(folder.resolve("images").resolve(name), 0xff0000 >> 8 * c, x, y);
            draw(folder.resolve("masks " + moved).resolve(name), 0xffffff, x + moved, y);
        }
    }

    private JsonObject located(int moved, String... more) throws IOException {
        draw(moved);
        List<String> args = new ArrayList<>(List.of(more));
        args.addAll(List.of("--masks", folder.resolve("masks " + moved).toString()));
        return json(evaluate(folder.resolve("images"), args.toArray(new String[0])));
    }

    @Test
    void theLitCellIsFoundWithAllItsEnergy() throws IOException {
        JsonObject json = located(0);
        assertEquals(1, json.get("accuracy").getAsDouble());
        assertEquals(1, json.get("pointing").getAsDouble());
        // A cell is drawn as a tent that ends at its neighbours' centres, one cell away.
        assertTrue(json.get("energy").getAsDouble() > 0.99, json.toString());
        JsonObject shuffled = json.getAsJsonObject("shuffled");
        assertTrue(shuffled.get("energy").getAsDouble() < 0.7, json.toString());
        assertTrue(shuffled.get("pointing").getAsDouble() < 0.7, json.toString());
    }

    @Test
    void withinACellCountsAndBeyondDoesNot() throws IOException {
        assertEquals(1, located(CELL - 4).get("pointing").getAsDouble());
        assertEquals(0, located(CELL + 4).get("pointing").getAsDouble());
        JsonObject far = located(2 * CELL + 4);
        assertEquals(0, far.get("pointing").getAsDouble());
        assertEquals(0, far.get("energy").getAsDouble(), 1e-6);
    }

    @Test
    void theOtherClassHasNoEvidenceThere() throws IOException {
        draw(0);
        Files.move(folder.resolve("images/class 0"), folder.resolve("images/x"));
        Files.move(folder.resolve("images/class 1"), folder.resolve("images/class 0"));
        Files.move(folder.resolve("images/x"), folder.resolve("images/class 1"));
        JsonObject json = json(evaluate(folder.resolve("images")));
        assertEquals(1 / 3.0, json.get("accuracy").getAsDouble(), 1e-12);
    }
}
