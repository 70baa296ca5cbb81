package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.testing.ChildJava;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.TorchWriter;

/**
 * What opening costs: memory for the weights and at most one copy of them; {@code mvn -Popening
 * test} measures the time, too, against reading and hashing the file, and the smallest heap that
 * suffices. Its table is in {@code target/opening.txt}.
 */
class OpeningTest {
    private static final int ROUNDS = Integer.getInteger("cam.opening", 0);
    private static final int WARM = 12;
    private static final double LONGEST = 1.5;

    @TempDir static Path folder;

    private static long megabytes(Path file) {
        return Checkpoints.read(file, CamSettings.defaults()).weights().tensors().stream()
                        .mapToLong(t -> 4L * t.values().length)
                        .sum()
                / 1_000_000;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "torchvision_state_dict.pth",
                "torchvision_float16.pth",
                "lightning.ckpt",
                "timm.safetensors",
                "torchvision_bfloat16.safetensors",
                "torchvision_legacy.pth",
                "torchvision_module.pt",
                "torchvision_traced.pt",
                "keras2_kaggle.h5",
                "keras3_flat.weights.h5",
                "keras3_flat.keras"
            })
    void costsNoMoreThanItMay(String name) throws IOException {
        check(name, Golden.file(name));
    }

    @Test
    void anOptimisersSlotsCostNoMemory() throws IOException {
        Path file = withSlots(Golden.file("torchvision_state_dict.pth"));
        assertTrue(Files.size(file) > 125_000_000, "no slots");
        check("with slots of Adam", file);
    }

    @Test
    void aHeapThatIsTooSmallIsNoticed() {
        Path file = Golden.file("timm.safetensors");
        String output = open(file, megabytes(file) * 9 / 10);
        assertTrue(output.contains("do not fit into memory"), output);
    }

    private void check(String name, Path file) throws IOException {
        long weights = megabytes(file);
        String twice = open(file, 2 * weights);
        assertEquals(sum(file), twice, "with a heap of " + 2 * weights + " MB");
        if (ROUNDS == 0) return;
        Times times = times(file);
        String row =
                String.format(
                        Locale.ROOT,
                        "%-34s time x %.2f (medians x %.2f), heap %d MB for %d MB of weights%n",
                        name,
                        times.best(),
                        times.median(),
                        smallestHeap(file, weights),
                        weights);
        Path table = Path.of("target", "opening.txt");
        Files.writeString(table, row, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        assertTrue(times.best() <= LONGEST, row);
    }

    /**
     * Opening over reading and hashing, taken in turns.
     *
     * @param best of the rounds that nothing else disturbed
     * @param median of all rounds
     */
    private record Times(double best, double median) {}

    private static Times times(Path file) {
        List<Long> opening = new ArrayList<>();
        List<Long> hashing = new ArrayList<>();
        for (int round = -WARM; round < ROUNDS; round++) {
            long start = System.nanoTime();
            sum(file);
            long middle = System.nanoTime();
            Checkpoints.read(file, CamSettings.defaults());
            long end = System.nanoTime();
            if (round < 0) continue;
            hashing.add(middle - start);
            opening.add(end - middle);
        }
        double best = Collections.min(opening) / (double) Collections.min(hashing);
        return new Times(best, median(opening) / (double) median(hashing));
    }

    private static long median(List<Long> times) {
        Collections.sort(times);
        return times.get(times.size() / 2);
    }

    @Test
    void readingTwiceWouldBeNoticed() {
        assumeTrue(ROUNDS > 0, "measured by mvn -Popening test");
        Path file = Golden.file("timm.safetensors");
        List<Long> once = new ArrayList<>();
        List<Long> twice = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            sum(file);
            once.add(System.nanoTime() - start);
            start = System.nanoTime();
            sum(file);
            Checkpoints.read(file, CamSettings.defaults());
            twice.add(System.nanoTime() - start);
        }
        assertTrue(median(twice) > LONGEST * median(once), "check is blind");
    }

    private static long smallestHeap(Path file, long weights) {
        long fails = weights / 2;
        long works = 2 * weights;
        String sum = sum(file);
        while (works - fails > 1) {
            long middle = (works + fails) / 2;
            if (open(file, middle).equals(sum)) {
                works = middle;
            } else {
                fails = middle;
            }
        }
        return works;
    }

    private static String open(Path file, long megabytes) {
        return ChildJava.run(megabytes, OpenOne.class, List.of(file.toString()));
    }

    /** Reads and hashes, and nothing else. */
    private static String sum(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[1 << 18];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) digest.update(chunk, 0, n);
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same weights as a training program saves them: with Adam's two slots for each. */
    private static Path withSlots(Path file) {
        Map<String, Object> model = new LinkedHashMap<>();
        Map<Integer, Object> state = new LinkedHashMap<>();
        Map<String, byte[]> storages = new LinkedHashMap<>();
        try (CheckpointFile opened = CheckpointFile.open(file)) {
            new TorchZipReader()
                    .read(opened)
                    .tensors()
                    .forEach(
                            (name, raw) -> {
                                if (!raw.type().isFloat()) return;
                                Tensor tensor = raw.load(name);
                                int i = state.size();
                                byte[] bytes = TorchWriter.floats(tensor.values());
                                for (int copy = 3 * i; copy < 3 * i + 3; copy++) {
                                    storages.put(Integer.toString(copy), bytes);
                                }
                                model.put(name, view(3 * i, tensor));
                                state.put(
                                        i,
                                        Map.of(
                                                "exp_avg",
                                                view(3 * i + 1, tensor),
                                                "exp_avg_sq",
                                                view(3 * i + 2, tensor)));
                            });
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("model", model);
        root.put("optimizer", Map.of("state", state));
        return TorchWriter.write(folder.resolve("slots.pth"), root, storages);
    }

    private static TorchWriter.View view(int storage, Tensor tensor) {
        return TorchWriter.View.whole(Integer.toString(storage), "FloatStorage", tensor.shape());
    }
}
