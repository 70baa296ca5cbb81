package sc.fiji.cam.cli;

import com.google.gson.GsonBuilder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.engine.Rounds;

/** Measures this machine: our program against the ordinary ways, and the whole job by steps. */
@Command(
        name = "benchmark",
        description = "Compare speeds on this machine: outputs first, then times.")
final class BenchmarkCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, paramLabel = "FILE", description = "checkpoint")
    private Path model;

    @Option(
            names = "--against",
            paramLabel = "TORCHSCRIPT",
            description = "the same network as a TorchScript file, run by DJL in the ordinary way")
    private List<Path> against = new ArrayList<>();

    @Option(names = "--size", defaultValue = "auto", paramLabel = "N", description = "input, px")
    private String size;

    @Option(names = "--batch", defaultValue = "1", paramLabel = "N", description = "pictures a run")
    private int batch;

    @Option(names = "--threads", defaultValue = "cores", paramLabel = "N", description = "threads")
    private String threads;

    @Option(names = "--rounds", defaultValue = "21", paramLabel = "N", description = "per way")
    private int rounds;

    @Option(names = "--family", defaultValue = "auto", paramLabel = "F", description = "family")
    private String family;

    @Option(names = "--json", description = "print JSON alone")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        CamSettings settings =
                CamSettings.of(Map.of("size", size, "threads", threads, "family", family));
        Checks.atLeastOne("batch", batch);
        Checks.atLeastOne("rounds", rounds);
        PrintWriter out = spec.commandLine().getOut();
        try (Contest contest = Contest.open(model, against, settings, batch)) {
            contest.compareOutputs();
            Rounds times = Rounds.measure(contest.ways(), rounds);
            Map<String, Object> report = report(contest, times, settings.threadsHere());
            report.put("steps", JobSteps.measure(contest.model(), settings));
            out.println(json ? toJson(report) : text(report, contest, times));
        }
        out.flush();
        return 0;
    }

    private Map<String, Object> report(Contest contest, Rounds times, int threadsUsed) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("size", contest.size());
        report.put("batch", batch);
        report.put("threads", threadsUsed);
        report.put("rounds", rounds);
        List<Map<String, Object>> rows = new ArrayList<>();
        contest.rows()
                .forEach(
                        (way, file) -> {
                            Map<String, Object> row = new LinkedHashMap<>();
                            row.put("name", way.startsWith("torchscript") ? "torchscript" : way);
                            row.put("file", file.toString());
                            row.put("medianMillis", times.median(way));
                            row.put("minMillis", times.min(way));
                            row.put("pageFaults", times.faultsPerRun(way));
                            rows.add(row);
                        });
        report.put("rows", rows);
        Map<String, Double> ratios = new LinkedHashMap<>();
        contest.ratios().forEach((name, pair) -> ratios.put(name, times.ratio(pair[0], pair[1])));
        report.put("ratios", ratios);
        report.put("outputDistances", contest.distances());
        return report;
    }

    private static String toJson(Object report) {
        return new GsonBuilder().setPrettyPrinting().create().toJson(report);
    }

    private static String text(Map<String, Object> report, Contest contest, Rounds times) {
        StringBuilder text = new StringBuilder();
        text.append(
                "EfficientNet %s, %s px, batch %s, %s threads, %s rounds, %s\n"
                        .formatted(
                                contest.model().checkpoint().architecture().id(),
                                report.get("size"),
                                report.get("batch"),
                                report.get("threads"),
                                report.get("rounds"),
                                System.getProperty("os.arch")));
        text.append(
                String.format("%-28s %10s %10s %12s%n", "", "median ms", "min ms", "page faults"));
        for (String way : contest.ways().keySet()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%-28s %10.2f %10.2f %12d%n",
                            way,
                            times.median(way),
                            times.min(way),
                            times.faultsPerRun(way)));
        }
        text.append("\nMedian over the rounds of the ratio within a round:\n");
        numbers(text, report.get("ratios"), "%-28s %10.3f%n");
        text.append("\nThe whole job by steps, ms (1024 x 1024 RGB, medians):\n");
        numbers(text, report.get("steps"), "%-28s %10.2f%n");
        if (contest.ways().keySet().stream().anyMatch(w -> times.median(w) > 1.4 * times.min(w))) {
            text.append("\nDisturbed: a median exceeds 1.4 times its minimum. Measure again.\n");
        }
        return text.toString();
    }

    private static void numbers(StringBuilder text, Object map, String format) {
        ((Map<?, ?>) map)
                .forEach(
                        (name, value) ->
                                text.append(String.format(Locale.ROOT, format, name, value)));
    }
}
