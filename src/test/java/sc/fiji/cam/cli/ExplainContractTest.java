package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.data.Version;

/** Files, names and exit codes of {@code ./cam explain}: scripts rely on them. */
class ExplainContractTest {
    private static final int GRAY = 0x808080;
    private static final int RED = 0xff0000;
    private static final int BLUE = 0x0000ff;

    @TempDir Path folder;
    private Path out;

    @BeforeEach
    void nameTheOutput() {
        out = folder.resolve("new folder/out");
    }

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
                        "completeness",
                        "exact",
                        "min",
                        "max"),
                keys(map));
        assertEquals(
                "{\"class\":1,\"label\":\"pit, small\",\"logit\":-1.25,\"probability\":0.2,"
                        + "\"completeness\":1.0E-7,\"exact\":true,\"min\":-1.0,\"max\":4.0}",
                map.toString());
    }

    @Test
    void lastConvIsNeverExact() throws IOException {
        assertDone(explain(png("a.png", GRAY), "--method", "last-conv"));
        JsonObject map = image(0).getAsJsonArray("maps").get(0).getAsJsonObject();
        assertFalse(map.get("exact").getAsBoolean());
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
    void olderResultsAreKeptUnlessAllowed() throws IOException {
        String image = png("a.png", GRAY);
        assertDone(explain(image, "--target", "1"));
        byte[] before = Files.readAllBytes(out.resolve("run.json"));
        Cli.Outcome refused = explain(image);
        assertEquals(2, refused.code());
        assertEquals(1, refused.errors().size(), refused.err());
        assertTrue(refused.err().contains("--overwrite"), refused.err());
        assertEquals("", refused.out());
        assertTrue(Arrays.equals(before, Files.readAllBytes(out.resolve("run.json"))));
    }

    @Test
    void everyKindOfOlderResultIsRefused() throws IOException {
        String image = png("a.png", GRAY);
        Files.createDirectories(out);
        for (String name :
                List.of("run.json", "predictions.csv", "a.7.cam.tif", "a.p00001.0.raw.tif")) {
            Path old = Files.writeString(out.resolve(name), "old");
            assertEquals(2, explain(image).code(), name);
            assertEquals(Set.of(name), files());
            Files.delete(old);
        }
        Files.writeString(out.resolve("b.7.cam.tif"), "of another image");
        assertDone(explain(image));
    }

    @Test
    void overwriteLeavesNothingStaleAndNothingElseTouched() throws IOException {
        String image = png("a.png", GRAY);
        assertDone(explain(image, "--target", "0,1"));
        Files.writeString(out.resolve("a.p00004.0.raw.tif"), "old");
        Files.writeString(out.resolve("notes.txt"), "mine");
        assertDone(explain(image, "--target", "2", "--overwrite"));
        assertEquals(
                Set.of(
                        "a.2.cam.tif",
                        "a.2.overlay.png",
                        "a.2.raw.tif",
                        "notes.txt",
                        "predictions.csv",
                        "run.json"),
                files());
    }

    @Test
    void overwriteNeverDeletesAnInput() throws IOException {
        out = folder;
        png("a.png", GRAY);
        assertDone(explain(folder.resolve("a.png").toString()));
        String map = folder.resolve("a.2.cam.tif").toString();
        Set<String> before = files();
        Cli.Outcome outcome =
                explain(folder.resolve("a.png").toString(), map, "--overwrite", "--target", "1");
        assertEquals(2, outcome.code());
        assertEquals(before, files());
    }

    @Test
    void aFailedRunWithOverwriteKeepsOlderResultsIfTheLineIsWrong() {
        String image = png("a.png", GRAY);
        assertDone(explain(image));
        Set<String> before = files();
        assertEquals(2, explain(image, "--overwrite", "--target", "nothing").code());
        assertEquals(before, files());
    }

    @Test
    void aSettingThatDoesNotFitTheModelLeavesEverythingAsItWas() throws IOException {
        String good = png("a.png", GRAY);
        assertDone(explain(good));
        Set<String> before = files();
        String green = png("b.png", FakeModel.WRONG_USE);
        Cli.Outcome first = explain(green, good, "--overwrite");
        assertEquals(2, first.code());
        assertEquals(1, first.errors().size(), first.err());
        assertEquals(before, files());
    }

    @Test
    void ifNoImageSucceedsOlderResultsThatMayGoAreGone() {
        String image = png("a.png", GRAY);
        assertDone(explain(image));
        png("a.png", RED);
        assertEquals(1, explain(image, "--overwrite").code());
        assertEquals(Set.of(), files());
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

    private Cli.Outcome explain(String... more) {
        return Cli.run(FakeModel::open, array(line(more)));
    }

    private List<String> line(String... more) {
        List<String> args = new ArrayList<>(List.of("explain"));
        args.addAll(Arrays.asList(more));
        args.addAll(List.of("--model", "fake.pth", "--output", out.toString()));
        return args;
    }

    private static String[] array(List<String> args) {
        return args.toArray(new String[0]);
    }

    private static void assertDone(Cli.Outcome outcome) {
        assertEquals("", outcome.err());
        assertEquals(0, outcome.code());
    }

    private Set<String> files() {
        try (Stream<Path> list = Files.list(out)) {
            Set<String> names = new TreeSet<>();
            list.forEach(f -> names.add(f.getFileName().toString()));
            return names;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<CSVRecord> table() throws IOException {
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
        try (var reader = Files.newBufferedReader(out.resolve("predictions.csv"))) {
            return format.parse(reader).getRecords();
        }
    }

    private JsonObject report() throws IOException {
        return JsonParser.parseString(Files.readString(out.resolve("run.json"))).getAsJsonObject();
    }

    private JsonObject image(int number) throws IOException {
        return report().getAsJsonArray("images").get(number).getAsJsonObject();
    }

    private static List<String> keys(JsonObject object) {
        return List.copyOf(object.keySet());
    }

    private String png(String name, int rgb) {
        return image(name, "png", rgb);
    }

    private String bmp(String name) {
        return image(name, "bmp", GRAY);
    }

    /** A picture of 40 x 30 pixels of one colour. */
    private String image(String name, String format, int rgb) {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 40 * 30; i++) image.setRGB(i % 40, i / 40, rgb);
        Path file = folder.resolve(name);
        try {
            assertTrue(ImageIO.write(image, format, file.toFile()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return file.toString();
    }
}
