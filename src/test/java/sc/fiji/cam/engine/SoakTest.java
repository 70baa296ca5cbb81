package sc.fiji.cam.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.testing.Golden;

/**
 * Native memory is given back: resident memory stays flat over many explanations. A short run here;
 * {@code mvn -Psoak test} does the 2,000 that are promised.
 */
class SoakTest {
    private static final int TIMES = Integer.getInteger("cam.soak", 60);

    /** Growth that passes. Each input that stayed behind would add 0.6, half of the runs count. */
    private static final long MOST_MEGABYTES = Math.max(12, TIMES / 80);

    private static void needsLinux() {
        assumeTrue(Files.isReadable(Path.of("/proc/self/statm")), "needs Linux's /proc");
    }

    @Test
    void residentMemoryIsFlat() throws IOException {
        needsLinux();
        List<Long> curve = new ArrayList<>();
        try (CamModel model = open()) {
            Growth growth = growth(TIMES, model, curve, () -> {});
            report(curve);
            assertTrue(growth.resident() <= MOST_MEGABYTES, growth + ", resident MB: " + curve);
            assertTrue(growth.buffers() <= MOST_MEGABYTES, growth + " wait for the collector");
        }
    }

    @Test
    void aLeakWouldBeNoticed() throws IOException {
        needsLinux();
        List<ByteBuffer> kept = new ArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        // Above 32 MB the C library never reuses what other tests have given back.
        byte[] written = new byte[33 << 20];
        Arrays.fill(written, (byte) 1);
        try (CamModel model = open()) {
            Growth growth =
                    growth(
                            60,
                            model,
                            new ArrayList<>(),
                            () -> {
                                if (runs.incrementAndGet() % 5 > 0) return;
                                ByteBuffer more = ByteBuffer.allocateDirect(written.length);
                                kept.add(more.put(written));
                            });
            assertTrue(growth.resident() > MOST_MEGABYTES, "check is blind: " + growth);
            assertTrue(growth.buffers() > MOST_MEGABYTES, "check is blind: " + growth);
            // Until here they were in use.
            assertEquals(12, kept.size());
        }
    }

    /**
     * Megabytes at the end of a run beyond those in its middle.
     *
     * @param resident memory of the process, without Java's garbage
     * @param buffers memory outside of the heap that its Java objects hold, garbage or not
     */
    private record Growth(long resident, long buffers) {}

    private static Growth growth(int times, CamModel model, List<Long> curve, Runnable more)
            throws IOException {
        Picture picture = Golden.decoded("a", "224");
        List<CamSettings> settings = List.of(settings("224"), settings("96x160"));
        long middle = 0;
        long buffers = 0;
        for (int i = 0; i < times; i++) {
            model.explain(picture, settings.get(i % 2), CamProgress.NONE);
            more.run();
            if (i % Math.max(1, times / 20) == 0) curve.add(residentMegabytes());
            if (i != times / 2) continue;
            middle = settledMegabytes();
            buffers = bufferMegabytes();
        }
        curve.add(residentMegabytes());
        buffers = bufferMegabytes() - buffers;
        return new Growth(settledMegabytes() - middle, buffers);
    }

    @Test
    void openingAndClosingModelsLeavesNothing() throws IOException {
        needsLinux();
        Picture picture = Golden.decoded("a", "224");
        List<Long> curve = new ArrayList<>();
        int times = Math.max(8, TIMES / 40);
        for (int i = 0; i < times; i++) {
            try (CamModel model = open()) {
                model.explain(picture, settings("96"), CamProgress.NONE);
            }
            curve.add(settledMegabytes());
        }
        // A B3 that stayed behind would add 100 MB each time.
        long growth = curve.get(times - 1) - curve.get(times / 2);
        assertTrue(growth <= 100, "resident MB: " + curve);
    }

    @Test
    void fourThreadsGiveTheBitsOfOne() throws Exception {
        List<Picture> pictures = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) pictures.add(Golden.decoded(name, "224"));
        CamSettings settings = settings("224");
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (CamModel model = open()) {
            List<CamResult> alone =
                    pictures.stream()
                            .map(p -> model.explain(p, settings, CamProgress.NONE))
                            .toList();
            List<Future<CamResult>> together = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Picture picture = pictures.get(i % 3);
                together.add(pool.submit(() -> model.explain(picture, settings, CamProgress.NONE)));
            }
            for (int i = 0; i < together.size(); i++) {
                CamResult one = alone.get(i % 3);
                CamResult many = together.get(i).get();
                assertEquals(one.predictions(), many.predictions());
                assertEquals(one.maps(), many.maps());
            }
            assertTrue(!alone.get(0).maps().equals(alone.get(1).maps()), "check is blind");
        } finally {
            pool.shutdown();
        }
    }

    private static void report(List<Long> curve) throws IOException {
        Path file = Path.of("target", "soak.txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, TIMES + " explanations, resident MB: " + curve + "\n");
    }

    private static CamModel open() {
        return CamModel.open(Golden.file("torchvision_state_dict.pth"), settings("224"));
    }

    private static CamSettings settings(String size) {
        return CamSettings.of(Map.of("size", size, "threads", "1", "target", "all"));
    }

    /** Without Java's garbage, whose amount depends on the collector's mood. */
    private static long settledMegabytes() throws IOException {
        System.gc();
        return residentMegabytes();
    }

    private static long bufferMegabytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .filter(pool -> pool.getName().equals("direct"))
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum()
                / 1_000_000;
    }

    private static long residentMegabytes() throws IOException {
        String statm = Files.readString(Path.of("/proc/self/statm"));
        return Long.parseLong(statm.split(" ")[1]) * 4096 / 1_000_000;
    }
}
