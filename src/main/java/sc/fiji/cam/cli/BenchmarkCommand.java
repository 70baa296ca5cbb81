package sc.fiji.cam.cli;

import com.google.gson.GsonBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.engine.Rounds;

/**
 * {@code ./cam benchmark}: our program against the ordinary ways on this machine, outputs first,
 * then times; and the whole job by steps.
 */
final class BenchmarkCommand {
    private static final String AGAINST = "--against";
    private static final List<String> OF_A_RUN = List.of("family", "size", "threads");

    private final Terminal terminal;
    private final CommandSpec spec;

    BenchmarkCommand(Terminal terminal) {
        this.terminal = terminal;
        this.spec = Commands.spec(this::run, "benchmark");
        spec.usageMessage().description("Measures speed on this machine against ordinary ways.");
        add("--model", "FILE", "checkpoint", null);
        spec.addOption(
                OptionSpec.builder(AGAINST)
                        .paramLabel("TORCHSCRIPT")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description("the same network in TorchScript, run in the ordinary way")
                        .build());
        add("--batch", "N", "pictures in one run", "1");
        add("--rounds", "N", "how often each way is run", "21");
        for (String key : OF_A_RUN) {
            add("--" + key, Options.of(key).form(), Options.of(key).help(), null);
        }
        spec.addOption(Commands.flag("--json", "print JSON").build());
    }

    private void add(String name, String form, String help, String standard) {
        OptionSpec.Builder option =
                OptionSpec.builder(name).paramLabel(form).type(String.class).description(help);
        spec.addOption(standard == null ? option.build() : option.defaultValue(standard).build());
    }

    /** The command as picocli knows it. */
    CommandSpec spec() {
        return spec;
    }

    private int run() {
        ParseResult parsed = spec.commandLine().getParseResult();
        Map<String, String> given = new LinkedHashMap<>();
        for (String key : OF_A_RUN) {
            if (parsed.hasMatchedOption("--" + key)) {
                given.put(key, parsed.matchedOptionValue("--" + key, ""));
            }
        }
        CamSettings settings = CamSettings.of(given);
        String model = parsed.matchedOptionValue("--model", "");
        if (model.isEmpty()) throw Options.wrong("model", "", "a checkpoint file");
        int batch = Options.whole("batch", parsed.matchedOptionValue("--batch", "1"), 1, 64);
        int rounds = Options.whole("rounds", parsed.matchedOptionValue("--rounds", "21"), 1, 9999);
        List<String> none = List.of();
        List<Path> against =
                parsed.matchedOptionValue(AGAINST, none).stream().map(Path::of).toList();
        terminal.progress("measuring");
        try (Contest contest = Contest.open(Path.of(model), against, settings, batch)) {
            contest.compareOutputs();
            Rounds times = Rounds.measure(contest.ways(), rounds);
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("size", contest.size());
            report.put("batch", batch);
            report.put("threads", settings.threadsHere());
            report.put("rounds", rounds);
            fill(report, contest, times);
            report.put("steps", JobSteps.measure(contest.model(), settings));
            terminal.progress("");
            boolean json = parsed.hasMatchedOption("--json");
            terminal.say(json ? toJson(report) : text(report, contest, times));
        }
        return Exit.DONE;
    }

    private static void fill(Map<String, Object> report, Contest contest, Rounds times) {
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
