package sc.fiji.cam.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.CamSettings;

/** {@code ./cam inspect}: what a weight file is understood to be, and what had to be assumed. */
final class InspectCommand {
    private final Terminal terminal;
    private final CommandSpec spec;

    InspectCommand(Terminal terminal) {
        this.terminal = terminal;
        this.spec = Commands.spec(this::run, "inspect");
        spec.usageMessage().description("Prints what was understood of weight files.");
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("FILE")
                        .arity("1..*")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .required(true)
                        .description("weight files: .pth, .pt, .bin, .ckpt, .safetensors")
                        .build());
        spec.addOption(Commands.flag("--json", "print JSON").build());
    }

    /** The command as picocli knows it. */
    CommandSpec spec() {
        return spec;
    }

    private int run() {
        ParseResult parsed = spec.commandLine().getParseResult();
        List<String> files = parsed.matchedPositional(0).getValue();
        boolean json = parsed.hasMatchedOption("--json");
        int code = Exit.DONE;
        List<Map<String, Object>> found = new ArrayList<>();
        for (String file : files) {
            try {
                terminal.progress("reading " + file);
                Checkpoint checkpoint = PackedModel.read(Path.of(file), CamSettings.defaults());
                Map<String, Object> facts = InspectReport.of(file, checkpoint);
                terminal.progress("");
                found.add(facts);
                if (!json) terminal.say(InspectReport.text(facts));
            } catch (RuntimeException | OutOfMemoryError e) {
                terminal.fail(file, e, Commands.debug(spec));
                code = Exit.FAILED;
            }
        }
        if (json && (files.size() > 1 || !found.isEmpty())) {
            terminal.say(InspectReport.json(files.size() == 1 ? found.get(0) : found));
        }
        terminal.requireArrived();
        return code;
    }
}
