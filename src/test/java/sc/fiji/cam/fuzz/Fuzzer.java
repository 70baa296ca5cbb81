package sc.fiji.cam.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.cam.testing.ChildJava;

/** Runs workers until all mutants of a container were opened, and collects what they say. */
final class Fuzzer {
    /** Beyond the size of the file. */
    private static final long MEGABYTES = 256;

    private static final int MOST_DEATHS = 10;

    /**
     * How the mutants of a container ended.
     *
     * @param outcomes how often each
     * @param breaches of what is promised, one line each
     * @param slowestMillis the slowest mutant
     */
    record Report(Map<String, Integer> outcomes, List<String> breaches, long slowestMillis) {
        int mutants() {
            return outcomes.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private final Container container;
    private final Target target;
    private final long limitMillis;
    private final Path folder;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final List<String> breaches = new ArrayList<>();
    private long next;
    private long slowest;

    private Fuzzer(Container container, Target target, long limitMillis, Path folder) {
        this.container = container;
        this.target = target;
        this.limitMillis = limitMillis;
        this.folder = folder;
    }

    /**
     * Opens mutants {@code first} to {@code last} of a container.
     *
     * @param limitMillis time that each may take
     * @param folder empty; gets the seed and everything else
     */
    static Report run(
            Container container,
            Target target,
            long limitMillis,
            Path folder,
            long first,
            long last)
            throws IOException {
        Fuzzer fuzzer = new Fuzzer(container, target, limitMillis, folder);
        fuzzer.next = first;
        Path seed = container.seed().in(folder);
        long size = Files.isRegularFile(seed) ? Files.size(seed) : 0;
        for (int deaths = 0; fuzzer.next <= last && deaths < MOST_DEATHS; deaths++) {
            fuzzer.work(seed, (size >> 20) + 1 + MEGABYTES, last);
        }
        return new Report(fuzzer.outcomes, fuzzer.breaches, fuzzer.slowest);
    }

    private void work(Path seed, long megabytes, long last) throws IOException {
        Path root = Files.createDirectories(folder.resolve("root"));
        Path home = Files.createDirectories(root.resolve("home"));
        List<String> arguments =
                List.of(
                        container.name(),
                        seed.toAbsolutePath().toString(),
                        root.toAbsolutePath().toString(),
                        target.name(),
                        Long.toString(limitMillis),
                        Long.toString(next),
                        Long.toString(last));
        ProcessBuilder builder = ChildJava.of(megabytes, Worker.class, arguments);
        builder.command().addAll(1, List.of("-Xss512k", "-Duser.home=" + home));
        builder.command().add(1, "-Djava.io.tmpdir=" + home);
        Process worker = builder.directory(home.toFile()).start();
        long reached = next;
        try (BufferedReader lines = worker.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reached = Math.max(reached, heard(line));
            }
        } finally {
            worker.destroyForcibly();
        }
        next = ended(worker) ? last + 1 : reached + 1;
    }

    private boolean ended(Process worker) {
        try {
            int code = worker.waitFor();
            if (code != 0 && code != 3) breaches.add("a worker died with code " + code);
            return code == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Notes a line; the mutant it is about. */
    private long heard(String line) {
        String[] part = line.split("\t");
        switch (part[0]) {
            case "outcome" -> outcomes.merge(part[2], Integer.parseInt(part[1]), Integer::sum);
            case "slowest" -> slowest = Math.max(slowest, Long.parseLong(part[1]));
            case "breach" -> {
                breaches.add(container.name() + " " + line.substring("breach\t".length()));
                return Long.parseLong(part[1]);
            }
            default -> breaches.add(container.name() + " says " + line);
        }
        return next;
    }
}
