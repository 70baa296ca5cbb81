package sc.fiji.cam.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Times several ways of doing one thing against each other: in one process, every way once per
 * round, in shuffled order, so that whatever else the machine does meets all of them.
 */
public final class Rounds {
    private static final int WARM_UPS = 3;
    private static final long PAUSE_MILLIS = 20;

    private final Map<String, double[]> millis = new LinkedHashMap<>();
    private final Map<String, Long> faults = new LinkedHashMap<>();

    private Rounds() {}

    /**
     * Measures.
     *
     * @param ways what to do, by name
     * @param rounds how often each, at least 1, after three warm-ups
     */
    public static Rounds measure(Map<String, Runnable> ways, int rounds) {
        Rounds result = new Rounds();
        for (String name : ways.keySet()) result.millis.put(name, new double[rounds]);
        List<String> order = new ArrayList<>(ways.keySet());
        Random random = new Random(1);
        for (int round = -WARM_UPS; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (String name : order) {
                pause();
                long faultsBefore = pageFaults();
                long start = System.nanoTime();
                ways.get(name).run();
                double time = (System.nanoTime() - start) / 1e6;
                if (round < 0) continue;
                result.millis.get(name)[round] = time;
                result.faults.merge(name, pageFaults() - faultsBefore, Long::sum);
            }
        }
        return result;
    }

    /** Median over the rounds, milliseconds. */
    public double median(String name) {
        return median(millis.get(name).clone());
    }

    /** Best round, milliseconds. */
    public double min(String name) {
        return Arrays.stream(millis.get(name)).min().orElseThrow();
    }

    /** Minor page faults per run of the whole process; 0 where the system does not tell. */
    public long faultsPerRun(String name) {
        return faults.get(name) / millis.get(name).length;
    }

    /** Median over the rounds of the ratio of two ways within one round. */
    public double ratio(String name, String baseline) {
        double[] a = millis.get(name);
        double[] b = millis.get(baseline);
        double[] ratios = new double[a.length];
        for (int i = 0; i < a.length; i++) ratios[i] = a[i] / b[i];
        return median(ratios);
    }

    /**
     * Median of some values.
     *
     * @param values at least one; sorted here
     */
    public static double median(double... values) {
        Arrays.sort(values);
        int n = values.length;
        return (values[(n - 1) / 2] + values[n / 2]) / 2;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long pageFaults() {
        Path stat = Path.of("/proc/self/stat");
        if (!Files.isReadable(stat)) return 0;
        try {
            String text = Files.readString(stat);
            // Field 10 of the line; the name in field 2 may hold spaces, so count behind it.
            return Long.parseLong(text.substring(text.lastIndexOf(')') + 2).split(" ")[7]);
        } catch (IOException e) {
            return 0;
        }
    }
}
