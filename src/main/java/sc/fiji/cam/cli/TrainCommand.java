package sc.fiji.cam.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.Option;
import sc.fiji.cam.train.TimeLeft;
import sc.fiji.cam.train.TrainProgress;
import sc.fiji.cam.train.TrainReport;
import sc.fiji.cam.train.TrainSettings;
import sc.fiji.cam.train.Training;

/**
 * {@code ./cam train}: a model of the user's own classes. The options are those of {@link
 * TrainSettings#OPTIONS}.
 */
final class TrainCommand {
    private final Terminal terminal;
    private final CommandSpec spec;

    TrainCommand(Terminal terminal) {
        this.terminal = terminal;
        this.spec = Commands.spec(this::run, "train");
        spec.usageMessage().description("Trains a model on folders of images, one per class.");
        spec.usageMessage().customSynopsis("./cam train DIR --output=FILE [OPTION]...");
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("DIR")
                        .arity("1")
                        .type(String.class)
                        .required(true)
                        .description("folder with one sub-folder of images per class")
                        .build());
        for (Option option : TrainSettings.OPTIONS) {
            boolean required = option.key().equals("output");
            spec.addOption(ExplainCommand.option(option).toBuilder().required(required).build());
        }
    }

    /** The command as picocli knows it. */
    CommandSpec spec() {
        return spec;
    }

    private int run() {
        ParseResult parsed = spec.commandLine().getParseResult();
        List<String> keys = TrainSettings.OPTIONS.stream().map(Option::key).toList();
        Map<String, String> texts = ExplainCommand.texts(parsed, keys);
        TrainSettings settings = TrainSettings.of(texts);
        String folder = parsed.matchedPositional(0).getValue();
        try (Interruption interruption = Interruption.watch()) {
            return train(Path.of(folder), settings, interruption);
        }
    }

    private int train(Path folder, TrainSettings settings, Interruption interruption) {
        Report report = new Report(terminal, interruption);
        try {
            Training.Result result = Training.run(folder, settings, report);
            terminal.progress("");
            TrainReport.lines(result).forEach(terminal::say);
            return interruption.asked() ? Exit.CANCELLED : Exit.DONE;
        } catch (Cancelled e) {
            terminal.fail("cancelled: nothing was learnt yet, and nothing is written.");
            return Exit.CANCELLED;
        }
    }

    /** One line per epoch on standard output; time left where somebody is watching. */
    private static final class Report implements TrainProgress {
        private final Terminal terminal;
        private final Interruption interruption;
        private final TimeLeft left = new TimeLeft();

        Report(Terminal terminal, Interruption interruption) {
            this.terminal = terminal;
            this.interruption = interruption;
        }

        @Override
        public void update(double fraction, String message) {
            terminal.progress(message + left.text(fraction));
        }

        @Override
        public boolean cancelled() {
            return interruption.asked();
        }

        @Override
        public void note(String sentence) {
            terminal.fail(sentence);
        }

        @Override
        public void epoch(Epoch done) {
            terminal.progress("");
            terminal.say(done.text());
        }
    }
}
