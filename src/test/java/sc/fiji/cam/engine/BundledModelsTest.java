package sc.fiji.cam.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.catalogue.Catalogue;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.checkpoint.Checkpoints;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.testing.Golden;

/** A model that comes with the program, here the golden one, is what its file is. */
class BundledModelsTest {
    private static final Path FILE = Golden.file("timm.safetensors");

    @TempDir static Path folder;
    private static BundledModels models;

    @BeforeAll
    static void fill() throws IOException {
        byte[] weights = Files.readAllBytes(FILE);
        String card =
                """
                [{"id": "golden", "title": "T", "purpose": "P", "file": "golden.safetensors",
                  "sha256": "%s", "architecture": "b3", "classes": ["a", "b"], "size": 300,
                  "input": "I", "made": ["./cam train"], "seed": 7,
                  "limits": ["One.", "Two."], "licence": "CC0-1.0"}]
                """;
        String sum = Golden.sha256(weights);
        Files.writeString(folder.resolve("models.json"), card.formatted(sum));
        Files.write(folder.resolve("golden.safetensors"), weights);
        models = new BundledModels(Catalogue.in(folder));
    }

    private static CamSettings settings(String... given) {
        return given.length == 0
                ? CamSettings.defaults()
                : CamSettings.of(Map.of(given[0], given[1]));
    }

    @Test
    void itIsTheFileBitForBit() {
        Checkpoint expected = Checkpoints.read(FILE, CamSettings.defaults());
        Checkpoint found = models.read(settings("model", "golden"));
        assertEquals(expected.facts().sha256(), found.facts().sha256());
        assertEquals(expected.labels(), found.labels());
        assertEquals(expected.input(), found.input());
        expected.weights()
                .tensors()
                .forEach(t -> assertEquals(t, found.weights().get(t.name()), t.name()));
        assertEquals("golden (bundled)", found.facts().file());
        assertEquals(expected.assumptions(), found.assumptions());
    }

    @Test
    void whoNamedNoModelIsTold() {
        String note = models.read(settings()).assumptions().get(0);
        assertEquals(
                "model=bundled: no model was named, so this is golden. It knows nothing but a, b.",
                note);
        for (String name : List.of("bundled", "golden")) {
            List<String> notes = models.read(settings("model", name)).assumptions();
            assertFalse(notes.contains(note), name + " was asked for");
        }
    }

    @Test
    void optionsOfTheModelCount() {
        Checkpoint found = models.read(settings("channels", "BGR"));
        assertEquals("BGR", found.input().channels().id());
        assertThrows(WrongUse.class, () -> models.read(settings("entry", "no such network")));
    }

    @Test
    void anythingElseIsAFile() {
        assertEquals(FILE.toString(), models.read(settings("model", "" + FILE)).facts().file());
        String text =
                assertThrows(BadCheckpoint.class, () -> models.read(settings("model", "./bundled")))
                        .getMessage();
        assertTrue(text.startsWith("./bundled: no such file"), text);
    }

    @Test
    void theReportHasTheCardAndThatOfAFileHasNone() {
        CamSettings bundled = settings();
        ModelReport report = models.report(models.read(bundled), bundled);
        assertTrue(report.text().contains("limits        One.\n              Two.\n"));
        Map<?, ?> card = (Map<?, ?>) report.facts().get("card");
        assertEquals("golden", card.get("id"));
        assertEquals(null, card.get("measured"));
        CamSettings file = settings("model", FILE.toString());
        assertFalse(models.report(models.read(file), file).facts().containsKey("card"));
    }
}
