package sc.fiji.cam.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import sc.fiji.cam.batch.OutputNames;
import sc.fiji.cam.catalogue.Sample;
import sc.fiji.cam.catalogue.Samples;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.engine.Explainer;
import sc.fiji.cam.image.WholeFile;
import sc.fiji.cam.render.Lut;
import sc.fiji.cam.render.Luts;

/**
 * {@code ./cam demo}: {@code explain} with the bundled model on the images that come with the
 * program, which it lays beside the results, and one picture of all.
 */
final class DemoCommand {
    private static final String STANDARD = "demo";

    private final Terminal terminal;
    private final Models models;
    private final CommandSpec spec;

    DemoCommand(Terminal terminal, Models models) {
        this.terminal = terminal;
        this.models = models;
        this.spec = Commands.spec(this::run, "demo");
        spec.usageMessage()
                .description("Explains the images that come with the program by its own model.");
        spec.addOption(
                OptionSpec.builder("--output")
                        .paramLabel("DIR")
                        .type(String.class)
                        .defaultValue(STANDARD)
                        .description("folder for images and results (default " + STANDARD + ")")
                        .build());
        spec.addOption(Commands.flag("--overwrite", "delete an older demo first").build());
    }

    /** The command as picocli knows it. */
    CommandSpec spec() {
        return spec;
    }

    private int run() {
        ParseResult parsed = spec.commandLine().getParseResult();
        CamSettings settings = CamSettings.of(Map.of("model", Options.BUNDLED));
        Path output = Path.of(parsed.<String>matchedOptionValue("--output", STANDARD));
        Samples samples = Samples.standard();
        List<String> images = new ArrayList<>();
        Set<String> more = new LinkedHashSet<>(Set.of(DemoPicture.FILE));
        for (Sample sample : samples.list()) {
            images.add(output.resolve(sample.file()).toString());
            more.add(sample.file());
        }
        OutputNames names = OutputNames.ofFiles(images);
        boolean overwrite = parsed.hasMatchedOption("--overwrite");
        terminal.progress("opening the bundled model");
        try (OutputFolder folder = OutputFolder.open(output, names, more, overwrite, Set.of());
                Explainer model = models.open(settings)) {
            terminal.progress("");
            Summary.print(terminal, model.checkpoint());
            layOut(samples, folder);
            Lut lut = Luts.find(settings.lut());
            DemoPicture picture = new DemoPicture(samples.list(), settings, lut);
            ExplainRun run = new ExplainRun(terminal, settings, lut, model, folder, names, picture);
            int code = run.explain(images, Commands.debug(spec));
            if (code == Exit.DONE) say(output);
            return code;
        }
    }

    private void say(Path output) {
        terminal.say("All at a glance: " + output.resolve(DemoPicture.FILE));
    }

    private static void layOut(Samples samples, OutputFolder folder) {
        List<String> files = new ArrayList<>();
        for (Sample sample : samples.list()) {
            Path file = folder.stage(sample.file());
            try {
                Files.write(file, samples.read(sample));
            } catch (IOException e) {
                throw WholeFile.failed(file, e);
            }
            files.add(sample.file());
        }
        folder.publish(files);
    }
}
