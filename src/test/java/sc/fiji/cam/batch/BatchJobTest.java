package sc.fiji.cam.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.OutputFailed;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.testing.Micrographs;

/** What a batch leaves. */
class BatchJobTest extends AbstractBatchTest {
    @Test
    void everyImageHasItsRowAndItsFiles() throws IOException {
        images(16, 10);
        Files.writeString(data.resolve("notes.txt"), "mine");
        CountingModel model = new CountingModel();
        BatchResult result = run(model);
        assertEquals(new BatchResult(26, 16, 0, 10, 1), result);
        assertTrue(model.closed);
        assertEquals(16, model.explained.get());
        List<CSVRecord> rows = table("predictions.csv");
        assertEquals(16 * 4, rows.size());
        assertEquals(16, rows.stream().map(r -> r.get("image")).distinct().count());
        List<String> images = rows.stream().map(r -> r.get("image")).distinct().toList();
        assertEquals(images.stream().sorted().toList(), images, "order of the inputs");
        Map<String, String> files = files(out);
        assertTrue(files.containsKey("plate 0/field_00000.2.overlay.png"), files.toString());
        assertTrue(files.containsKey("plate 1/field_00001.2.cam.tif"), files.toString());
        assertEquals(16 * 2 + 3, files.size());
    }

    @Test
    void aBadImageCostsARow() throws IOException {
        images(2, 10);
        BatchResult result = run();
        assertEquals(10, result.failed());
        List<CSVRecord> rows = table("failures.csv");
        assertEquals(10, rows.size());
        assertEquals(10, watcher.failures.size());
        for (CSVRecord row : rows) {
            assertEquals("decode", row.get("stage"));
            assertEquals("", row.get("slice"));
            assertTrue(row.get("image").contains("bad_"), row.toString());
            assertTrue(row.get("message").length() > 20, row.toString());
            assertFalse(row.get("message").contains("\n"), row.toString());
        }
    }

    @Test
    void everyPageOfAStackIsARow() throws IOException {
        Micrographs.stack(data.resolve("stack.tif"), 12, 40);
        BatchResult result = run();
        assertEquals(new BatchResult(1, 12, 0, 0, 0), result);
        List<CSVRecord> rows = table("predictions.csv");
        assertEquals("12", rows.get(rows.size() - 1).get("slice"));
        assertTrue(Files.exists(out.resolve("stack.p00012.2.cam.tif")));
    }

    @Test
    void theReportCounts() throws IOException {
        images(3, 1);
        run();
        JsonObject report =
                JsonParser.parseString(Files.readString(out.resolve("run.json"))).getAsJsonObject();
        assertEquals(
                Set.of(
                        "settings",
                        "model",
                        "device",
                        "threads",
                        "streams",
                        "version",
                        "versions",
                        "counts",
                        "notes",
                        "seconds",
                        "millis",
                        "busy"),
                report.keySet());
        assertEquals(3, report.getAsJsonObject("counts").get("done").getAsInt());
        assertEquals(1, report.getAsJsonObject("counts").get("failed").getAsInt());
        assertEquals("0123", report.getAsJsonObject("model").get("sha256").getAsString());
        assertEquals("overlay,map", report.getAsJsonObject("settings").get("save").getAsString());
        double busy = report.get("busy").getAsDouble();
        assertTrue(busy >= 0 && busy <= 1, report.toString());
        assertEquals(
                Set.of("decode", "prepare", "network", "map", "write"),
                report.getAsJsonObject("millis").keySet());
    }

    @Test
    void theNumberOfStreamsChangesNothing() throws IOException {
        images(20, 3);
        Map<String, String> files = undisturbed();
        for (String streams : List.of("1", "5")) {
            out = folder.resolve("streams " + streams);
            options.put("output", out.toString());
            options.put("streams", streams);
            run();
            assertEquals(files, files(out));
        }
    }

    @Test
    void restartLeavesNothingStale() throws IOException {
        images(3, 0);
        run();
        Files.writeString(out.resolve("notes.txt"), "mine");
        options.put("restart", "true");
        options.put("target", "0");
        options.put("save", "overlay");
        assertEquals(new BatchResult(3, 3, 0, 0, 0), run());
        assertEquals(
                Set.of(
                        "contact.html",
                        "failures.csv",
                        "notes.txt",
                        "plate 0/field_00000.0.overlay.png",
                        "plate 1/field_00001.0.overlay.png",
                        "plate 2/field_00002.0.overlay.png",
                        "predictions.csv"),
                files(out).keySet());
    }

    @Test
    void restartBelievesNoOtherJournal() throws IOException {
        images(1, 0);
        options.put("restart", "true");
        Files.createDirectories(out);
        Files.writeString(out.resolve("predictions.csv"), "mine");
        Files.writeString(out.resolve("journal.jsonl"), "{\"day\": \"1\"}\n");
        OutputFailed refused = assertThrows(OutputFailed.class, this::run);
        assertTrue(refused.getMessage().contains("no journal"), refused.getMessage());
        assertEquals("mine", Files.readString(out.resolve("predictions.csv")));
    }

    @Test
    void resultsOfOtherProgramsAreKept() throws IOException {
        images(1, 0);
        Files.createDirectories(out);
        Files.writeString(out.resolve("predictions.csv"), "mine");
        WrongUse refused = assertThrows(WrongUse.class, this::run);
        assertTrue(refused.getMessage().contains("predictions.csv"), refused.getMessage());
        assertEquals("mine", Files.readString(out.resolve("predictions.csv")));
        assertFalse(Files.exists(out.resolve("journal.jsonl")));
    }

    @Test
    void twoRunsInOneFolderAreRefused() throws IOException {
        images(1, 0);
        Files.createDirectories(out);
        FolderLock lock = FolderLock.take(out);
        WrongUse refused = assertThrows(WrongUse.class, this::run);
        assertTrue(refused.getMessage().contains("another run"), refused.getMessage());
        lock.close();
        assertEquals(1, run().done());
    }

    @Test
    void aDryRunDoesNothing() throws IOException {
        images(2, 1);
        options.put("dryrun", "true");
        CountingModel model = new CountingModel();
        assertEquals(new BatchResult(3, 0, 0, 0, 0), run(model));
        assertEquals(0, model.explained.get());
        assertFalse(Files.exists(out));
        assertEquals(3, watcher.planned.size());
        options.put("target", "nothing");
        assertThrows(WrongUse.class, this::run);
    }

    @Test
    void failFastStopsAtTheFirst() throws IOException {
        images(0, 10);
        options.put("failfast", "true");
        options.put("streams", "1");
        assertEquals(1, run().failed());
        assertFalse(Files.exists(out.resolve("predictions.csv")));
    }

    @Test
    void aListGivesEveryImageItsTarget() throws IOException {
        images(2, 0);
        Path list = folder.resolve("list.csv");
        String first = "data/plate 0/field_00000.png";
        String second = "data/plate 1/field_00001.tif";
        Files.writeString(list, "image,target\n" + first + ",\"0,käse\"\n" + second + ",\n");
        run(list.toString());
        assertEquals(
                Set.of(
                        first.replace("png", "0.overlay.png"),
                        first.replace("png", "3.overlay.png"),
                        second.replace("tif", "2.overlay.png")),
                new java.util.TreeSet<>(
                        files(out).keySet().stream().filter(f -> f.endsWith("png")).toList()));
        Files.writeString(list, "image,target\n" + first + ",grian\n");
        WrongUse wrong = assertThrows(WrongUse.class, () -> run(list.toString()));
        assertTrue(wrong.getMessage().contains("grain"), wrong.getMessage());
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaid() throws IOException {
        images(1, 0);
        out = Files.writeString(folder.resolve("file"), "x");
        assertThrows(OutputFailed.class, this::run);
        options.put("output", out.resolve("below").toString());
        assertThrows(OutputFailed.class, this::run);
    }
}
