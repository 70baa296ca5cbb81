package sc.fiji.cam.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import sc.fiji.cam.batch.BatchJob;
import sc.fiji.cam.batch.BatchOptions;
import sc.fiji.cam.batch.BatchResult;
import sc.fiji.cam.batch.BatchSettings;
import sc.fiji.cam.batch.PictureReader;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.Option;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.engine.Explainer;
import sc.fiji.cam.render.Luts;

/**
 * {@code ./cam batch}: {@code explain} for any number of images. The options are those of {@link
 * BatchOptions} and {@link Options}.
 */
final class BatchCommand {
    /** Keys whose name here has two words. */
    private static final Map<String, String> NAMES =
            Map.of("dryrun", "dry-run", "failfast", "fail-fast");

    private final Terminal terminal;
    private final Models models;
    private final CommandSpec spec;

    BatchCommand(Terminal terminal, Models models) {
        this.terminal = terminal;
        this.models = models;
        this.spec = Commands.spec(this::run, "batch");
        spec.usageMessage().description("Explains many images; goes on where it was stopped.");
        spec.usageMessage()
                .customSynopsis("./cam batch INPUT... --output=DIR [--model=FILE] [OPTION]...");
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("INPUT")
                        .arity("1..*")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .required(true)
                        .description("folders, image files, globs, lists of images (.csv)")
                        .build());
        for (Option option : BatchOptions.all()) {
            if (!option.key().equals("input")) spec.addOption(option(option));
        }
    }

    /** The command as picocli knows it. */
    CommandSpec spec() {
        return spec;
    }

    private static OptionSpec option(Option option) {
        String name = "--" + NAMES.getOrDefault(option.key(), option.key());
        if (isFlag(option)) return Commands.flag(name, option.help()).build();
        return ExplainCommand.option(option);
    }

    private static boolean isFlag(Option option) {
        return option.choices().equals(List.of("false", "true"));
    }

    private int run() {
        ParseResult parsed = spec.commandLine().getParseResult();
        List<String> inputs = parsed.matchedPositional(0).getValue();
        BatchSettings settings = BatchSettings.of(texts(parsed)).withInputs(inputs);
        try (Interruption interruption = Interruption.watch()) {
            return run(settings, interruption);
        }
    }

    private int run(BatchSettings settings, Interruption interruption) {
        boolean debug = Commands.debug(spec);
        TerminalProgress progress = new TerminalProgress(terminal, interruption, debug);
        try {
            BatchResult result =
                    BatchJob.run(settings, this::open, PictureReader.IMAGEJ, Luts::find, progress);
            terminal.progress("");
            terminal.say(result.text());
            return result.failed() == 0 ? Exit.DONE : Exit.FAILED;
        } catch (Cancelled e) {
            terminal.fail("cancelled. The same call goes on where this one was stopped.");
            return Exit.CANCELLED;
        }
    }

    private Explainer open(CamSettings settings) {
        Explainer model = models.open(settings);
        terminal.progress("");
        Summary.print(terminal, model.checkpoint());
        return model;
    }

    private static Map<String, String> texts(ParseResult parsed) {
        Map<String, String> texts = new LinkedHashMap<>(ExplainCommand.texts(parsed));
        for (Option option : BatchOptions.LIST) {
            String name = "--" + NAMES.getOrDefault(option.key(), option.key());
            if (!parsed.hasMatchedOption(name)) continue;
            String text = isFlag(option) ? "true" : parsed.matchedOptionValue(name, "");
            texts.put(option.key(), text);
        }
        return texts;
    }
}
