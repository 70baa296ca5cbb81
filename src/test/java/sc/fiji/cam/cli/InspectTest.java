package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./cam inspect}, on checkpoints as libraries write them. */
class InspectTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final String TORCHVISION = file("torchvision_state_dict.pth.xz");
    private static final String TIMM = file("timm.safetensors.xz");

    @TempDir Path folder;

    private static String file(String name) {
        return GOLDEN.resolve(name).toString();
    }

    @Test
    void jsonHasThePromisedFields() {
        Cli.Outcome outcome = Cli.run(Cli.NONE, "inspect", TORCHVISION, "--json");
        assertEquals("", outcome.err());
        assertEquals(0, outcome.code());
        JsonObject facts = JsonParser.parseString(outcome.out()).getAsJsonObject();
        assertEquals(
                List.of(
                        "file",
                        "container",
                        "writer",
                        "dialect",
                        "family",
                        "familySource",
                        "architecture",
                        "classes",
                        "labels",
                        "labelsSource",
                        "head",
                        "layers",
                        "output",
                        "pooling",
                        "inputSize",
                        "inputSizeSource",
                        "scaling",
                        "exactCam",
                        "exactCamReason",
                        "own",
                        "assumptions",
                        "sha256",
                        "parameters"),
                List.copyOf(facts.keySet()));
        assertEquals(TORCHVISION, facts.get("file").getAsString());
        assertEquals("torchvision", facts.get("dialect").getAsString());
        assertEquals("b3", facts.get("architecture").getAsString());
        assertEquals("torch", facts.get("family").getAsString());
        assertEquals(10, facts.get("classes").getAsInt());
        assertEquals(10, facts.getAsJsonArray("labels").size());
        assertEquals("linear", facts.get("head").getAsString());
        assertEquals("[\"Linear 1536 -> 10\"]", facts.get("layers").toString());
        assertEquals("[300,300]", facts.get("inputSize").toString());
        assertEquals("architecture", facts.get("inputSizeSource").getAsString());
        JsonObject scaling = facts.getAsJsonObject("scaling");
        assertEquals("[0.485,0.456,0.406]", scaling.get("mean").toString());
        assertEquals("assumed", scaling.get("source").getAsString());
        assertEquals("RGB", scaling.get("channels").getAsString());
        assertEquals(2, facts.getAsJsonArray("own").size());
        assertTrue(facts.get("exactCam").getAsBoolean());
        // 10,696,232 of torchvision's B3 without classifier, and 1536 x 10 + 10.
        assertEquals(10_696_232 + 15_370, facts.get("parameters").getAsLong());
    }

    @Test
    void optionsOfTheModelCountAndAreNamedAsTheSource() throws IOException {
        StringBuilder ten = new StringBuilder();
        for (int c = 0; c < 10; c++) ten.append("kind ").append(c).append('\n');
        Path labels = Files.writeString(folder.resolve("ten.txt"), ten);
        Cli.Outcome outcome =
                Cli.run(
                        Cli.NONE,
                        "inspect",
                        TIMM,
                        "--labels",
                        labels.toString(),
                        "--family=tensorflow",
                        "--scaling=0-255",
                        "--channels=BGR");
        assertEquals(0, outcome.code(), outcome.err());
        for (String part :
                List.of(
                        "family        tensorflow (option)",
                        "kind 9 (" + labels + ")",
                        "scaling       mean 0.0, std 0.003921569 (option)",
                        "channels      BGR (option)",
                        "head          average pooling\n              Linear 1536 -> 10\n",
                        "exact CAM     yes: one linear layer")) {
            assertTrue(outcome.out().contains(part), part + " is missing in\n" + outcome.out());
        }
    }

    @Test
    void aBadValueIsWrongUse() {
        Cli.Outcome outcome = Cli.run(Cli.NONE, "inspect", TIMM, "--channels=GBR");
        assertEquals(2, outcome.code());
        assertEquals("", outcome.out());
        assertTrue(outcome.err().startsWith("option channels: found \"GBR\""), outcome.err());
    }

    @Test
    void severalFilesAreAnArrayAndAFailureIsOneLine() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pth"), "no weights");
        Cli.Outcome outcome =
                Cli.run(Cli.NONE, "inspect", "--json", TIMM, text.toString(), TORCHVISION);
        assertEquals(1, outcome.code());
        assertEquals(1, outcome.errors().size(), outcome.err());
        assertTrue(outcome.err().contains("text.pth"), outcome.err());
        JsonArray all = JsonParser.parseString(outcome.out()).getAsJsonArray();
        assertEquals(2, all.size());
        assertEquals("timm", all.get(0).getAsJsonObject().get("dialect").getAsString());
    }

    @Test
    void aSingleFileThatFailsPrintsNothing() {
        Cli.Outcome outcome = Cli.run(Cli.NONE, "inspect", "--json", "missing.pth");
        assertEquals(1, outcome.code());
        assertEquals("", outcome.out());
        assertEquals(1, outcome.errors().size(), outcome.err());
        assertTrue(outcome.err().contains("missing.pth"), outcome.err());
    }

    @Test
    void peopleGetAlignedLines() {
        Cli.Outcome outcome = Cli.run(Cli.NONE, "inspect", TORCHVISION);
        assertEquals(0, outcome.code());
        assertTrue(outcome.out().contains("architecture  b3"), outcome.out());
        assertFalse(outcome.out().contains("{\""), outcome.out());
    }

    @Test
    void aPackedFileIsNamedAsGivenAndLeavesNothingBehind() throws IOException {
        byte[] whole = Files.readAllBytes(GOLDEN.resolve("torchvision_state_dict.pth.xz"));
        Path cut = folder.resolve("cut.pth.xz");
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
        Path plain = Files.writeString(folder.resolve("plain.pth.xz"), "not packed at all");
        for (Path bad : List.of(cut, plain, folder.resolve("missing.pth.xz"))) {
            Cli.Outcome outcome = Cli.run(Cli.NONE, "inspect", bad.toString());
            assertEquals(1, outcome.code());
            assertEquals(1, outcome.errors().size(), outcome.err());
            assertTrue(outcome.err().startsWith(bad + ": "), outcome.err());
        }
        String text = file("names/torch_names.json.xz");
        Cli.Outcome outcome = Cli.run(Cli.NONE, "inspect", text);
        assertEquals(1, outcome.code());
        assertTrue(outcome.err().startsWith(text + ": "), outcome.err());
        assertFalse(outcome.err().contains(System.getProperty("java.io.tmpdir")), outcome.err());
    }

    @Test
    void aResultThatDoesNotArriveIsAFailure() {
        Writer full =
                new Writer() {
                    @Override
                    public void write(char[] text, int from, int count) throws IOException {
                        throw new IOException("no space left");
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(full), new PrintWriter(err), false);
        String[] args = {"inspect", TORCHVISION, "--json"};
        assertEquals(1, Main.run(args, terminal, Cli.NONE));
        assertTrue(err.toString().startsWith("standard output: "), err.toString());
        assertEquals(1, err.toString().lines().count());
    }
}
