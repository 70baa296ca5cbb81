package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code ./cam explain} says and leaves when something is wrong. */
class ExplainFailuresTest extends AbstractExplainTest {
    @Test
    void aPageThatFailsIsNamedAndTheOthersGoOn() throws IOException {
        ImageStack stack = new ImageStack(8, 8);
        for (int i = 0; i < 3; i++) stack.addSlice(new FloatProcessor(8, 8));
        stack.setVoxel(3, 3, 1, Double.NaN);
        Path file = folder.resolve("stack.tif");
        IJ.saveAsTiff(new ImagePlus("stack", stack), file.toString());
        Cli.Outcome outcome = explain(file.toString());
        assertEquals(1, outcome.code());
        assertEquals(1, outcome.errors().size(), outcome.err());
        assertTrue(outcome.err().contains("slice 2"), outcome.err());
        assertTrue(files().contains("stack.p00003.2.raw.tif"), files().toString());
        assertFalse(files().contains("stack.p00002.2.raw.tif"), files().toString());
    }

    @Test
    void aFailingImageCostsItsLineAndTheOthersGoOn() throws IOException {
        String bad = png("bad.png", RED);
        String missing = folder.resolve("missing.png").toString();
        Path text = Files.writeString(folder.resolve("text.png"), "no image");
        Cli.Outcome outcome = explain(bad, missing, png("a.png", GRAY), text.toString());
        assertEquals(1, outcome.code());
        assertEquals(3, outcome.errors().size(), outcome.err());
        assertTrue(outcome.errors().get(0).contains("bad.png"), outcome.err());
        assertTrue(outcome.errors().get(1).contains("missing.png"), outcome.err());
        assertTrue(outcome.errors().get(2).contains("text.png"), outcome.err());
        assertEquals(5, files().size(), files().toString());
        assertEquals(1, report().getAsJsonArray("images").size());
    }

    @Test
    void anUnexpectedFailureIsOneLineToo() throws IOException {
        Cli.Outcome outcome = explain(png("a.png", BLUE));
        assertEquals(1, outcome.code());
        assertEquals(1, outcome.errors().size(), outcome.err());
        assertTrue(outcome.err().contains("a.png: unexpected"), outcome.err());
        Cli.Outcome loud = explain(png("a.png", BLUE), "--debug");
        assertTrue(loud.err().contains("at sc.fiji.cam"), loud.err());
    }

    @Test
    void ifNoImageSucceedsThereIsNothing() {
        assertEquals(1, explain(png("bad.png", RED)).code());
        assertFalse(Files.exists(out.getParent()), "made by this run, so gone with it");
        out = folder.resolve("mine");
        assertTrue(out.toFile().mkdir());
        assertEquals(1, explain(png("bad.png", RED)).code());
        assertEquals(Set.of(), files());
    }

    @Test
    void anUnknownClassIsFoundBeforeAnythingIsDone() {
        for (String target : List.of("4", "grian", "2,top,label:7")) {
            Cli.Outcome outcome = explain(png("a.png", GRAY), "--target", target);
            assertEquals(2, outcome.code());
            assertEquals(1, outcome.errors().size(), outcome.err());
            assertEquals("", outcome.out());
            assertFalse(Files.exists(out.getParent()));
        }
        Cli.Outcome misspelt = explain(png("a.png", GRAY), "--target", "grian");
        assertTrue(misspelt.err().contains("\"grain\""), misspelt.err());
    }

    @Test
    void anUnknownLutIsFoundBeforeTheModelIsOpened() {
        Cli.Outcome outcome =
                Cli.run(Cli.NONE, "explain", "a", "--model=m", "--output=o", "--lut=jett");
        assertEquals(2, outcome.code(), outcome.err());
        assertTrue(outcome.err().contains("jet"), outcome.err());
    }

    @Test
    void anOutputThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        for (Path bad : List.of(file, file.resolve("sub/folder"))) {
            out = bad;
            Cli.Outcome outcome = Cli.run(Cli.NONE, "explain", "a", "--model=m", "--output=" + bad);
            assertEquals(1, outcome.code());
            assertEquals(1, outcome.errors().size(), outcome.err());
            assertTrue(outcome.err().contains(bad.toString()), outcome.err());
        }
        assertEquals("x", Files.readString(file));
    }

    @Test
    void progressIsShownOnlyToThoseWhoWatch() {
        List<String> args = line(png("a.png", GRAY));
        assertEquals("", Cli.run(FakeModel::open, false, array(args)).err());
        args.add("--overwrite");
        String watched = Cli.run(FakeModel::open, true, array(args)).err();
        assertTrue(watched.contains("1/1"), watched);
        assertFalse(watched.contains("\n"), "one line over the other");
    }
}
