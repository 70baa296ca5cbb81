package sc.fiji.cam.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Notices files that appear, vanish or change, and processes that were started. */
final class Watch {
    private final Path root;

    /**
     * @param root holds the mutant, and is the worker's home, working and temporary folder
     */
    Watch(Path root) {
        this.root = root;
    }

    /** Everything under the root: path to size, time and kind. */
    Map<String, String> listing() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                BasicFileAttributes a =
                        Files.readAttributes(
                                path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                String kind = a.isDirectory() ? "folder" : a.size() + " " + a.lastModifiedTime();
                found.put(root.relativize(path).toString(), kind);
            }
        }
        return found;
    }

    /** Ends the processes that were started meanwhile; how many there were. */
    static long started() {
        return ProcessHandle.current().children().peek(ProcessHandle::destroy).count();
    }
}
