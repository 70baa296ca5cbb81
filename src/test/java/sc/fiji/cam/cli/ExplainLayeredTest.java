package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import ij.IJ;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.testing.Golden;

/** Words and files of {@code ./cam explain} where the head is not one linear layer per class. */
class ExplainLayeredTest extends AbstractExplainTest {
    private Cli.Outcome run(String model, String image, String... more) {
        List<String> args = new ArrayList<>(List.of("explain", image, "--size", "224"));
        args.addAll(List.of("--model", Golden.file(model).toString(), "--output", out.toString()));
        args.addAll(Arrays.asList(more));
        return Cli.run(Models.ENGINE, array(args));
    }

    @Test
    void aGradientMapIsNeverCalledACam() throws IOException {
        Cli.Outcome outcome =
                run("torchvision_mlp.pth", Golden.picture("a", "224").toString(), "--target", "2");
        assertDone(outcome);
        String said = outcome.out();
        assertTrue(said.contains("function behind classifier.2: relu is assumed"), said);
        assertTrue(said.contains("No class activation map exists for this head"), said);
        assertTrue(said.contains("(gradient map at the last features)"), said);
        assertFalse(said.contains("exact)"), said);
        JsonObject map = image(0).getAsJsonArray("maps").get(0).getAsJsonObject();
        assertEquals("gradient", map.get("method").getAsString());
        assertFalse(map.get("exact").getAsBoolean());
        assertTrue(map.get("completeness").getAsDouble() < 1e-4);
        assertEquals("cam", report().getAsJsonObject("settings").get("method").getAsString());
        String info =
                IJ.openImage(out.resolve("image_a_224.2.raw.tif").toString()).getInfoProperty();
        assertTrue(info.contains("method: gradient\nclass: 2"), info);
        assertTrue(info.contains("exact: false\ncompleteness: "), info);
        assertTrue(info.contains("note: The mean of this grid + bias = logit. It is a gr"), info);
    }

    @Test
    void theLastConvolutionIsWrongUseBeforeAnyImageIsRead() {
        Cli.Outcome outcome = run("torchvision_mlp.pth", "missing.png", "--method", "last-conv");
        assertEquals(2, outcome.code());
        assertEquals(1, outcome.errors().size(), outcome.err());
        assertTrue(outcome.err().contains("option method: found \"last-conv\""), outcome.err());
        assertFalse(Files.exists(out));
        assertEquals(1, run("torchvision_mlp.pth", "missing.png").code(), "control");
    }

    @Test
    void twoLabelsNameTheClassesOfOneLogit() throws IOException {
        Path labels = Files.writeString(folder.resolve("labels.txt"), "healthy\nill\n");
        Cli.Outcome outcome =
                run(
                        "torchvision_one_logit.pth",
                        Golden.picture("a", "224").toString(),
                        "--target",
                        "healthy,ill",
                        "--labels",
                        labels.toString());
        assertDone(outcome);
        double[] logits = new double[2];
        double[] chances = new double[2];
        assertEquals(2, table().size());
        for (var row : table()) {
            int number = Integer.parseInt(row.get("class"));
            assertEquals(List.of("healthy", "ill").get(number), row.get("label"));
            logits[number] = Double.parseDouble(row.get("logit"));
            chances[number] = Double.parseDouble(row.get("probability"));
        }
        double truth = Golden.truth("torchvision_one_logit").get("logits_224").at(0).doubles()[0];
        assertEquals(truth, logits[1], 1e-4 * Math.abs(truth));
        assertEquals(-logits[1], logits[0]);
        assertEquals(1, chances[0] + chances[1], 1e-9);
        assertTrue(files().contains("image_a_224.0.raw.tif"), files().toString());
    }
}
