package sc.fiji.cam.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.OutputFailed;
import sc.fiji.cam.image.WholeFile;

/**
 * What a batch has done so far: a JSON line with the facts of the run, then one for every page,
 * written the moment its files are complete. Lines are only ever added, and each is handed to the
 * operating system at once, so a process may be killed at any moment; a last line without its end
 * is dropped.
 */
final class Journal implements AutoCloseable {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final int BUFFER = 1 << 13;

    /** The first of the facts: that this is a journal, and of which form. */
    private static final String KIND = "journal";

    private static final String FORM = "EfficientNet CAM batch, form 1";

    private final Path file;
    private final RandomAccessFile access;
    private long end;

    private Journal(Path file, RandomAccessFile access, long end) {
        this.file = file;
        this.access = access;
        this.end = end;
    }

    /**
     * Begins a journal.
     *
     * @param facts of the run, by name: what must be the same when it goes on
     */
    static Journal begin(Path file, Map<String, String> facts) {
        Map<String, String> all = new LinkedHashMap<>(Map.of(KIND, FORM));
        all.putAll(facts);
        WholeFile.write(file, (GSON.toJson(all) + "\n").getBytes(UTF_8));
        return open(file, same -> {}, (place, entry) -> {});
    }

    /**
     * Opens a journal that may have lost the end of its last line.
     *
     * @param begun takes the facts of the run before anything else is done, and may refuse them
     * @param seen takes every entry with its place, in order
     * @throws OutputFailed if it is no journal
     */
    static Journal open(
            Path file, Consumer<Map<String, String>> begun, BiConsumer<Long, Entry> seen) {
        RandomAccessFile access = null;
        try {
            access = new RandomAccessFile(file.toFile(), "rw");
            Lines lines = new Lines(access, 0);
            Map<String, String> facts = new LinkedHashMap<>();
            String first = lines.next();
            if (first == null) throw new JsonParseException("its first line has no end");
            facts.putAll(GSON.fromJson(first, new TypeToken<Map<String, String>>() {}));
            if (!FORM.equals(facts.remove(KIND))) throw new JsonParseException("another file");
            begun.accept(facts);
            long start = lines.position;
            for (String line = lines.next(); line != null; line = lines.next()) {
                Entry entry = GSON.fromJson(line, Entry.class);
                if (entry == null || !entry.isSound()) throw new JsonParseException("no entry");
                seen.accept(start, entry);
                start = lines.position;
            }
            access.setLength(start);
            return new Journal(file, access, start);
        } catch (IOException e) {
            close(access);
            throw WholeFile.failed(file, e);
        } catch (JsonParseException | NullPointerException e) {
            close(access);
            String problem = "it is no journal of a batch, or was changed";
            OutputFailed failed =
                    new OutputFailed(file.toString(), problem, "Name another output folder.");
            failed.because(e);
            throw failed;
        } catch (RuntimeException e) {
            close(access);
            throw e;
        }
    }

    /**
     * Adds an entry.
     *
     * @return its place
     * @throws OutputFailed if it cannot be written; what was written of it is dropped then
     */
    synchronized long append(Entry entry) {
        long start = end;
        try {
            byte[] line = (GSON.toJson(entry) + "\n").getBytes(UTF_8);
            // Not by its channel, which an interrupt of the calling thread would close.
            access.seek(start);
            access.write(line);
            end = start + line.length;
            return start;
        } catch (IOException e) {
            throw WholeFile.failed(file, e);
        }
    }

    /** Reads an entry. */
    synchronized Entry read(long place) {
        try {
            return GSON.fromJson(new Lines(access, place).next(), Entry.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        close(access);
    }

    private static void close(@Nullable AutoCloseable resource) {
        try {
            if (resource != null) resource.close();
        } catch (Exception e) {
            // Every line was handed over when it was written.
        }
    }

    /** Lines with an end, from a place on. */
    private static final class Lines {
        private final RandomAccessFile access;
        private final byte[] buffer = new byte[BUFFER];
        private long position;
        private int at;
        private int filled;

        Lines(RandomAccessFile access, long place) throws IOException {
            this.access = access;
            this.position = place;
            access.seek(place);
        }

        @Nullable String next() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream(512);
            for (int b = read(); b >= 0; b = read()) {
                if (b == '\n') {
                    position += line.size() + 1;
                    return line.toString(UTF_8);
                }
                line.write(b);
            }
            return null;
        }

        private int read() throws IOException {
            if (at == filled) {
                filled = Math.max(0, access.read(buffer));
                at = 0;
            }
            return at == filled ? -1 : buffer[at++] & 0xff;
        }
    }
}
