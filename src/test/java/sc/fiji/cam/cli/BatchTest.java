package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;
import sc.fiji.cam.batch.BatchOptions;
import sc.fiji.cam.data.Option;
import sc.fiji.cam.data.Options;

/** {@code ./cam batch} as scripts see it. */
class BatchTest extends AbstractExplainTest {
    private Cli.Outcome batch(String... more) {
        List<String> args = new ArrayList<>(List.of("batch"));
        args.addAll(List.of(more));
        args.addAll(List.of("--model", "fake.pth", "--output", out.toString()));
        return Cli.run(FakeModel::open, array(args));
    }

    @Test
    void theOptionsAreThoseOfTheLists() {
        Set<String> expected = new TreeSet<>(Set.of("--dry-run", "--fail-fast"));
        Set<String> apart = Set.of("input", "dryrun", "failfast");
        for (Option option : BatchOptions.LIST) {
            if (!apart.contains(option.key())) expected.add("--" + option.key());
        }
        for (Option option : Options.LIST) {
            if (option.door() == Option.Door.ALL) expected.add("--" + option.key());
        }
        Set<String> found = new TreeSet<>();
        Terminal nowhere = new Terminal(null, null, false);
        for (OptionSpec option : new BatchCommand(nowhere, Cli.NONE).spec().options()) {
            found.add(option.longestName());
        }
        assertTrue(found.removeAll(Set.of("--help", "--debug")));
        assertEquals(expected, found);
    }

    @Test
    void theFilesAreThoseOfExplain() throws IOException {
        String image = png("a.png", GRAY);
        Path batchOut = out.resolve("of batch");
        Path explainOut = out.resolve("of explain");
        out = batchOut;
        assertDone(batch(image, "--save", "overlay,map,raw"));
        out = explainOut;
        assertDone(explain(image, "--threads", "1"));
        for (String file :
                List.of("a.2.overlay.png", "a.2.cam.tif", "a.2.raw.tif", "predictions.csv")) {
            assertArrayEquals(
                    Files.readAllBytes(explainOut.resolve(file)),
                    Files.readAllBytes(batchOut.resolve(file)),
                    file);
        }
    }

    @Test
    void exitCodesAndStreams() {
        String good = png("a.png", GRAY);
        assertDone(batch(good));
        Cli.Outcome some = batch(good, png("b.png", RED), png("c.png", BLUE), "missing.png");
        assertEquals(Exit.FAILED, some.code());
        assertEquals(3, some.errors().size(), some.err());
        assertTrue(some.err().contains("it is red"), some.err());
        assertTrue(some.err().contains("unexpected failure"), some.err());
        assertTrue(some.out().contains("done 1 (1 of them before), failed 3"), some.out());
        Cli.Outcome wrong = batch(good, "--opacity", "0.5");
        assertEquals(Exit.WRONG_USE, wrong.code());
        assertEquals(1, wrong.errors().size(), wrong.err());
        assertEquals(Exit.WRONG_USE, batch(good, "--overwrite").code());
        assertEquals(Exit.WRONG_USE, batch(good, "--streams", "0").code());
        assertEquals(Exit.WRONG_USE, batch(good, "--save", "png").code());
    }

    @Test
    void equalNamesAreRefusedAndBothNamed() throws IOException {
        Files.createDirectories(folder.resolve("x"));
        String first = png("a.png", GRAY);
        String second = png("x/a.png", GRAY);
        Cli.Outcome refused = batch(first, second);
        assertEquals(Exit.WRONG_USE, refused.code());
        assertTrue(refused.err().contains(first + " and " + second), refused.err());
        assertFalse(Files.exists(out));
        assertEquals(Exit.WRONG_USE, batch(first, folder.resolve("x").toString()).code());
        png("x/b.png", GRAY);
        Files.delete(Path.of(second));
        assertDone(batch(first, folder.resolve("x").toString()));
    }

    @Test
    void aDryRunListsAndLeavesNothing() {
        String image = png("a.png", GRAY);
        Cli.Outcome outcome = batch(image, "--dry-run");
        assertDone(outcome);
        assertTrue(outcome.out().lines().anyMatch(image::equals), outcome.out());
        assertFalse(Files.exists(out));
    }

    @Test
    void aBarIsShownOnlyToThoseWhoWatch() {
        String image = png("a.png", GRAY);
        List<String> args = List.of("batch", image, "--model=fake.pth", "--output=" + out);
        Cli.Outcome watched = Cli.run(FakeModel::open, true, array(args));
        assertTrue(watched.err().contains("1 of 1"), watched.err());
        assertFalse(watched.err().contains("\n"), "one line over the other");
    }
}
