package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.cam.catalogue.Catalogue;
import sc.fiji.cam.catalogue.ModelCard;
import sc.fiji.cam.data.CamSettings;

/** Where no model is named it is the bundled one, and nobody is left in the dark about that. */
class BundledDefaultTest extends AbstractExplainTest {
    private static final ModelCard CARD = Catalogue.standard().cards().get(0);

    @ParameterizedTest
    @CsvSource({
        "explain IMAGE --output OUT, bundled",
        "batch IMAGE --output OUT, bundled",
        "evaluate FOLDER, bundled",
        "explain IMAGE --output OUT --model bundled, bundled",
        "explain IMAGE --output OUT --model m.pth, m.pth"
    })
    void everyCommandOpensIt(String line, String expected) throws IOException {
        Files.createDirectories(folder.resolve("classes/grain"));
        String image = png("classes/grain/a.png", GRAY);
        String[] args = line.split(" ");
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("IMAGE")) args[i] = image;
            if (args[i].equals("OUT")) args[i] = out.toString();
            if (args[i].equals("FOLDER")) args[i] = folder.resolve("classes").toString();
        }
        AtomicReference<CamSettings> opened = new AtomicReference<>();
        Cli.Outcome outcome =
                Cli.run(
                        settings -> {
                            opened.set(settings);
                            return new FakeModel();
                        },
                        args);
        assertDone(outcome);
        assertEquals(expected, opened.get().model());
        boolean said = line.contains("--model");
        assertEquals(said, opened.get().given().containsKey("model"));
        if (args[0].equals("evaluate")) return;
        assertEquals(expected, report().getAsJsonObject("settings").get("model").getAsString());
    }

    @Test
    void bundledInspectShowsTheCardAndWhyItIsThisOne() {
        String unasked = Cli.run(Cli.NONE, "inspect").out();
        assertTrue(unasked.contains("file          micrographs-b3 (bundled)\n"), unasked);
        assertTrue(unasked.contains("notes         model=bundled: no model was named"), unasked);
        assertTrue(unasked.contains("purpose       " + CARD.purpose() + "\n"), unasked);
        for (String name : List.of("bundled", CARD.id())) {
            String asked = Cli.run(Cli.NONE, "inspect", name).out();
            assertFalse(asked.contains("no model was named"), asked);
        }
        Cli.Outcome json = Cli.run(Cli.NONE, "inspect", "--json");
        JsonObject facts = JsonParser.parseString(json.out()).getAsJsonObject();
        assertEquals(CARD.id(), facts.getAsJsonObject("card").get("id").getAsString());
    }

    @Test
    void aFileOfThatNameIsReachedByItsPath() {
        Path file = Path.of(".", "bundled");
        Cli.Outcome outcome = Cli.run(Cli.NONE, "inspect", file.toString());
        assertEquals(1, outcome.code());
        assertTrue(outcome.err().startsWith(file + ": no such file"), outcome.err());
    }
}
