package sc.fiji.cam.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.engine.Explainer;
import sc.fiji.cam.evaluate.Evaluation;
import sc.fiji.cam.image.ClassFolder;

/** {@code ./cam evaluate}: how good a network's answers and maps are on pictures of known class. */
final class EvaluateCommand {
    private static final List<String> OF_A_RUN =
            List.of(
                    "size",
                    "resize",
                    "crop",
                    "interpolation",
                    "method",
                    "registration",
                    "device",
                    "threads");

    private final Terminal terminal;
    private final Models models;
    private final CommandSpec spec;

    EvaluateCommand(Terminal terminal, Models models) {
        this.terminal = terminal;
        this.models = models;
        this.spec = Commands.spec(this::run, "evaluate");
        spec.usageMessage().description("Measures answers and maps on pictures of known class.");
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("DIR")
                        .type(String.class)
                        .required(true)
                        .description("folder with one folder of images for each class")
                        .build());
        Stream.concat(Options.OF_MODEL.stream(), OF_A_RUN.stream())
                .forEach(key -> spec.addOption(ExplainCommand.option(Options.of(key))));
        spec.addOption(
                OptionSpec.builder("--masks")
                        .paramLabel("DIR")
                        .type(String.class)
                        .description("masks: CLASS/NAME.png for every image, non-zero = object")
                        .build());
        spec.addOption(Commands.flag("--json", "print JSON").build());
    }

    /** The command as picocli knows it. */
    CommandSpec spec() {
        return spec;
    }

    private int run() {
        ParseResult parsed = spec.commandLine().getParseResult();
        CamSettings settings = CamSettings.of(ExplainCommand.texts(parsed));
        Path folder = Path.of(parsed.<String>matchedPositionalValue(0, ""));
        List<ClassFolder> classes = ClassFolder.list(folder);
        Optional<Path> masks =
                Optional.ofNullable(parsed.<String>matchedOptionValue("--masks", null))
                        .map(Path::of);
        masks.ifPresent(m -> requireMasks(m, classes));
        terminal.progress("opening " + settings.model());
        try (Explainer model = models.open(settings)) {
            model.check(settings);
            EvaluateRun run =
                    new EvaluateRun(terminal, settings, model, masks, Commands.debug(spec));
            Optional<Evaluation> found = run.evaluate(classes);
            terminal.progress("");
            if (found.isPresent()) {
                EvaluateReport report =
                        new EvaluateReport(found.get(), model.checkpoint().labels().names());
                boolean json = parsed.hasMatchedOption("--json");
                if (!json) Summary.print(terminal, model.checkpoint());
                terminal.say(json ? report.json() : report.text());
                if (!json) run.warning().ifPresent(warning -> terminal.say("note: " + warning));
            }
            terminal.requireArrived();
            return run.code();
        }
    }

    /** Masks that belong to no image are a mistake that would cost the whole run. */
    private static void requireMasks(Path masks, List<ClassFolder> classes) {
        for (ClassFolder c : classes) {
            for (Path image : c.images()) {
                if (Files.exists(EvaluateRun.mask(masks, c.name(), image))) return;
            }
        }
        Path first = EvaluateRun.mask(masks, classes.get(0).name(), classes.get(0).images().get(0));
        throw new WrongUse(
                "option masks",
                "no image has a mask in " + masks + ", for instance there is no " + first,
                "A mask has the name of its image, in the same folder of classes, as PNG.");
    }
}
