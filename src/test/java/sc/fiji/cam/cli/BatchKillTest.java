package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.testing.ChildJava;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.Micrographs;
import sc.fiji.cam.testing.Trees;

/**
 * Batches in a process of their own, in a heap of 512 MB, with a network that runs: killed, stopped
 * and watched. A short run here; {@code mvn -Pbatch test} does the 3,000 that are promised, and
 * leaves its curve in {@code target/batch.txt}.
 */
class BatchKillTest {
    private static final int GOOD = Integer.getInteger("cam.batch", 40);
    private static final int CORRUPT = Math.max(Micrographs.CORRUPT_KINDS, GOOD / 100);
    private static final int KILLS = GOOD >= 1000 ? 10 : 2;
    private static final int HEAP = 512;
    private static final List<String> OF_THE_RUN = List.of("run.json", "journal.jsonl", ".lock");

    /** Growth from the middle to the end of a run that passes, megabytes and open files. */
    private static final long MOST_MEGABYTES = 40;

    private static final long MOST_FILES = 8;

    @TempDir Path folder;
    private Path data;
    private String model;

    @BeforeEach
    void makeImages() throws IOException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/statm")), "needs Linux's /proc");
        data = folder.resolve("data");
        model = Golden.file("torchvision_state_dict.pth").toString();
        Micrographs.write(data, GOOD, CORRUPT, 0);
    }

    private Process start(Path out) throws IOException {
        List<String> args =
                List.of(
                        "batch",
                        data.toString(),
                        "--recursive",
                        "--size=32",
                        "--streams=2",
                        "--model=" + model,
                        "--output=" + out);
        ProcessBuilder builder = ChildJava.of(HEAP, Main.class, args);
        // The whole heap is touched at the start, so its growth is not taken for a leak.
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Xms512m -XX:+AlwaysPreTouch");
        builder.redirectOutput(folder.resolve("log").toFile());
        return builder.start();
    }

    private static int lines(Path out) throws IOException {
        Path journal = out.resolve("journal.jsonl");
        if (!Files.exists(journal)) return 0;
        try (Stream<String> lines = Files.lines(journal)) {
            return (int) lines.count();
        }
    }

    private int finish(Path out) throws Exception {
        Process process = start(out);
        int code = process.waitFor();
        assertEquals(Exit.FAILED, code, Files.readString(folder.resolve("log")));
        return code;
    }

    /** Kills where the journal has reached a random length, so that every run gets somewhere. */
    @Test
    void killedAtRandomMomentsItGivesTheSameFiles() throws Exception {
        Path calm = folder.resolve("calm");
        List<String> curve = watch(start(calm), calm);
        Path killed = folder.resolve("killed");
        Random random = new Random();
        for (int i = 1; i <= KILLS; i++) {
            int until = (int) ((i - random.nextDouble() * 0.9) * GOOD / (KILLS + 1)) + 1;
            Process process = start(killed);
            while (lines(killed) < until && process.isAlive()) Thread.sleep(random.nextInt(30));
            process.destroyForcibly().waitFor();
            assertFalse(
                    Files.exists(killed.resolve("predictions.csv")), "too late to show anything");
        }
        finish(killed);
        assertEquals(Trees.sums(calm, OF_THE_RUN), Trees.sums(killed, OF_THE_RUN));
        requireEveryRowOnce(killed);
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target", "batch.txt"), curve);
    }

    private static void requireEveryRowOnce(Path out) throws IOException {
        Set<String> seen = new HashSet<>();
        for (CSVRecord row : table(out.resolve("predictions.csv"))) {
            String page = row.get("image") + " " + row.get("rank");
            assertTrue(seen.add(page), page + " twice");
        }
        assertEquals(GOOD * 5, seen.size());
        assertEquals(CORRUPT, table(out.resolve("failures.csv")).size());
    }

    private static List<CSVRecord> table(Path file) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
        try (var reader = Files.newBufferedReader(file)) {
            return format.parse(reader).getRecords();
        }
    }

    /** Resident memory and open files over a run, which must be flat from its middle on. */
    private List<String> watch(Process process, Path out) throws Exception {
        List<long[]> samples = new ArrayList<>();
        while (process.isAlive()) {
            try {
                Path proc = Path.of("/proc", Long.toString(process.pid()));
                String statm = Files.readString(proc.resolve("statm"));
                long megabytes = Long.parseLong(statm.split(" ")[1]) * 4096 / 1_000_000;
                try (Stream<Path> open = Files.list(proc.resolve("fd"))) {
                    samples.add(new long[] {lines(out), megabytes, open.count()});
                }
            } catch (IOException | java.io.UncheckedIOException e) {
                // It has ended.
            }
            Thread.sleep(GOOD >= 1000 ? 500 : 50);
        }
        assertEquals(Exit.FAILED, process.waitFor(), Files.readString(folder.resolve("log")));
        List<String> curve = new ArrayList<>(List.of("pages  resident MB  open files"));
        long[] most = new long[3];
        long[] middle = new long[3];
        for (long[] s : samples) {
            curve.add(String.format(Locale.ROOT, "%5d  %11d  %10d", s[0], s[1], s[2]));
            long[] half = s[0] <= GOOD / 2 ? middle : most;
            for (int i = 0; i < 3; i++) half[i] = Math.max(half[i], s[i]);
        }
        String text = String.join("\n", curve);
        assertTrue(most[1] - middle[1] <= MOST_MEGABYTES, text);
        assertTrue(most[2] - middle[2] <= MOST_FILES, text);
        return curve;
    }

    @Test
    void stoppedItEndsWithItsCodeAndGoesOn() throws Exception {
        Path out = folder.resolve("out");
        Process process = start(out);
        while (lines(out) < 4 && process.isAlive()) Thread.sleep(10);
        process.destroy();
        assertEquals(Exit.CANCELLED, process.waitFor(), Files.readString(folder.resolve("log")));
        String log = Files.readString(folder.resolve("log"));
        assertTrue(log.contains("cancelled. The same call goes on"), log);
        Map<String, String> left = Trees.sums(out, OF_THE_RUN);
        assertTrue(left.keySet().stream().noneMatch(f -> f.endsWith(".part")), left.toString());
        assertFalse(left.containsKey("predictions.csv"));
        finish(out);
        requireEveryRowOnce(out);
    }
}
