package sc.fiji.cam.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.engine.BundledModels;
import sc.fiji.cam.engine.ModelReport;

/** {@code ./cam inspect}: what a weight file is understood to be, and what had to be assumed. */
final class InspectCommand {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final Terminal terminal;
    private final CommandSpec spec;

    InspectCommand(Terminal terminal) {
        this.terminal = terminal;
        this.spec = Commands.spec(this::run, "inspect");
        spec.usageMessage().description("Prints what was understood of weight files.");
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("FILE")
                        .arity("0..*")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description(Options.of("model").help() + " (default bundled)")
                        .build());
        Options.OF_MODEL.stream()
                .filter(key -> !key.equals("model"))
                .forEach(key -> spec.addOption(ExplainCommand.option(Options.of(key))));
        spec.addOption(Commands.flag("--json", "print JSON").build());
    }

    /** The command as picocli knows it. */
    CommandSpec spec() {
        return spec;
    }

    private int run() {
        ParseResult parsed = spec.commandLine().getParseResult();
        List<String> files = parsed.matchedPositionalValue(0, List.of(Options.BUNDLED));
        boolean asked = parsed.hasMatchedPositional(0);
        CamSettings settings = CamSettings.of(ExplainCommand.texts(parsed));
        boolean json = parsed.hasMatchedOption("--json");
        BundledModels models = BundledModels.standard();
        int code = Exit.DONE;
        List<Map<String, Object>> found = new ArrayList<>();
        for (String file : files) {
            try {
                terminal.progress("reading " + file);
                CamSettings named = asked ? settings.with("model", file) : settings;
                ModelReport report = models.report(PackedModel.read(named), named);
                terminal.progress("");
                found.add(report.facts());
                if (!json) terminal.say(report.text());
            } catch (RuntimeException | OutOfMemoryError e) {
                terminal.fail(file, e, Commands.debug(spec));
                code = Exit.FAILED;
            }
        }
        if (json && (files.size() > 1 || !found.isEmpty())) {
            terminal.say(GSON.toJson(files.size() == 1 ? found.get(0) : found));
        }
        terminal.requireArrived();
        return code;
    }
}
