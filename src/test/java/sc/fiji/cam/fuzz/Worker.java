package sc.fiji.cam.fuzz;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import sc.fiji.cam.data.CamException;

/**
 * Opens mutants, one after the other, in a Java whose heap is the promised one, and prints how each
 * ended. A process of its own: what hangs or dies is noticed from outside.
 */
public final class Worker {
    /** Times a slow mutant is opened again: the machine may have been busy. */
    private static final int AGAIN = 3;

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Container container;
    private final Optional<Scratch> scratch;
    private final Optional<Patches> patches;
    private final Path root;
    private final Path file;
    private final Target target;
    private final long limitMillis;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private long slowest;
    private volatile long started = Long.MAX_VALUE;
    private volatile long current;

    private Worker(String[] arguments) throws IOException {
        container = Container.of(arguments[0]);
        root = Path.of(arguments[2]);
        target = Target.valueOf(arguments[3]);
        limitMillis = Long.parseLong(arguments[4]);
        file = Files.createDirectories(root.resolve("mutants")).resolve(container.fileName());
        Path seed = Path.of(arguments[1]);
        boolean seeded = Files.isRegularFile(seed);
        scratch = seeded ? Optional.of(new Scratch(seed, file)) : Optional.empty();
        patches = seeded ? Optional.of(new Patches(HotRanges.of(seed))) : Optional.empty();
    }

    /**
     * @param arguments container, seed, folder, target, milliseconds, first and last mutant
     */
    public static void main(String[] arguments) throws IOException {
        Worker worker = new Worker(arguments);
        worker.watchForHangs();
        long first = Long.parseLong(arguments[5]);
        long last = Long.parseLong(arguments[6]);
        for (long i = first; i <= last; i++) worker.mutant(i);
        worker.started = Long.MAX_VALUE;
        worker.outcomes.forEach((what, n) -> System.out.println("outcome\t" + n + "\t" + what));
        System.out.println("slowest\t" + worker.slowest);
    }

    private void watchForHangs() {
        Thread thread =
                new Thread(
                        () -> {
                            while (System.currentTimeMillis() - started < 10 * limitMillis) {
                                Thread.yield();
                                pause();
                            }
                            breach(current, "hangs", "");
                            Runtime.getRuntime().halt(3);
                        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void mutant(long number) throws IOException {
        Random random = new Random(number * 0x9E3779B97F4A7C15L ^ container.name().hashCode());
        if (scratch.isPresent()) {
            patches.orElseThrow().apply(scratch.get(), random);
        } else {
            Scratch.delete(file);
            int maker = random.nextInt(container.makers().size());
            container.makers().get(maker).write(file, random);
        }
        current = number;
        Watch watch = new Watch(root);
        Map<String, String> before = watch.listing();
        String outcome = open(number);
        outcomes.merge(outcome, 1, Integer::sum);
        if (!watch.listing().equals(before)) breach(number, "touches files", outcome);
        if (Watch.started() > 0) breach(number, "starts a process", outcome);
        if (scratch.isPresent()) scratch.get().restore();
    }

    private String open(long number) {
        String outcome = "";
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < AGAIN && fastest > limitMillis; i++) {
            started = System.currentTimeMillis();
            long worked = workedMillis();
            outcome = once(number);
            long millis = System.currentTimeMillis() - started;
            fastest = Math.min(fastest, Math.min(millis, workedMillis() - worked));
        }
        started = Long.MAX_VALUE;
        slowest = Math.max(slowest, fastest);
        if (fastest > limitMillis) breach(number, "takes " + fastest + " ms", outcome);
        return outcome;
    }

    /** Of all threads: on a busy machine the clock counts the others' work, too. */
    private static long workedMillis() {
        return SYSTEM.getProcessCpuTime() / 1_000_000;
    }

    private String once(long number) {
        try {
            target.open(file);
            return "opened";
        } catch (CamException e) {
            if (e.getCause() instanceof OutOfMemoryError) {
                breach(number, "needs too much memory", shortened(e));
            }
            return e.getClass().getSimpleName();
        } catch (Throwable e) {
            breach(number, "throws " + e.getClass().getName(), shortened(e));
            return e.getClass().getSimpleName();
        }
    }

    private static String shortened(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        String text = e.getMessage() + (trace.length > 0 ? " at " + trace[0] : "");
        return text.substring(0, Math.min(300, text.length())).replaceAll("\\s", " ");
    }

    private static void breach(long number, String what, String more) {
        System.out.println("breach\t" + number + "\t" + what + "\t" + more);
    }
}
