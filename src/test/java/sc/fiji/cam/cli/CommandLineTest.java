package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import sc.fiji.cam.data.Option;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.data.Version;

/** What is typed: names, help, and what is said about mistakes. */
class CommandLineTest {
    @Test
    void theOptionsOfExplainAreThoseOfTheList() {
        Set<String> expected = new TreeSet<>(Set.of("--output", "--overwrite"));
        for (Option option : Options.LIST) {
            if (option.door() == Option.Door.ALL) expected.add("--" + option.key());
        }
        Set<String> found = new TreeSet<>();
        for (OptionSpec option : explain().getCommandSpec().options()) {
            assertEquals(1, option.names().length, "one name, for good");
            found.add(option.longestName());
        }
        assertTrue(found.removeAll(Set.of("--help", "--debug")));
        assertEquals(expected, found);
    }

    private static CommandLine explain() {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        Terminal terminal = new Terminal(nowhere, nowhere, false);
        return Commands.line(terminal, Cli.NONE).getSubcommands().get("explain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "--help", "explain --help", "inspect --help"})
    void isAnsweredWithoutModel(String typed) {
        Cli.Outcome outcome = Cli.run(Cli.NONE, typed.split(" "));
        assertEquals(0, outcome.code());
        assertFalse(outcome.out().isBlank());
        assertEquals("", outcome.err());
    }

    @Test
    void theVersionIsTheBuilds() {
        assertTrue(Version.text().matches("\\d+\\.\\d+\\.\\d+.*"), Version.text());
        assertTrue(Cli.run(Cli.NONE, "--version").out().contains(Version.text()));
    }

    @Test
    void helpNamesEveryOptionItsFormAndItsDefault() {
        String help = Cli.run(Cli.NONE, "explain", "--help").out().replaceAll("\\s+", " ");
        for (Option option : Options.LIST) {
            if (option.door() != Option.Door.ALL) continue;
            assertTrue(help.contains("--" + option.key() + "="), option.key());
            assertTrue(help.contains(option.form()), option.form());
            assertTrue(help.contains(option.standard()), option.standard());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "explian                                       | explain",
                "explain a.png --modle m --output o            | --model",
                "explain a.png --model m --output o --opacty=1 | --opacity",
                "inspect a.pth --jsno                          | --json",
                "                                              | inspect",
                "explain                                       | --output",
                "explain a.png --output o --model=             | --model",
                "explain a.png --model m                       | --output",
                "explain --model m --output o                  | IMAGE",
                "demo a.png                                    | a.png",
                "explain a.png --model m --output              | --output",
                "explain a.png --model m --model n --output o  | --model",
                "explain a.png --model m --output o --opacity abc     | opacity",
                "explain a.png --model m --output o --opacity 1.5     | opacity",
                "explain a.png --model m --output o --size 31         | size",
                "explain a.png --model m --output o --method gradcam  | last-conv",
                "explain a.png --model m --output o --range -2,-3     | range",
                "explain a.png --model m --output o --top 0           | top",
                "explain a.png --model m --output o --device tpu      | device",
                "explain a.png --model m --output o --map show        | --top",
                "explain a.png --model m --output o --target 1,,2     | target",
            })
    void aWrongLineCostsOneLineAndTheCode(String typed, String named) {
        String[] args = typed == null ? new String[0] : typed.split(" +");
        Cli.Outcome outcome = Cli.run(Cli.NONE, args);
        assertEquals(2, outcome.code(), outcome.err());
        assertEquals(1, outcome.errors().size(), outcome.err());
        assertTrue(outcome.err().contains(named), outcome.err());
        assertEquals("", outcome.out());
    }

    /** What a script types if one of its variables is not set: "" is the current folder to Java. */
    @ParameterizedTest
    @CsvSource({
        "a.png, --model, m, --output, '', --output",
        "a.png, --model, m, --output=, --overwrite, --output",
        "a.png, --model, '', --output, o, --model",
        "'', --model, m, --output, o, explain"
    })
    void emptyWordsAreRefused(
            String first, String second, String third, String fourth, String fifth, String named) {
        Cli.Outcome outcome = Cli.run(Cli.NONE, "explain", first, second, third, fourth, fifth);
        assertEquals(2, outcome.code(), outcome.err());
        assertEquals(1, outcome.errors().size(), outcome.err());
        assertTrue(outcome.err().contains("empty word"), outcome.err());
        assertTrue(outcome.err().contains(named), outcome.err());
    }

    @Test
    void debugAddsTheTrace() {
        Cli.Outcome quiet = Cli.run(Cli.NONE, "explain", "--oputut");
        Cli.Outcome loud = Cli.run(Cli.NONE, "explain", "--oputut", "--debug");
        assertEquals(1, quiet.errors().size());
        assertTrue(loud.errors().size() > 5);
        assertEquals(quiet.errors().get(0), loud.errors().get(0));
    }
}
