package sc.fiji.cam.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.WrongUse;

/** How a batch goes on where it was stopped, and what it refuses to go on with. */
class BatchResumeTest extends AbstractBatchTest {
    /** Stopped again and again, at every picture: the same files, and nothing done twice. */
    @Test
    void whatWasStoppedGoesOn() throws IOException {
        images(12, 3);
        Map<String, String> files = undisturbed();
        options.put("streams", "1");
        int done = 0;
        for (int run = 0; run < 40 && done < 12; run++) {
            CountingModel model = new CountingModel();
            model.cancelAfter = run % 3;
            watcher.cancel = false;
            try {
                BatchResult result = run(model);
                done = result.done();
                assertEquals(done - result.before(), model.explained.get());
            } catch (Cancelled e) {
                assertTrue(model.closed);
                assertFalse(Files.exists(out.resolve("predictions.csv")), "looks like a whole run");
            }
        }
        assertEquals(12, done);
        assertEquals(files, files(out));
    }

    @Test
    void aTornJournalGoesOn() throws IOException {
        images(8, 0);
        Map<String, String> files = undisturbed();
        run();
        Path journal = out.resolve("journal.jsonl");
        byte[] whole = Files.readAllBytes(journal);
        for (int cut : new int[] {1, 100, whole.length / 2, whole.length * 3 / 4}) {
            Files.write(journal, java.util.Arrays.copyOf(whole, whole.length - cut));
            Files.deleteIfExists(out.resolve("predictions.csv"));
            Files.writeString(out.resolve(".gone.7.cam.tif.part"), "of a killed run");
            CountingModel model = new CountingModel();
            BatchResult result = run(model);
            assertEquals(8, result.done());
            assertEquals(8 - result.before(), model.explained.get());
            assertTrue(result.before() < 8);
            assertEquals(files, files(out));
        }
    }

    @Test
    void whatIsDoneIsNotDoneAgain() throws IOException {
        images(5, 2);
        run();
        Map<String, String> files = files(out);
        CountingModel model = new CountingModel();
        BatchResult again = run(model);
        assertEquals(new BatchResult(7, 5, 5, 2, 0), again);
        assertEquals(0, model.explained.get());
        assertEquals(files, files(out));
    }

    @Test
    void whatChangedOrWasDeletedIsDoneAgain() throws IOException {
        images(4, 0);
        run();
        Path image = data.resolve("plate 0/field_00000.png");
        byte[] other = Files.readAllBytes(data.resolve("plate 3/field_00003.jpg"));
        Files.write(image, other);
        Files.delete(out.resolve("plate 1/field_00001.2.cam.tif"));
        CountingModel model = new CountingModel();
        assertEquals(2, run(model).before());
        assertEquals(2, model.explained.get());
        assertTrue(Files.exists(out.resolve("plate 1/field_00001.2.cam.tif")));
    }

    @Test
    void whatIsExplainedAgainLeavesNothingStale() throws IOException {
        images(1, 0);
        Path list = folder.resolve("list.csv");
        String image = "data/plate 0/field_00000.png";
        for (String target : List.of("0", "1", "0")) {
            Files.writeString(list, "image,target\n" + image + "," + target + "\n");
            assertEquals(new BatchResult(1, 1, 0, 0, 0), run(list.toString()));
            String stem = image.replace("png", target);
            assertEquals(
                    Set.of(
                            "contact.html",
                            "failures.csv",
                            "predictions.csv",
                            stem + ".cam.tif",
                            stem + ".overlay.png"),
                    files(out).keySet());
        }
        assertEquals(1, run(list.toString()).before());
    }

    /** Moved away during the night: what was done of it stays in the tables. */
    @Test
    void aFileThatIsGoneKeepsItsResults() throws IOException {
        images(2, 0);
        String[] named = {
            data.resolve("plate 0/field_00000.png").toString(),
            data.resolve("plate 1/field_00001.tif").toString()
        };
        run(named);
        Files.delete(Path.of(named[0]));
        assertEquals(new BatchResult(2, 2, 2, 0, 0), run(named));
        assertEquals(8, table("predictions.csv").size());
    }

    @Test
    void otherSettingsAreRefusedByName() throws IOException {
        images(2, 0);
        run();
        Map<String, String> files = files(out);
        Path image = data.resolve("plate 0/field_00000.png");
        byte[] bytes = Files.readAllBytes(image);
        Files.write(image, new byte[] {1});
        for (List<String> change :
                List.of(
                        List.of("opacity", "0.5", "opacity was 0.4, now it is 0.5"),
                        List.of("save", "raw", "save was overlay,map, now it is raw"),
                        List.of("target", "1", "target was top, now it is 1"))) {
            String before = options.put(change.get(0), change.get(1));
            WrongUse refused = assertThrows(WrongUse.class, this::run);
            assertTrue(refused.getMessage().contains(change.get(2)), refused.getMessage());
            options.remove(change.get(0));
            if (before != null) options.put(change.get(0), before);
        }
        assertEquals(files, files(out), "a refused run changes nothing");
        Files.write(image, bytes);
        assertEquals(1, run().before());
    }

    @Test
    void anotherModelIsRefusedByName() throws IOException {
        images(1, 0);
        run();
        CountingModel other =
                new CountingModel() {
                    @Override
                    public Map<String, String> identity() {
                        Map<String, String> identity = new java.util.TreeMap<>(super.identity());
                        identity.put("sha256", "4567");
                        return identity;
                    }
                };
        WrongUse refused = assertThrows(WrongUse.class, () -> run(other));
        assertTrue(refused.getMessage().contains("sha256 was 0123, now it is 4567"));
        assertTrue(other.closed);
    }
}
