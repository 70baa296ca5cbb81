package sc.fiji.cam.fuzz;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;

/**
 * A working copy of a seed that is changed in place and changed back: a mutant of 43 MB costs as
 * much as its few changed bytes.
 */
final class Scratch {
    private static final int BUFFER = 1 << 16;

    private record Before(long at, byte[] bytes) {}

    private final Path seed;
    private final Path copy;
    private final long size;
    private final Deque<Before> undo = new ArrayDeque<>();
    private long shortest;

    Scratch(Path seed, Path copy) throws IOException {
        this.seed = seed;
        this.copy = copy;
        this.size = Files.size(seed);
        this.shortest = size;
        Files.copy(seed, copy, StandardCopyOption.REPLACE_EXISTING);
    }

    Path file() {
        return copy;
    }

    /** Removes a file, or a folder with all that is in it; links are not followed. */
    static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return;
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        }
    }

    /** Bytes of the seed. */
    long size() {
        return size;
    }

    /** The bytes as they are now; fewer at the end of the file. */
    byte[] read(long at, int length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "r")) {
            int n = (int) Math.max(0, Math.min(length, file.length() - at));
            byte[] bytes = new byte[n];
            file.seek(at);
            file.readFully(bytes);
            return bytes;
        }
    }

    /** Overwrites, or lengthens the file. */
    void write(long at, byte[] bytes) throws IOException {
        undo.push(new Before(at, read(at, bytes.length)));
        try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
            file.seek(at);
            file.write(bytes);
        }
    }

    /** Cuts the file off. */
    void truncate(long length) throws IOException {
        shortest = Math.min(shortest, length);
        resize(length);
    }

    /** Makes the copy equal to the seed again. */
    void restore() throws IOException {
        while (!undo.isEmpty()) {
            Before before = undo.pop();
            try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
                file.seek(before.at());
                file.write(before.bytes());
            }
        }
        if (shortest < size) fetchTail();
        shortest = size;
        resize(size);
    }

    private void fetchTail() throws IOException {
        try (RandomAccessFile from = new RandomAccessFile(seed.toFile(), "r");
                RandomAccessFile to = new RandomAccessFile(copy.toFile(), "rw")) {
            from.seek(shortest);
            to.seek(shortest);
            byte[] buffer = new byte[BUFFER];
            for (int n = from.read(buffer); n > 0; n = from.read(buffer)) to.write(buffer, 0, n);
        }
    }

    private void resize(long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
            file.setLength(length);
        }
    }
}
