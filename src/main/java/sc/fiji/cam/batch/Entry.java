package sc.fiji.cam.batch;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A line of the journal: a page that has its files, or one that failed.
 *
 * @param image path as given
 * @param name of the image's files, without page
 * @param target classes asked for of this image alone; empty: those of the run
 * @param state of the image file when it was read
 * @param page what was found; null if it failed
 * @param files written, relative to the output folder
 * @param device where the network ran
 * @param millis how long it took
 * @param failure null if it did not fail
 */
record Entry(
        String image,
        String name,
        String target,
        FileState state,
        @Nullable FinishedPage page,
        List<String> files,
        String device,
        Millis millis,
        @Nullable Failure failure) {

    /**
     * Tells whether a file has changed.
     *
     * @param size bytes; -1 if there is no such file
     * @param modified milliseconds since 1970
     */
    record FileState(long size, long modified) {}

    /**
     * How long the steps of a page took, milliseconds.
     *
     * @param decode reading the page
     * @param prepare resizing and normalising
     * @param network one forward pass
     * @param map maps, completeness, ranking
     * @param write drawing and writing its files
     */
    record Millis(double decode, double prepare, double network, double map, double write) {
        static final Millis NONE = new Millis(0, 0, 0, 0, 0);

        Millis plus(Millis m) {
            return new Millis(
                    decode + m.decode,
                    prepare + m.prepare,
                    network + m.network,
                    map + m.map,
                    write + m.write);
        }
    }

    /**
     * Whether a line that was read can be one of ours: nothing is missing, and its files lie in the
     * output folder. A journal of unknown origin must not name files elsewhere to be deleted.
     */
    boolean isSound() {
        boolean whole =
                Stream.of(image, name, target, state, files, device, millis)
                        .allMatch(Objects::nonNull);
        boolean numbered = page == null || 1 <= page.slice() && page.slice() <= page.pages();
        return whole && numbered && files.stream().allMatch(Entry::isInside);
    }

    private static boolean isInside(@Nullable String file) {
        if (file == null) return false;
        try {
            Path path = Path.of(file);
            boolean plain = path.equals(path.normalize()) && !path.startsWith("..");
            return plain && !path.isAbsolute() && !file.isEmpty();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    static Entry failed(Input input, String name, FileState state, Failure failure) {
        return new Entry(
                input.image(),
                name,
                input.target(),
                state,
                null,
                List.of(),
                "",
                Millis.NONE,
                failure);
    }
}
