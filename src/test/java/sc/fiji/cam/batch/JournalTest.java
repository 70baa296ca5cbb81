package sc.fiji.cam.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.batch.Entry.FileState;
import sc.fiji.cam.batch.Entry.Millis;
import sc.fiji.cam.data.OutputFailed;
import sc.fiji.cam.data.Prediction;

class JournalTest {
    private static final Map<String, String> FACTS = Map.of("option opacity", "0.4");

    @TempDir Path folder;
    private Path file;
    private final Map<String, String> begun = new TreeMap<>();

    @BeforeEach
    void name() {
        file = folder.resolve("journal.jsonl");
    }

    /** An entry with everything that text can hold. */
    static Entry entry(String image, int slice) {
        FinishedMap map =
                new FinishedMap(2, "käse, \"alt\"", 0.1, -1e-17, "cam", 1 / 3.0, true, "o");
        FinishedPage page =
                new FinishedPage(
                        image,
                        slice,
                        3,
                        List.of(new Prediction(1, 2, "käse", Math.PI, 0.1)),
                        List.of(map));
        return new Entry(
                image,
                "a/b",
                "",
                new FileState(7, 1234567890123L),
                page,
                List.of("a/b.2.cam.tif"),
                "cpu",
                new Millis(1, 2, 3, 4, 5.5),
                null);
    }

    private Journal open(List<Entry> all) {
        return Journal.open(
                file,
                facts -> begun.putAll(facts),
                (place, entry) -> {
                    assertEquals(FACTS, begun, "known before the first entry");
                    all.add(entry);
                });
    }

    private List<Entry> readAll() {
        begun.clear();
        List<Entry> all = new ArrayList<>();
        try (Journal journal = open(all)) {
            assertNotNull(journal);
        }
        return all;
    }

    @Test
    void everyEntryComesBackAsItWas() {
        List<Entry> entries = List.of(entry("ä\n\"b\".png", 1), entry("<script>'=", 2));
        Failure failure = new Failure("c.png", 0, "decode", "c.png: broken.");
        Entry failed =
                new Entry(
                        "c.png",
                        "c",
                        "1",
                        new FileState(-1, 0),
                        null,
                        List.of(),
                        "",
                        Millis.NONE,
                        failure);
        try (Journal journal = Journal.begin(file, FACTS)) {
            long first = journal.append(entries.get(0));
            long second = journal.append(entries.get(1));
            journal.append(failed);
            assertEquals(entries.get(1), journal.read(second));
            assertEquals(entries.get(0), journal.read(first));
        }
        List<Entry> expected = new ArrayList<>(entries);
        expected.add(failed);
        assertEquals(expected, readAll());
    }

    @Test
    void aLineIsInTheFileTheMomentItIsAdded() throws IOException {
        try (Journal journal = Journal.begin(file, FACTS)) {
            journal.append(entry("a.png", 1));
            assertEquals(2, Files.readAllLines(file).size());
        }
    }

    /** A process may be killed at any byte. */
    @Test
    void aTornLineIsDroppedWhereverItTears() throws IOException {
        try (Journal journal = Journal.begin(file, FACTS)) {
            journal.append(entry("ä.png", 1));
            journal.append(entry("ö.png", 2));
        }
        byte[] whole = Files.readAllBytes(file);
        int lastStart = new String(whole, 0, whole.length - 1, "ISO-8859-1").lastIndexOf('\n') + 1;
        for (int end = lastStart; end < whole.length; end++) {
            Files.write(file, Arrays.copyOf(whole, end));
            assertEquals(List.of(entry("ä.png", 1)), readAll());
            assertEquals(lastStart, Files.size(file), "the next line begins a line");
        }
        Files.write(file, whole);
        assertEquals(2, readAll().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"a\":\"b\"}",
                "no json\n",
                "[1,2]\n",
                "{\"option opacity\":\"0.4\"}\nno json\n"
            })
    void otherFilesAreRefused(String text) throws IOException {
        Files.writeString(file, text);
        OutputFailed refused = assertThrows(OutputFailed.class, () -> open(new ArrayList<>()));
        assertTrue(refused.getMessage().startsWith(file.toString()), refused.getMessage());
        assertEquals(text, Files.readString(file));
    }

    /** What it names may be deleted, so a changed or foreign one must not name files elsewhere. */
    @ParameterizedTest
    @CsvSource({
        "a/b.2.cam.tif, ../b.2.cam.tif",
        "a/b.2.cam.tif, a/../../b.2.cam.tif",
        "a/b.2.cam.tif, /b.2.cam.tif",
        "a/b.2.cam.tif, ''",
        "'\"slice\":1', '\"slice\":7'",
        "'\"slice\":1', '\"slice\":0'",
        "files, other",
        "state, other"
    })
    void entriesThatCannotBeOursAreRefused(String ours, String other) throws IOException {
        try (Journal journal = Journal.begin(file, FACTS)) {
            journal.append(entry("a.png", 1));
        }
        assertEquals(1, readAll().size());
        String changed = Files.readString(file).replace(ours, other);
        Files.writeString(file, changed);
        assertThrows(OutputFailed.class, () -> Journal.open(file, facts -> {}, (p, e) -> {}));
        assertEquals(changed, Files.readString(file));
    }
}
