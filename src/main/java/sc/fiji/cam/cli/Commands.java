package sc.fiji.cam.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import sc.fiji.cam.data.Nearest;
import sc.fiji.cam.data.Version;

/** The commands, their help texts, and what happens when they are misspelt. */
final class Commands {
    private static final String DEBUG = "--debug";

    private Commands() {}

    /** All commands. One line per command: this is the place to add another. */
    static CommandLine line(Terminal terminal, Models models) {
        CommandSpec root = spec(() -> Exit.WRONG_USE, "./cam");
        root.usageMessage().description("Exact class activation maps of EfficientNet classifiers.");
        root.addSubcommand("demo", new DemoCommand(terminal, models).spec());
        root.addSubcommand("explain", new ExplainCommand(terminal, models).spec());
        root.addSubcommand("batch", new BatchCommand(terminal, models).spec());
        root.addSubcommand("inspect", new InspectCommand(terminal).spec());
        root.addSubcommand("benchmark", new BenchmarkCommand(terminal).spec());
        root.addSubcommand("train", new TrainCommand(terminal).spec());
        root.addSubcommand("evaluate", new EvaluateCommand(terminal, models).spec());
        root.addSubcommand("micrographs", new MicrographsCommand(terminal).spec());
        root.addOption(
                OptionSpec.builder("--version")
                        .versionHelp(true)
                        .description("print the version")
                        .build());
        root.version("EfficientNet CAM " + Version.text());

        CommandLine line = new CommandLine(root);
        line.setOut(terminal.out()).setErr(terminal.err());
        line.setExpandAtFiles(false).setInterpolateVariables(false);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        line.setParameterExceptionHandler((e, args) -> wrongUse(terminal, e, args));
        line.setExecutionStrategy(parsed -> execute(terminal, parsed));
        line.setExecutionExceptionHandler((e, failed, parsed) -> failed(terminal, e, failed));
        return line;
    }

    /** A command that knows {@code --help} and {@code --debug}. */
    static CommandSpec spec(Callable<Integer> action, String name) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(action).name(name);
        spec.usageMessage().sortOptions(false);
        spec.addOption(flag("--help", "print this help").usageHelp(true).build());
        spec.addOption(flag(DEBUG, "print traces of failures").build());
        return spec;
    }

    /** An option without value. */
    static OptionSpec.Builder flag(String name, String help) {
        return OptionSpec.builder(name).type(boolean.class).arity("0").description(help);
    }

    /** Whether traces were asked for. */
    static boolean debug(CommandSpec spec) {
        return spec.commandLine().getParseResult().hasMatchedOption(DEBUG);
    }

    private static int execute(Terminal terminal, ParseResult parsed) {
        boolean help = CommandLine.executeHelpRequest(parsed) != null;
        if (!help && !parsed.hasSubcommand()) {
            String known = String.join(", ", parsed.commandSpec().subcommands().keySet());
            terminal.fail("no command given: expected " + known + ". See ./cam --help.");
            return Exit.WRONG_USE;
        }
        if (help) return Exit.DONE;
        Optional<String> empty = emptyWord(parsed.originalArgs());
        if (empty.isPresent()) {
            terminal.fail("command line: found an empty word " + empty.get() + ". Give a value.");
            return Exit.WRONG_USE;
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /** Where nothing stands: an empty path is the current folder to Java, by mistake to a user. */
    private static Optional<String> emptyWord(List<String> args) {
        for (int i = 0; i < args.size(); i++) {
            String word = args.get(i);
            if (word.isEmpty()) return Optional.of("behind " + args.get(i - 1));
            if (word.matches("--[a-z]+=")) return Optional.of("in " + word);
        }
        return Optional.empty();
    }

    private static int failed(Terminal terminal, Exception problem, CommandLine failed) {
        terminal.fail("", problem, debug(failed.getCommandSpec()));
        return Exit.of(problem);
    }

    private static int wrongUse(Terminal terminal, ParameterException problem, String[] args) {
        CommandLine line = problem.getCommandLine();
        String help = "See " + line.getCommandSpec().qualifiedName() + " --help.";
        // A misspelt --model is also a missing one; what was typed says more.
        List<String> unmatched = line.getUnmatchedArguments();
        if (!unmatched.isEmpty()) {
            terminal.fail(unknown(unmatched.get(0), line) + " " + help);
        } else {
            terminal.fail(problem.getMessage() + ". " + help);
        }
        if (Arrays.asList(args).contains(DEBUG)) problem.printStackTrace(terminal.err());
        return Exit.WRONG_USE;
    }

    private static String unknown(String word, CommandLine line) {
        boolean option = word.startsWith("-");
        List<String> known = new ArrayList<>();
        if (option) {
            line.getCommandSpec().options().forEach(o -> known.add(o.longestName()));
        } else {
            known.addAll(line.getSubcommands().keySet());
        }
        String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        String text = (option ? "option " : "command ") + name + ": there is no such ";
        text += option ? "option." : "command.";
        List<String> nearest = Nearest.of(name, known, 1);
        return nearest.isEmpty() ? text : text + " The nearest is " + nearest.get(0) + ".";
    }
}
