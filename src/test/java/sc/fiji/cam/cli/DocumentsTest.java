package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import sc.fiji.cam.batch.BatchOptions;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Option;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.train.TrainSettings;

/** What the documents tell people to type is what the program takes. */
class DocumentsTest {
    private static final Path PAGE = Path.of("docs/command-line.md");

    /** Lines of README and docs to be typed as they are; a synopsis has dots or brackets. */
    static List<String> examples() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            List<Path> pages = docs.filter(p -> p.toString().endsWith(".md")).sorted().toList();
            for (Path page : pages) lines.addAll(Files.readAllLines(page));
        }
        lines.addAll(Files.readAllLines(Path.of("README.md")));
        return lines.stream()
                .filter(line -> line.startsWith("./cam ") && !line.matches(".*(\\.\\.\\.|\\[).*"))
                .filter(line -> !line.contains("COMMAND"))
                .toList();
    }

    @Test
    void thereAreExamplesOfEveryCommand() throws IOException {
        for (String command : commands().getSubcommands().keySet()) {
            assertTrue(examples().stream().anyMatch(e -> e.contains(command)), command);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsUnderstood(String example) {
        understand(example);
    }

    @Test
    void aWrongExampleWouldBeNoticed() {
        String right = "./cam explain a.png --model m.pth --output out";
        understand(right);
        assertThrows(ParameterException.class, () -> understand(right + " --opacitty 1"));
        assertThrows(WrongUse.class, () -> understand(right + " --opacity 2"));
    }

    private static void understand(String example) {
        String[] words = example.substring("./cam ".length()).split(" +");
        ParseResult parsed = commands().parseArgs(words);
        while (parsed.hasSubcommand()) parsed = parsed.subcommand();
        if (parsed.commandSpec().name().equals("train")) {
            List<String> keys = TrainSettings.OPTIONS.stream().map(Option::key).toList();
            TrainSettings.of(ExplainCommand.texts(parsed, keys));
            return;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (OptionSpec option : parsed.matchedOptions()) {
            String key = option.longestName().substring(2);
            if (Options.keys().contains(key)) texts.put(key, option.getValue());
        }
        CamSettings.of(texts);
    }

    private static CommandLine commands() {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return Commands.line(new Terminal(nowhere, nowhere, false), Cli.NONE);
    }

    @Test
    void thePageHasARowForEveryOptionWithItsWordsAndItsDefault() throws IOException {
        List<String> rows = rows("explain");
        for (Option option : Options.LIST) {
            if (option.door() != Option.Door.ALL) continue;
            List<String> found =
                    rows.stream()
                            .filter(r -> r.startsWith("| `--" + option.key() + "` |"))
                            .toList();
            assertEquals(1, found.size(), "rows of --" + option.key());
            for (String word : option.choices()) {
                assertTrue(found.get(0).contains("`" + word + "`"), found + " lacks " + word);
            }
            String end = option.standard().isEmpty() ? " |" : " | `" + option.standard() + "` |";
            assertTrue(found.get(0).endsWith(end), found + " lacks default " + end);
        }
    }

    @ParameterizedTest
    @MethodSource("commandsWithTables")
    void thePageNamesNoOtherOptions(String command) throws IOException {
        List<String> known =
                commands().getSubcommands().get(command).getCommandSpec().options().stream()
                        .map(OptionSpec::longestName)
                        .filter(name -> !List.of("--help", "--debug", "--json").contains(name))
                        .sorted()
                        .toList();
        List<String> named =
                rows(command).stream()
                        .map(row -> row.replaceAll("^\\| `|`.*$", ""))
                        .sorted()
                        .toList();
        assertEquals(known, named);
    }

    /** Its table has the options that explain lacks. */
    @Test
    void thePageOfBatchNamesTheOthers() throws IOException {
        Map<String, CommandLine> all = commands().getSubcommands();
        List<String> explain = names(all.get("explain"));
        List<String> known = new ArrayList<>(names(all.get("batch")));
        assertTrue(
                known.containsAll(explain.stream().filter(n -> !n.equals("--overwrite")).toList()));
        known.removeAll(explain);
        known.add("--output");
        assertEquals(
                known.stream().sorted().toList(),
                rows("batch").stream().map(r -> r.replaceAll("^\\| `|`.*$", "")).sorted().toList());
        for (Option option : BatchOptions.LIST) {
            if (option.standard().isEmpty() || option.standard().equals("false")) continue;
            String end = "| `" + option.standard() + "` |";
            assertTrue(rows("batch").stream().anyMatch(r -> r.endsWith(end)), option.key());
        }
    }

    @Test
    void thePageOfTrainHasTheDefaults() throws IOException {
        for (Option option : TrainSettings.OPTIONS) {
            String end = option.standard().isEmpty() ? "| |" : "| `" + option.standard() + "` |";
            String start = "| `--" + option.key() + "` |";
            assertTrue(
                    rows("train").stream().anyMatch(r -> r.startsWith(start) && r.endsWith(end)),
                    option.key());
        }
    }

    private static List<String> names(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !List.of("--help", "--debug").contains(name))
                .toList();
    }

    static List<String> commandsWithTables() {
        return List.of("explain", "inspect", "benchmark", "evaluate", "micrographs", "train");
    }

    /** Rows of options below the heading of a command. */
    private static List<String> rows(String command) throws IOException {
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf("\n## " + command + "\n") + 1);
        int end = section.indexOf("\n## ");
        if (end < 0) end = section.length();
        return section.substring(0, end).lines().filter(l -> l.startsWith("| `--")).toList();
    }
}
