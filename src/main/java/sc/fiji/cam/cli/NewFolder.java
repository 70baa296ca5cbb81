package sc.fiji.cam.cli;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import sc.fiji.cam.data.OutputFailed;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.image.WholeFile;

/**
 * A folder that is there as a whole or not at all: filled beside its place, renamed at the end.
 * Closed before {@link #finish} it leaves nothing; nobody may write to it any more then.
 */
final class NewFolder implements AutoCloseable {
    private final Path target;
    private final Path beside;

    private NewFolder(Path target, Path beside) {
        this.target = target;
        this.beside = beside;
    }

    /**
     * Checks the place and makes the folder beside it.
     *
     * @param folder that shall be made; may be there if it is empty
     * @throws WrongUse if it is a file, or holds something
     * @throws OutputFailed if nothing can be written there
     */
    static NewFolder open(Path folder) {
        Path target = folder.toAbsolutePath().normalize();
        try {
            requireEmpty(folder);
            Path parent = target.getParent();
            if (parent == null) throw new IOException("it is the root of the file system");
            Files.createDirectories(parent);
            return new NewFolder(target, Files.createTempDirectory(parent, ".cam-"));
        } catch (IOException e) {
            throw WholeFile.failed(folder, e);
        }
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        String advice = "Name another folder, or one that is empty.";
        if (!Files.isDirectory(folder)) {
            throw new WrongUse(folder.toString(), "found a file, expected a folder", advice);
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.limit(1).toList();
            if (found.isEmpty()) return;
            String problem = "the folder is not empty, it holds " + found.get(0).getFileName();
            throw new WrongUse(folder.toString(), problem, advice);
        }
    }

    /** Where to write what shall lie in the folder under this path; its folders are made. */
    Path stage(String path) {
        Path file = beside.resolve(path);
        WholeFile.makeFolder(file.getParent());
        return file;
    }

    /**
     * Gives the folder its name.
     *
     * @throws OutputFailed if that fails, for instance because somebody has filled it meanwhile
     */
    void finish() {
        try {
            Files.deleteIfExists(target);
            try {
                Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(beside, target);
            }
        } catch (IOException e) {
            throw WholeFile.failed(target, e);
        }
    }

    @Override
    public void close() {
        if (Files.notExists(beside)) return;
        try (Stream<Path> files = Files.walk(beside)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // What cannot be deleted stays, under a hidden name.
        }
    }
}
