package sc.fiji.cam.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.image.Pages;
import sc.fiji.cam.testing.Micrographs;

/** Names and moments that break scripts. */
class OddInputsTest extends AbstractBatchTest {
    private static final List<String> NAMES =
            List.of(
                    "with space",
                    "comma,semi;colon",
                    "quote\"and'",
                    "line\nbreak",
                    "tab\there",
                    "käse_\u65e5\u672c_\ud83d\udd2c",
                    "<script>alert(1)</script>".replace('/', '_'),
                    "=HYPERLINK(1)",
                    "-rf",
                    "+1",
                    "@home",
                    "%s %d $HOME `ls`",
                    "back\\slash",
                    "a.b.c",
                    "x".repeat(251));

    @Test
    void oddNames() throws IOException {
        for (int i = 0; i < NAMES.size(); i++) {
            Micrographs.good(data.resolve(NAMES.get(i)), 4 * i, 48, 40);
        }
        BatchResult result = run();
        assertEquals(new BatchResult(NAMES.size(), NAMES.size(), 0, 0, 0), result);
        Set<String> images = new HashSet<>();
        table("predictions.csv").forEach(row -> images.add(row.get("image")));
        for (String name : NAMES) assertTrue(images.contains(data + "/" + name + ".png"), name);
        assertEquals(2 * NAMES.size() + 3, files(out).size(), files(out).keySet().toString());
        assertEquals(NAMES.size(), run().before(), "and they are known again");
    }

    /** A path that begins with a formula is given by who stands in the folder. */
    @Test
    void namesThatSpreadsheetsRunAreHarmless() throws IOException {
        options.put("output", out.toString());
        run("=1+1.png", "-2.png", "a.png");
        List<String> images = table("failures.csv").stream().map(r -> r.get("image")).toList();
        assertEquals(List.of("'=1+1.png", "'-2.png", "a.png"), images);
        assertTrue(table("failures.csv").get(0).get("message").startsWith("'="));
    }

    /** Between the listing and the reading. */
    @Test
    void anInputThatDisappearsCostsARow() throws IOException {
        images(3, 0);
        PictureReader thief =
                new PictureReader() {
                    @Override
                    public boolean knows(String fileName) {
                        return IMAGEJ.knows(fileName);
                    }

                    @Override
                    public Pages open(Path file) {
                        try {
                            if (file.endsWith("field_00001.tif")) Files.delete(file);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                        return IMAGEJ.open(file);
                    }
                };
        assertEquals(new BatchResult(3, 2, 0, 1, 0), run(new CountingModel(), thief));
        CSVRecord row = table("failures.csv").get(0);
        assertTrue(row.get("message").contains("no such file"), row.toString());
    }

    @Test
    void whatCannotBeWrittenCostsARow() throws IOException {
        images(3, 0);
        Files.createDirectories(out);
        Files.writeString(out.resolve("plate 1"), "a file where a folder should be");
        assertEquals(new BatchResult(3, 2, 0, 1, 0), run());
        CSVRecord row = table("failures.csv").get(0);
        assertEquals("write", row.get("stage"));
        assertEquals("1", row.get("slice"));
        Files.delete(out.resolve("plate 1"));
        assertEquals(new BatchResult(3, 3, 2, 0, 0), run());
    }

    @Test
    void theSameNameInTwoFolders() throws IOException {
        for (String name : List.of("x", "y")) {
            Files.createDirectories(folder.resolve(name));
            Micrographs.good(folder.resolve(name + "/a"), 0, 48, 40);
        }
        run(folder.resolve("x").toString(), folder.resolve("y").toString());
        assertTrue(Files.exists(out.resolve("x/a.2.overlay.png")));
        assertTrue(Files.exists(out.resolve("y/a.2.overlay.png")));
    }

    @Test
    void thirtyThousandPages() throws IOException {
        Micrographs.stack(data.resolve("long.tif"), 30_000, 8);
        options.put("save", "none");
        options.put("top", "1");
        assertEquals(new BatchResult(1, 30_000, 0, 0, 0), run());
        assertEquals(30_000, table("predictions.csv").size());
    }
}
