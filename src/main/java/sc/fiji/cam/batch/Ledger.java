package sc.fiji.cam.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import sc.fiji.cam.batch.Entry.FileState;

/**
 * Which pages of which inputs are done: places in the journal, so that memory holds a few bytes per
 * page. Safe for several threads.
 */
final class Ledger implements AutoCloseable {
    private static final long OPEN = -1;

    /** An input's pages; empty until the image was opened. */
    private static final class Pages {
        private long[] done = {};
        private final Map<Integer, Long> failed = new TreeMap<>();

        boolean isDone() {
            return done.length > 0 && Arrays.stream(done).noneMatch(place -> place == OPEN);
        }
    }

    private final List<Input> inputs;
    private final OutputNames names;
    private final Pages[] pages;
    private final Journal journal;
    private final int before;

    private Ledger(
            List<Input> inputs, OutputNames names, Pages[] pages, Journal journal, int before) {
        this.inputs = inputs;
        this.names = names;
        this.pages = pages;
        this.journal = journal;
        this.before = before;
    }

    /** Begins with nothing done. */
    static Ledger begin(List<Input> inputs, OutputNames names, Journal journal) {
        Pages[] pages = Stream.generate(Pages::new).limit(inputs.size()).toArray(Pages[]::new);
        return new Ledger(inputs, names, pages, journal, 0);
    }

    /**
     * Reads what an older run has done. A page counts if its input is asked for under the same name
     * and target, has not changed since, and all its files are there. Failed ones are tried again.
     *
     * @param folder of the results
     */
    static Ledger resume(List<Input> inputs, OutputNames names, Path folder, Path journalFile) {
        Pages[] pages = Stream.generate(Pages::new).limit(inputs.size()).toArray(Pages[]::new);
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) numbers.put(inputs.get(i).image(), i);
        FileState[] states = new FileState[inputs.size()];
        Journal journal =
                Journal.open(
                        journalFile,
                        (place, entry) -> {
                            Integer i = numbers.get(entry.image());
                            if (i == null || entry.page() == null) return;
                            Input input = inputs.get(i);
                            if (states[i] == null) states[i] = stateOf(input);
                            if (!entry.name().equals(names.of(input.source(), 1, 1))) return;
                            if (!entry.target().equals(input.target())) return;
                            if (!unchanged(entry.state(), states[i])) return;
                            if (!entry.files().stream()
                                    .map(folder::resolve)
                                    .allMatch(Files::exists)) return;
                            set(pages[i], entry, place);
                        });
        int before = 0;
        for (Pages p : pages) {
            before += (int) Arrays.stream(p.done).filter(place -> place != OPEN).count();
        }
        return new Ledger(inputs, names, pages, journal, before);
    }

    /** A file that is gone meanwhile has not changed: its results stand. */
    private static boolean unchanged(FileState then, FileState now) {
        return now.size() < 0 || now.equals(then);
    }

    private static void set(Pages pages, Entry entry, long place) {
        int count = entry.page().pages();
        if (pages.done.length != count) {
            pages.done = new long[count];
            Arrays.fill(pages.done, OPEN);
        }
        pages.done[entry.page().slice() - 1] = place;
    }

    /** The state of an input's file now. */
    static FileState stateOf(Input input) {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(Path.of(input.image()), BasicFileAttributes.class);
            return new FileState(found.size(), found.lastModifiedTime().toMillis());
        } catch (IOException e) {
            return new FileState(-1, 0);
        }
    }

    Journal journal() {
        return journal;
    }

    /** Pages done by older runs. */
    int before() {
        return before;
    }

    /** Pages of an input as far as they are known: one if it was never opened. */
    synchronized int pagesKnown(int input) {
        return Math.max(1, pages[input].done.length);
    }

    /** Pages of all inputs as far as they are known. */
    long pagesKnown() {
        return IntStream.range(0, pages.length).mapToLong(this::pagesKnown).sum();
    }

    /** Whether nothing is left to do of an input. */
    synchronized boolean isDone(int input) {
        return pages[input].isDone();
    }

    /** Whether a page is done; the number of pages may have changed. */
    synchronized boolean isDone(int input, int slice, int count) {
        long[] done = pages[input].done;
        return done.length == count && done[slice - 1] != OPEN;
    }

    /** Adds an entry to journal and ledger. */
    synchronized void add(int input, Entry entry) {
        long place = journal.append(entry);
        if (entry.page() != null) set(pages[input], entry, place);
        if (entry.failure() != null) pages[input].failed.put(entry.failure().slice(), place);
    }

    /** The name of an input's files, without page. */
    String name(int input) {
        return names.of(inputs.get(input).source(), 1, 1);
    }

    /** The name of a page's files. */
    String name(int input, int slice, int count) {
        return names.of(inputs.get(input).source(), slice, count);
    }

    /** The entries of all pages that are done, in the order of inputs and pages. */
    Iterable<Entry> done() {
        return () -> entries(p -> Arrays.stream(p.done).filter(at -> at != OPEN));
    }

    /** The entries of this run's failures, in the order of inputs and pages. */
    Iterable<Entry> failed() {
        return () -> entries(p -> p.failed.values().stream().mapToLong(at -> at));
    }

    private synchronized Iterator<Entry> entries(Function<Pages, LongStream> places) {
        long[] all = Arrays.stream(pages).flatMapToLong(places).toArray();
        return Arrays.stream(all).mapToObj(journal::read).iterator();
    }

    @Override
    public void close() {
        journal.close();
    }
}
