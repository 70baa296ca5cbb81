package sc.fiji.cam.cli;

import com.google.gson.GsonBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code ./cam benchmark} found; its components are the fields of the JSON. docs/benchmark.md
 * explains them.
 *
 * @param size edge of the input, pixels
 * @param batch pictures in one run
 * @param threads processor threads
 * @param rounds how often each way was run
 * @param fused whether our program uses the fused operators of this processor
 * @param rows the ways that compute logits, outputs compared
 * @param others what else was timed in the same rounds
 * @param ratios median over the rounds of the ratio within a round, by {@code way/baseline}
 * @param steps of the whole job, median milliseconds
 * @param outputDistances largest difference of logits from ours, of the largest logit, by way
 */
record BenchmarkReport(
        int size,
        int batch,
        int threads,
        int rounds,
        boolean fused,
        List<Row> rows,
        List<Row> others,
        Map<String, Double> ratios,
        Map<String, Double> steps,
        Map<String, Double> outputDistances) {

    /** Above this, something else has used the processor meanwhile. */
    private static final double DISTURBED = 1.4;

    /**
     * One way of doing the work.
     *
     * @param name of the way
     * @param file it runs
     * @param medianMillis over the rounds
     * @param minMillis best round
     * @param pageFaults of the process, per run; 0 where the system does not tell
     */
    record Row(String name, String file, double medianMillis, double minMillis, long pageFaults) {}

    String json() {
        return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(this);
    }

    /** Aligned lines for people. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(
                "%d px, batch %d, threads %d, rounds %d".formatted(size, batch, threads, rounds));
        text.append(fused ? ", fused operators\n" : ", plain operators: no fused ones here\n");
        text.append("%-28s %10s %10s %12s%n".formatted("", "median ms", "min ms", "page faults"));
        rows.forEach(row -> text.append(line(row)));
        others.forEach(row -> text.append(line(row)));
        text.append("\nMedian over the rounds of the ratio within a round:\n");
        ratios.forEach((name, ratio) -> text.append(number("%-28s %10.3f%n", name, ratio)));
        text.append("\nThe whole job by steps, median ms (1024 x 1024 RGB):\n");
        steps.forEach((name, millis) -> text.append(number("%-28s %10.2f%n", name, millis)));
        if (rows.stream().anyMatch(row -> row.medianMillis() > DISTURBED * row.minMillis())) {
            text.append("\nDisturbed: a median exceeds 1.4 times its minimum. Measure again.\n");
        }
        return text.toString();
    }

    private static String line(Row row) {
        return String.format(
                Locale.ROOT,
                "%-28s %10.2f %10.2f %12d%n",
                row.name(),
                row.medianMillis(),
                row.minMillis(),
                row.pageFaults());
    }

    private static String number(String format, String name, double value) {
        return String.format(Locale.ROOT, format, name, value);
    }
}
