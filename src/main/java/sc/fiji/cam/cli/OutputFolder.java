package sc.fiji.cam.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import sc.fiji.cam.batch.OutputNames;
import sc.fiji.cam.data.OutputFailed;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.image.WholeFile;

/**
 * The folder a run writes to. Files are made in a hidden folder inside, and moved to their names
 * when they are complete. Closed before {@link #finish}, by a failure or because the program is
 * stopped, it takes back everything this run has put there, and itself if it was not there before.
 */
final class OutputFolder implements AutoCloseable {
    static final String REPORT = "run.json";
    static final String PREDICTIONS = "predictions.csv";

    private final Path folder;
    private final List<Path> old;
    private final List<Path> created = new ArrayList<>();
    private final List<Path> published = new ArrayList<>();
    private final Thread whenStopped = new Thread(this::takeBack);
    private Path staging;
    private boolean finished;

    private OutputFolder(Path folder, List<Path> old) throws IOException {
        this.folder = folder;
        this.old = new ArrayList<>(old);
        for (Path p = folder.toAbsolutePath(); p != null && Files.notExists(p); p = p.getParent()) {
            created.add(p);
        }
        try {
            Files.createDirectories(folder);
            staging = Files.createTempDirectory(folder, ".cam-");
        } catch (IOException | RuntimeException e) {
            removeCreated();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(whenStopped);
    }

    /**
     * Checks that nothing of these inputs lies there yet, and makes the folder.
     *
     * @param folder where results go
     * @param names of the results
     * @param overwrite whether older results may be deleted
     * @param inputs files that must stay
     * @throws WrongUse if there are older results and {@code overwrite} is not set
     * @throws OutputFailed if the folder cannot be written
     */
    static OutputFolder open(Path folder, OutputNames names, boolean overwrite, Set<Path> inputs) {
        return open(folder, names, Set.of(), overwrite, inputs);
    }

    /**
     * Checks that nothing of these inputs lies there yet, and makes the folder.
     *
     * @param more names of further files that the run makes
     */
    static OutputFolder open(
            Path folder, OutputNames names, Set<String> more, boolean overwrite, Set<Path> inputs) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new OutputFailed(
                    folder.toString(), "this is a file, expected a folder", "Name another.");
        }
        try {
            List<Path> old = olderResults(folder, names, more);
            if (!old.isEmpty() && !overwrite) throw exists(folder, old);
            for (Path file : old) requireNoInput(file, inputs);
            return new OutputFolder(folder, old);
        } catch (IOException e) {
            throw WholeFile.failed(folder, e);
        }
    }

    private static List<Path> olderResults(Path folder, OutputNames names, Set<String> more)
            throws IOException {
        if (Files.notExists(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> isResult(f.getFileName().toString(), names, more))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isResult(String name, OutputNames names, Set<String> more) {
        boolean ofRun = name.equals(REPORT) || name.equals(PREDICTIONS) || more.contains(name);
        return ofRun || names.isResult(name);
    }

    private static WrongUse exists(Path folder, List<Path> old) {
        String more = old.size() == 1 ? "" : " and " + (old.size() - 1) + " more";
        return new WrongUse(
                "option output",
                folder + " already holds " + old.get(0).getFileName() + more,
                "Name another folder, or add --overwrite to delete them.");
    }

    private static void requireNoInput(Path file, Set<Path> inputs) throws IOException {
        for (Path input : inputs) {
            if (Files.exists(input) && Files.isSameFile(file, input)) {
                throw new WrongUse(
                        "option overwrite",
                        "it would delete " + file + ", an input of this run",
                        "Name another output folder.");
            }
        }
    }

    /** Deletes the older results that may be overwritten, unless that is done already. */
    void deleteOld() {
        while (!old.isEmpty()) {
            try {
                Files.deleteIfExists(old.get(0));
            } catch (IOException e) {
                throw WholeFile.failed(old.get(0), e);
            }
            old.remove(0);
        }
    }

    /** Where to write the file that shall get this name. */
    Path stage(String name) {
        return staging.resolve(name);
    }

    /** Moves staged files to their names; the first time, older results go. */
    synchronized void publish(List<String> names) {
        deleteOld();
        for (String name : names) {
            Path target = folder.resolve(name);
            if (Files.exists(target)) {
                throw new OutputFailed(target.toString(), "another result has this name", "");
            }
            try {
                Files.move(stage(name), target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw WholeFile.failed(target, e);
            }
            published.add(target);
        }
    }

    /** Deletes what is staged: the leftovers of an image that failed. */
    void discard(List<String> names) {
        names.forEach(name -> delete(stage(name)));
    }

    /** Keeps what was published. */
    synchronized void finish() {
        finished = true;
    }

    @Override
    public void close() {
        takeBack();
        try {
            Runtime.getRuntime().removeShutdownHook(whenStopped);
        } catch (IllegalStateException e) {
            // The program is being stopped: the hook runs, or has run.
        }
    }

    private synchronized void takeBack() {
        if (!finished) published.forEach(OutputFolder::delete);
        if (!finished) published.clear();
        try (Stream<Path> files = Files.list(staging)) {
            files.forEach(OutputFolder::delete);
        } catch (IOException e) {
            // Gone already.
        }
        delete(staging);
        if (!finished) removeCreated();
    }

    private void removeCreated() {
        created.forEach(OutputFolder::delete);
    }

    /** Deletes a file or an empty folder; what cannot be deleted stays. */
    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Not ours to force: a folder that others have written to in the meantime.
        }
    }
}
