package sc.fiji.cam.catalogue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.data.BadCheckpoint;

/** Models by name, and weights that are those of their card. */
class CatalogueTest {
    private static final byte[] WEIGHTS = "abc".getBytes(StandardCharsets.US_ASCII);

    /** Of these weights, as FIPS 180-2 gives it. */
    private static final String SUM =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String CARD =
            """
            {"id": "tiny", "title": "T", "purpose": "P", "file": "tiny.safetensors",
             "sha256": "%s", "architecture": "b0", "classes": ["a", "b"], "size": 64,
             "input": "I", "made": ["./cam train"], "seed": 7, "measurement": %s,
             "limits": ["L."], "licence": "CC0-1.0"}
            """;

    @TempDir Path folder;

    @BeforeEach
    void fill() throws IOException {
        cards(CARD.formatted(SUM, "null"));
        Files.write(folder.resolve("tiny.safetensors"), WEIGHTS);
    }

    private void cards(String json) throws IOException {
        Files.writeString(folder.resolve("models.json"), "[" + json + "]");
    }

    private ModelCard card() {
        return Catalogue.in(folder).cards().get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bundled", "tiny"})
    void aModelIsFoundByItsIdAndTheFirstByTheWord(String name) {
        assertEquals("tiny", Catalogue.in(folder).find(name).orElseThrow().id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"./bundled", "/bundled", "Bundled", "tiny.safetensors", "b0", " tiny"})
    void anythingElseIsAPath(String name) {
        assertEquals(Optional.empty(), Catalogue.in(folder).find(name));
    }

    @Test
    void weightsAreTheBytesOfTheFile() {
        Catalogue catalogue = Catalogue.in(folder);
        assertArrayEquals(WEIGHTS, catalogue.weights(card()));
    }

    @Test
    void oneBitMoreIsRefusedWithBothSums() throws IOException {
        Files.write(folder.resolve("tiny.safetensors"), new byte[] {'a', 'b', 'c' ^ 1});
        BadCheckpoint error =
                assertThrows(BadCheckpoint.class, () -> Catalogue.in(folder).weights(card()));
        String text = error.getMessage();
        assertTrue(text.startsWith("model tiny (bundled): found weights of SHA-256 "), text);
        assertTrue(text.contains("expected " + SUM), text);
    }

    @Test
    void aBuildWithoutTheWeightsSaysSo() throws IOException {
        Files.delete(folder.resolve("tiny.safetensors"));
        Catalogue catalogue = Catalogue.in(folder);
        String text =
                assertThrows(BadCheckpoint.class, () -> catalogue.weights(card())).getMessage();
        assertTrue(text.contains("its weights are not in this build"), text);
        assertTrue(text.contains("option model"), text);
    }

    @Test
    void measuredNumbersAreRead() throws IOException {
        assertEquals(Optional.empty(), card().measured());
        cards(
                CARD.formatted(
                        SUM,
                        """
                        {"data": "./cam micrographs new", "images": 500, "accuracy": 0.982,
                         "calibrationError": 0.011, "pointing": 0.95, "energy": 0.7,
                         "gaussian": {"pointing": 0.2, "energy": 0.1},
                         "shuffled": {"pointing": 0.1, "energy": 0.05},
                         "perClass": {"a": {"images": 250}}}
                        """));
        Measured measured = card().measured().orElseThrow();
        assertEquals(500, measured.images());
        assertEquals(0.982, measured.accuracy());
        assertEquals(new Measured.Place(0.1, 0.05), measured.shuffled());
        assertTrue(card().rows().get("measured").contains("accuracy 98.2 %"));
        assertTrue(card().facts().get("measured").toString().contains("accuracy=0.982"));
    }

    /** What one has forgotten, or mistyped, stops every start and not the first user. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"id\": \"tiny\"  | \"id\": \"Tiny 1\"  | id=Tiny 1",
                "\"title\": \"T\", | ''                  | title=null",
                "\"b0\"            | \"b9\"              | architecture=b9",
                "\"size\": 64      | \"size\": 31        | size=31",
                "[\"a\", \"b\"]    | []                  | classes=[]",
                "\"CC0-1.0\"       | \"\"                | licence=",
                "tiny.safetensors  | ../tiny.safetensors | file=../tiny",
                "ba7816            | BA7816              | sha256=BA7816"
            })
    void aCardThatLacksSomethingIsRefused(String right, String wrong, String named)
            throws IOException {
        String card = CARD.formatted(SUM, "null");
        assertTrue(card.contains(right), right);
        cards(card.replace(right, wrong));
        Throwable error = assertThrows(RuntimeException.class, () -> Catalogue.in(folder));
        while (error.getCause() != null) error = error.getCause();
        assertTrue(error.getMessage().startsWith(named), error.toString());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, 98.2, Double.NaN})
    void aShareThatIsNoneIsRefused(double accuracy) {
        Measured.Place place = new Measured.Place(0, 1);
        new Measured("d", 1, 1, 0, 0, 1, place, place);
        assertThrows(
                IllegalArgumentException.class,
                () -> new Measured("d", 1, accuracy, 0, 0, 1, place, place));
        assertThrows(IllegalArgumentException.class, () -> new Measured.Place(accuracy, 0));
    }
}
