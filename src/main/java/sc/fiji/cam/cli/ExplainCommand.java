package sc.fiji.cam.cli;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import sc.fiji.cam.batch.OutputNames;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Option;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.engine.BundledModels;
import sc.fiji.cam.engine.Explainer;
import sc.fiji.cam.render.Lut;
import sc.fiji.cam.render.Luts;

/**
 * {@code ./cam explain}: maps, overlays and a table for every image. The options are those of
 * {@link Options#LIST}; their texts go to {@link CamSettings#of}, which checks them for all doors.
 */
final class ExplainCommand {
    /** Longer forms are told in the text of the help. */
    private static final int LONGEST_LABEL = 12;

    private final Terminal terminal;
    private final Models models;
    private final CommandSpec spec;

    ExplainCommand(Terminal terminal, Models models) {
        this.terminal = terminal;
        this.models = models;
        this.spec = Commands.spec(this::run, "explain");
        spec.usageMessage().description("Shows which parts of images speak for a class.");
        spec.usageMessage()
                .customSynopsis("./cam explain IMAGE... --output=DIR [--model=FILE] [OPTION]...");
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("IMAGE")
                        .arity("1..*")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .required(true)
                        .description("image files; every page of a stack is explained")
                        .build());
        Options.LIST.stream()
                .filter(o -> o.door() == Option.Door.ALL)
                .forEach(o -> spec.addOption(option(o)));
        spec.addOption(
                OptionSpec.builder("--output")
                        .paramLabel("DIR")
                        .type(String.class)
                        .required(true)
                        .description("folder for the results")
                        .build());
        spec.addOption(
                Commands.flag("--overwrite", "delete older results of these images first").build());
    }

    /** The command as picocli knows it. */
    CommandSpec spec() {
        return spec;
    }

    /** An option as picocli knows it. */
    static OptionSpec option(Option option) {
        boolean brief = option.form().length() <= LONGEST_LABEL;
        String form = brief ? "" : ": " + option.form();
        String standard = option.standard().isEmpty() ? "" : " (default " + option.standard() + ")";
        String help = option.help() + form + standard;
        return OptionSpec.builder("--" + option.key())
                .paramLabel(brief ? option.form() : "VALUE")
                .type(String.class)
                .description(help.replace("%", "%%"))
                .build();
    }

    private int run() {
        ParseResult parsed = spec.commandLine().getParseResult();
        List<String> images = parsed.matchedPositional(0).getValue();
        CamSettings settings = CamSettings.of(texts(parsed));
        Lut lut = Luts.find(settings.lut());
        Path output = Path.of(parsed.<String>matchedOptionValue("--output", ""));
        boolean overwrite = parsed.hasMatchedOption("--overwrite");

        OutputNames names = OutputNames.ofFiles(images);
        Set<Path> inputs = inputs(images, settings);
        try (OutputFolder folder = OutputFolder.open(output, names, overwrite, inputs);
                Explainer model = open(settings)) {
            // Before anything is done: what does not fit the model is a wrong command line.
            model.check(settings);
            Summary.print(terminal, model.checkpoint());
            ExplainRun run = new ExplainRun(terminal, settings, lut, model, folder, names);
            return run.explain(images, Commands.debug(spec));
        }
    }

    /** The texts that were typed for the options of a run, by key. */
    static Map<String, String> texts(ParseResult parsed) {
        return texts(parsed, Options.keys());
    }

    /** The texts that were typed for options of these keys, by key. */
    static Map<String, String> texts(ParseResult parsed, Collection<String> keys) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (OptionSpec option : parsed.matchedOptions()) {
            String key = option.longestName().substring(2);
            if (keys.contains(key)) texts.put(key, option.getValue());
        }
        return texts;
    }

    private static Set<Path> inputs(List<String> images, CamSettings settings) {
        Set<Path> inputs = new LinkedHashSet<>();
        images.forEach(image -> inputs.add(Path.of(image)));
        inputs.add(BundledModels.path(settings.model()));
        if (!settings.labels().isEmpty()) inputs.add(Path.of(settings.labels()));
        return inputs;
    }

    private Explainer open(CamSettings settings) {
        terminal.progress("opening " + settings.model());
        Explainer model = models.open(settings);
        terminal.progress("");
        return model;
    }
}
