package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.Version;

/** Files, names and columns of {@code ./cam explain}: scripts rely on them. */
class ExplainContractTest extends AbstractExplainTest {
    @Test
    void writesThreeFilesPerMapATableAndAReport() throws IOException {
        Cli.Outcome outcome = explain(png("a.png", GRAY), "--target", "2,label:grain");
        assertDone(outcome);
        assertEquals(
                Set.of(
                        "a.0.cam.tif",
                        "a.0.overlay.png",
                        "a.0.raw.tif",
                        "a.2.cam.tif",
                        "a.2.overlay.png",
                        "a.2.raw.tif",
                        "predictions.csv",
                        "run.json"),
                files());
        assertTrue(outcome.out().contains("scratch"), outcome.out());
        assertTrue(outcome.out().contains("Everything is assumed."), outcome.out());
    }

    @Test
    void theRawMapIsTheGrid() {
        assertDone(explain(png("a.png", GRAY)));
        ImagePlus raw = IJ.openImage(out.resolve("a.2.raw.tif").toString());
        assertEquals(32, raw.getBitDepth());
        assertEquals(2, raw.getWidth());
        assertEquals(
                Arrays.toString(FakeModel.GRID),
                Arrays.toString((float[]) raw.getProcessor().getPixels()));
        ImagePlus map = IJ.openImage(out.resolve("a.2.cam.tif").toString());
        assertEquals(32, map.getBitDepth());
        assertEquals(40, map.getWidth());
        assertEquals(30, map.getHeight());
    }

    /** Cell (0, 0) is centred at (1, 2) and negative; the largest is at (21, 17). */
    @Test
    void theOverlayIsTheMixtureOfImageAndColours() throws IOException {
        assertDone(explain(png("a.png", GRAY), "--opacity", "0.25"));
        BufferedImage overlay = ImageIO.read(out.resolve("a.2.overlay.png").toFile());
        int[] jet = {0, 0, 128};
        int[] last = {128, 0, 0};
        assertEquals(mixed(jet, 0.25), overlay.getRGB(0, 0) & 0xffffff);
        assertEquals(mixed(last, 0.25), overlay.getRGB(39, 29) & 0xffffff);
    }

    private static int mixed(int[] colour, double opacity) {
        int rgb = 0;
        for (int c : colour) rgb = rgb << 8 | (int) Math.round((1 - opacity) * 128 + opacity * c);
        return rgb;
    }

    @Test
    void theTableListsTheTopClasses() throws IOException {
        String image = png("a, b.png", GRAY);
        assertDone(explain(image, "--top", "2"));
        List<String> lines = Files.readAllLines(out.resolve("predictions.csv"));
        assertEquals("image,slice,rank,class,label,logit,probability", lines.get(0));
        List<CSVRecord> rows = table();
        assertEquals(2, rows.size());
        assertEquals(List.of(image, "1", "1", "2", "scratch"), rows.get(0).toList().subList(0, 5));
        assertEquals("3.00000000000", rows.get(0).get("logit"));
        assertEquals("0.300000000000", rows.get(0).get("probability"));
    }

    @Test
    void topAllListsEveryClassWhateverTheTargets() throws IOException {
        assertDone(explain(png("a.png", GRAY), "--top", "all", "--target", "1"));
        assertEquals(
                List.of("2", "0", "3", "1"), table().stream().map(r -> r.get("class")).toList());
        assertEquals("käse", table().get(2).get("label"));
        assertEquals("pit, small", table().get(3).get("label"));
    }

    @Test
    void theReportHasExactlyThePromisedFields() throws IOException {
        String image = png("a.png", GRAY);
        assertDone(explain(image, "--target", "all", "--opacity", "0.3"));
        JsonObject run = report();
        assertEquals(
                List.of("settings", "model", "device", "threads", "version", "images"), keys(run));
        assertEquals("0.3", run.getAsJsonObject("settings").get("opacity").getAsString());
        assertEquals("jet", run.getAsJsonObject("settings").get("lut").getAsString());
        assertEquals(
                List.of("file", "sha256", "container", "dialect", "family", "architecture"),
                keys(run.getAsJsonObject("model")));
        assertEquals(Version.text(), run.get("version").getAsString());
        JsonObject entry = run.getAsJsonArray("images").get(0).getAsJsonObject();
        assertEquals(
                List.of(
                        "image",
                        "slice",
                        "size",
                        "resize",
                        "crop",
                        "interpolation",
                        "scaling",
                        "channels",
                        "grid",
                        "registration",
                        "off",
                        "own",
                        "rim",
                        "maps",
                        "millis"),
                keys(entry));
        assertEquals(image, entry.get("image").getAsString());
        assertEquals("[64,64]", entry.get("size").toString());
        assertEquals("[2,2]", entry.get("grid").toString());
        assertEquals("[15.0,16.0]", entry.get("off").toString());
        assertEquals("[-0.5,0.25]", entry.get("own").toString());
        assertEquals("[1.0,2.0,20.0,15.0]", entry.get("rim").toString());
        assertEquals(
                List.of("decode", "prepare", "network", "map", "write"),
                keys(entry.getAsJsonObject("millis")));
    }

    @Test
    void theReportSaysWhatEveryMapIs() throws IOException {
        assertDone(explain(png("a.png", GRAY), "--target", "all"));
        JsonArray maps = image(0).getAsJsonArray("maps");
        assertEquals(4, maps.size());
        JsonObject map = maps.get(1).getAsJsonObject();
        assertEquals(
                List.of(
                        "class",
                        "label",
                        "logit",
                        "probability",
                        "method",
                        "completeness",
                        "exact",
                        "min",
                        "max"),
                keys(map));
        assertEquals(
                "{\"class\":1,\"label\":\"pit, small\",\"logit\":-1.25,\"probability\":0.2,"
                        + "\"method\":\"cam\",\"completeness\":1.0E-7,\"exact\":true,\"min\":-1.0,\"max\":4.0}",
                map.toString());
    }

    @Test
    void lastConvIsNeverExact() throws IOException {
        assertDone(explain(png("a.png", GRAY), "--method", "last-conv"));
        JsonObject map = image(0).getAsJsonArray("maps").get(0).getAsJsonObject();
        assertFalse(map.get("exact").getAsBoolean());
        assertEquals("last-conv", map.get("method").getAsString());
    }

    @Test
    void everyPageOfAStackIsExplained() throws IOException {
        ImageStack stack = new ImageStack(8, 8);
        for (int i = 0; i < 3; i++) stack.addSlice(new ByteProcessor(8, 8));
        Path file = folder.resolve("stack.tif");
        IJ.saveAsTiff(new ImagePlus("stack", stack), file.toString());
        assertDone(explain(file.toString(), "--top", "1"));
        assertTrue(files().contains("stack.p00001.2.overlay.png"), files().toString());
        assertTrue(files().contains("stack.p00003.2.raw.tif"), files().toString());
        assertEquals(11, files().size());
        assertEquals(List.of("1", "2", "3"), table().stream().map(r -> r.get("slice")).toList());
        assertEquals(3, image(2).get("slice").getAsInt());
    }

    @Test
    void namesThatWouldCollideKeepTheirExtensions() {
        Cli.Outcome outcome = explain(png("a.png", GRAY), png("a.jpg.png", GRAY), bmp("a.bmp"));
        assertDone(outcome);
        assertTrue(
                files().containsAll(
                                Set.of("a.png.2.raw.tif", "a.bmp.2.raw.tif", "a.jpg.2.raw.tif")),
                files().toString());
    }

    @Test
    void spacesAndUnicodeInNamesAreFine() {
        out = folder.resolve("Ergebnisse für Käthe 結果");
        assertDone(explain(png("Käse 写真 1.png", GRAY)));
        assertTrue(files().contains("Käse 写真 1.2.overlay.png"), files().toString());
    }
}
