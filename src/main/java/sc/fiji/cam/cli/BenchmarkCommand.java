package sc.fiji.cam.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Options;

/**
 * {@code ./cam benchmark}: our program against the ordinary ways on this machine, outputs first,
 * then times; and the whole job by steps.
 */
final class BenchmarkCommand {
    private static final String AGAINST = "--against";
    private static final String IMAGES = "--images";
    private static final int MOST_STREAMS = 1024;
    private static final List<String> OF_A_RUN = List.of("model", "family", "size", "threads");
    private static final int MOST_PICTURES = 64;
    private static final int MOST_ROUNDS = 9999;

    private final Terminal terminal;
    private final CommandSpec spec;

    BenchmarkCommand(Terminal terminal) {
        this.terminal = terminal;
        this.spec = Commands.spec(this::run, "benchmark");
        spec.usageMessage().description("Measures speed on this machine against ordinary ways.");
        for (String key : OF_A_RUN) {
            String form = Options.of(key).form();
            spec.addOption(option("--" + key, form, Options.of(key).help()).build());
        }
        spec.addOption(
                option(AGAINST, "TORCHSCRIPT", "the same network, run by DJL in the ordinary way")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .build());
        spec.addOption(option(IMAGES, "DIR", "measure images per second over a folder").build());
        spec.addOption(
                option("--streams", "N", "with images: as many in the network at a time").build());
        spec.addOption(option("--batch", "N", "pictures in one run").defaultValue("1").build());
        spec.addOption(option("--rounds", "N", "runs of each way").defaultValue("21").build());
        spec.addOption(Commands.flag("--json", "print JSON").build());
    }

    private static OptionSpec.Builder option(String name, String form, String help) {
        return OptionSpec.builder(name).paramLabel(form).type(String.class).description(help);
    }

    /** The command as picocli knows it. */
    CommandSpec spec() {
        return spec;
    }

    private int run() {
        ParseResult parsed = spec.commandLine().getParseResult();
        CamSettings settings = settings(parsed);
        int batch = whole(parsed, "batch", MOST_PICTURES);
        int rounds = whole(parsed, "rounds", MOST_ROUNDS);
        List<String> none = List.of();
        List<Path> against =
                parsed.matchedOptionValue(AGAINST, none).stream().map(Path::of).toList();
        terminal.progress("measuring");
        boolean json = parsed.hasMatchedOption("--json");
        if (parsed.hasMatchedOption(IMAGES)) {
            ThroughputReport report = throughput(parsed, settings, against, rounds);
            say(json ? report.json() : report.text());
            return Exit.DONE;
        }
        try (Contest contest = Contest.open(against, settings, batch)) {
            BenchmarkReport report = contest.measure(rounds);
            say(json ? report.json() : report.text());
        }
        return Exit.DONE;
    }

    private static ThroughputReport throughput(
            ParseResult parsed, CamSettings settings, List<Path> against, int rounds) {
        Path images = Path.of(parsed.<String>matchedOptionValue(IMAGES, ""));
        try (Throughput throughput = new Throughput(settings, images, against, streams(parsed))) {
            return throughput.measure(rounds);
        }
    }

    private void say(String report) {
        terminal.progress("");
        terminal.say(report);
        terminal.requireArrived();
    }

    private static int streams(ParseResult parsed) {
        if (!parsed.hasMatchedOption("--streams")) {
            return Runtime.getRuntime().availableProcessors();
        }
        String text = parsed.matchedOptionValue("--streams", "");
        return Options.whole("streams", text, 1, MOST_STREAMS);
    }

    private static CamSettings settings(ParseResult parsed) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String key : OF_A_RUN) {
            String name = "--" + key;
            if (parsed.hasMatchedOption(name)) given.put(key, parsed.matchedOptionValue(name, ""));
        }
        return CamSettings.of(given);
    }

    private int whole(ParseResult parsed, String key, int most) {
        String standard = spec.findOption("--" + key).defaultValue();
        return Options.whole(key, parsed.matchedOptionValue("--" + key, standard), 1, most);
    }
}
