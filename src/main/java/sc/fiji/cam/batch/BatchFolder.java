package sc.fiji.cam.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import sc.fiji.cam.data.OutputFailed;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.image.WholeFile;

/** The output folder of a batch: journal, tables, report, and the results of an older run. */
final class BatchFolder implements AutoCloseable {
    private static final String JOURNAL = "journal.jsonl";
    private static final String PREDICTIONS = "predictions.csv";
    private static final String FAILURES = "failures.csv";
    private static final String REPORT = "run.json";
    private static final String CONTACT = "contact.html";

    /** Written at the end of a run; without a journal they are of another program. */
    private static final List<String> FINAL = List.of(PREDICTIONS, FAILURES, REPORT, CONTACT);

    private static final Pattern PART =
            Pattern.compile("\\..+\\.\\d+\\.(" + Saved.ENDINGS + ")\\.part");

    private static final int LONGEST_VALUE = 60;

    private final Path folder;

    private final FolderLock lock;

    private BatchFolder(Path folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Makes the folder if it is not there, and keeps others out until it is closed.
     *
     * @throws OutputFailed if it cannot be made or written
     * @throws WrongUse if another job works in it
     */
    static BatchFolder open(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            String problem = "this is a file, expected a folder";
            throw new OutputFailed(folder.toString(), problem, "Name another.");
        }
        WholeFile.makeFolder(folder);
        return new BatchFolder(folder, FolderLock.take(folder));
    }

    Path path() {
        return folder;
    }

    /** Whether an older run has left its journal. */
    boolean hasJournal() {
        return Files.exists(journal());
    }

    private Path journal() {
        return folder.resolve(JOURNAL);
    }

    /**
     * Opens the ledger: a new one, or that of an older run which this one goes on with.
     *
     * @param facts of this run, by name
     * @throws WrongUse if the older run had others, or the folder holds results of no batch
     */
    Ledger ledger(List<Input> inputs, OutputNames names, Map<String, String> facts) {
        if (!hasJournal()) {
            for (String file : FINAL) requireAbsent(file);
            return Ledger.begin(inputs, names, Journal.begin(journal(), facts));
        }
        removeParts();
        Ledger ledger = Ledger.resume(inputs, names, folder, journal());
        try {
            requireSame(ledger.journal().facts(), facts);
            return ledger;
        } catch (WrongUse e) {
            ledger.close();
            throw e;
        }
    }

    /** What a killed run was writing: of an image that is gone by now nobody would finish it. */
    private void removeParts() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> PART.matcher(file.getFileName().toString()).matches())
                    .forEach(BatchFolder::delete);
        } catch (IOException | UncheckedIOException e) {
            throw WholeFile.failed(folder, e instanceof IOException io ? io : new IOException(e));
        }
    }

    private void requireAbsent(String file) {
        if (Files.notExists(folder.resolve(file))) return;
        String problem = folder + " already holds " + file + " of a run that was no batch";
        throw new WrongUse("option output", problem, "Name another folder.");
    }

    private void requireSame(Map<String, String> then, Map<String, String> now) {
        TreeSet<String> keys = new TreeSet<>(then.keySet());
        keys.addAll(now.keySet());
        List<String> differences = new ArrayList<>();
        for (String key : keys) {
            String a = then.getOrDefault(key, "nothing");
            String b = now.getOrDefault(key, "nothing");
            if (!a.equals(b)) differences.add(key + " was " + shown(a) + ", now it is " + shown(b));
        }
        if (differences.isEmpty()) return;
        throw new WrongUse(
                "option output",
                folder
                        + " holds a batch that was begun otherwise: "
                        + String.join("; ", differences),
                "Go on as it was begun, name another folder, or delete its results with restart.");
    }

    private static String shown(String text) {
        if (text.length() <= LONGEST_VALUE) return text.isEmpty() ? "empty" : text;
        return text.substring(0, LONGEST_VALUE) + "... (" + text.length() + " characters)";
    }

    /** Deletes what an older run has written, as its journal tells; nothing else. */
    void deleteOld() {
        if (!hasJournal()) return;
        List<String> files = new ArrayList<>();
        Journal.open(journal(), (place, entry) -> files.addAll(entry.files())).close();
        files.addAll(FINAL);
        TreeSet<Path> folders = new TreeSet<>();
        for (String file : files) {
            Path path = folder.resolve(file);
            delete(path);
            for (Path p = path.getParent(); !p.equals(folder); p = p.getParent()) folders.add(p);
        }
        folders.descendingSet().forEach(BatchFolder::deleteIfEmpty);
        delete(journal());
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw WholeFile.failed(file, e);
        }
    }

    private static void deleteIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // Others have written to it.
        }
    }

    /** Writes the tables of all that is done and failed: the same bytes, however it came about. */
    void writeTables(Ledger ledger, List<Failure> unreadable) {
        Iterable<FinishedPage> pages = () -> stream(ledger.done()).map(Entry::page).iterator();
        Iterable<Failure> failures =
                () ->
                        Stream.concat(
                                        unreadable.stream(),
                                        stream(ledger.failed()).map(Entry::failure))
                                .iterator();
        WholeFile.write(folder.resolve(PREDICTIONS), part -> writePredictions(part, pages));
        WholeFile.write(folder.resolve(FAILURES), part -> writeFailures(part, failures));
        ContactSheet.write(folder.resolve(CONTACT), pages, failures);
    }

    private static Stream<Entry> stream(Iterable<Entry> entries) {
        return StreamSupport.stream(entries.spliterator(), false);
    }

    private static void writePredictions(Path file, Iterable<FinishedPage> pages) {
        try (PredictionsCsv table = PredictionsCsv.open(file)) {
            for (FinishedPage page : pages) table.add(page.image(), page.slice(), page.top());
        }
    }

    private static void writeFailures(Path file, Iterable<Failure> failures) {
        try (CsvTable table = CsvTable.open(file, "image", "slice", "stage", "message")) {
            for (Failure f : failures) {
                table.add(f.image(), f.slice() == 0 ? "" : f.slice(), f.stage(), f.message());
            }
        }
    }

    /** Writes the report. */
    void writeReport(Map<String, Object> report) {
        RunReport.write(report, folder.resolve(REPORT));
    }

    @Override
    public void close() {
        lock.close();
    }
}
