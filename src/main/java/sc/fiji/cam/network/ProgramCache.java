package sc.fiji.cam.network;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Programs by size, the latest few. A program that falls out is closed when its last run has ended.
 */
final class ProgramCache implements AutoCloseable {
    /** A B3 packed for one size takes about 50 MB. */
    private static final int MOST = 3;

    private static final class Entry {
        private Program program;
        private int users;
        private boolean dropped;
    }

    private final Function<ProgramSize, Program> loader;
    private final Map<ProgramSize, Entry> entries = new LinkedHashMap<>(8, 0.75f, true);
    private boolean closed;

    ProgramCache(Function<ProgramSize, Program> loader) {
        this.loader = loader;
    }

    /** Uses the program of a size, loading it if it is not there. */
    <T> T with(ProgramSize size, Function<Program, T> use) {
        Entry entry = take(size);
        try {
            return use.apply(loaded(entry, size));
        } finally {
            giveBack(entry);
        }
    }

    private synchronized Entry take(ProgramSize size) {
        if (closed) throw new IllegalStateException("the network is closed");
        Entry entry = entries.computeIfAbsent(size, s -> new Entry());
        entry.users++;
        if (entries.size() > MOST) {
            ProgramSize eldest = entries.keySet().iterator().next();
            drop(entries.remove(eldest));
        }
        return entry;
    }

    /** Loads outside of the map's lock: other sizes go on running meanwhile. */
    private Program loaded(Entry entry, ProgramSize size) {
        synchronized (entry) {
            if (entry.program == null) entry.program = loader.apply(size);
            return entry.program;
        }
    }

    private synchronized void giveBack(Entry entry) {
        entry.users--;
        if (entry.dropped) drop(entry);
    }

    private void drop(Entry entry) {
        entry.dropped = true;
        if (entry.users == 0 && entry.program != null) {
            entry.program.close();
            entry.program = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        entries.values().forEach(this::drop);
        entries.clear();
    }
}
