package sc.fiji.cam.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.measure.Calibration;
import ij.process.LUT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.cam.MapResampler;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.Method;
import sc.fiji.cam.data.OutputFailed;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Pooling;
import sc.fiji.cam.render.Luts;

/** Maps and files: what they hold, and what stays of them when writing fails. */
class ResultsTest {
    private static final List<Integer> JET = Luts.find("jet").colours();

    @TempDir Path folder;

    @Test
    void theMapHoldsLogitsAtTheImagesPixels() {
        ImagePlus map = map();
        Planes expected =
                MapResampler.resample(
                        Example.GRID, Example.RESULT.geometry().placement(), Example.W, Example.H);
        assertArrayEquals(expected.values(), (float[]) map.getProcessor().getPixels());
        assertEquals("cells_3_cam", map.getTitle());
        assertEquals(0.5f, map.getProcessor().getf(11 + 32, 3));
        assertEquals(8f, map.getProcessor().getf(11 + 32, 3 + 32));
    }

    @Test
    void theMapIsCalibratedAsTheImage() {
        Calibration cal = map().getCalibration();
        assertEquals(0.25, cal.pixelWidth);
        assertEquals(7, cal.xOrigin);
        assertEquals("micron", cal.getUnit());
        assertEquals("logit", cal.getValueUnit());
        assertFalse(cal.calibrated(), "no function on top of logits");
        assertEquals(
                "OD", Example.source().getCalibration().getValueUnit(), "the source keeps its own");
        ImagePlus other =
                Results.map(
                        Example.source(),
                        Example.RESULT,
                        Example.map(Method.LAST_CONV),
                        Example.settings(),
                        JET,
                        Example.VERSIONS);
        assertNotEquals("logit", other.getCalibration().getValueUnit());
        assertEquals("cells_3_last-conv", other.getTitle());
    }

    @Test
    void theDisplayRangeFollowsTheDisplay() {
        assertRange(0, 8, map());
        assertRange(-8, 8, map("display", "signed"));
        assertRange(-1, 2, map("display", "signed", "range", "-1,2"));
        LUT lut = map().getProcessor().getLut();
        assertEquals(JET.get(200), lut.getRGB(200) & 0xffffff);
    }

    private static void assertRange(double low, double high, ImagePlus image) {
        assertEquals(low, image.getDisplayRangeMin());
        assertEquals(high, image.getDisplayRangeMax());
    }

    @Test
    void theRawGridIsTheGridItself() {
        ImagePlus raw =
                Results.raw(Example.RESULT, Example.MAP, Example.settings(), Example.VERSIONS);
        assertArrayEquals(Example.GRID.values(), (float[]) raw.getProcessor().getPixels());
        assertEquals(3, raw.getWidth());
        assertRange(-8, 8, raw);
        raw.getProcessor().setf(0, 99);
        assertEquals(-4, Example.GRID.at(0, 0, 0), "a copy");
        assertTrue(info(raw).contains("note: The mean of this grid + bias = logit."));
    }

    @Test
    void aGradientMapIsInLogitsAndIsCalledNothingElse() {
        ClassMap gradient = Example.map(Method.GRADIENT);
        ImagePlus map =
                Results.map(
                        Example.source(),
                        Example.RESULT,
                        gradient,
                        Example.settings(),
                        JET,
                        Example.VERSIONS);
        assertEquals("cells_3_gradient", map.getTitle());
        assertEquals("logit", map.getCalibration().getValueUnit());
        for (String line : List.of("method: gradient", "exact: false", "completeness: 1.0E-7")) {
            assertTrue(info(map).contains("\n" + line + "\n"), info(map));
        }
        assertTrue(
                rawNote(gradient).contains("The mean of this grid + bias = logit. It is a grad"));
        assertTrue(rawNote(gradient).contains("no class activation map"), rawNote(gradient));
        ClassMap max = like(gradient, Pooling.MAX, 1e-7);
        assertTrue(rawNote(max).contains("The sum of this grid + bias = logit."), rawNote(max));
        assertEquals("", rawNote(like(gradient, Pooling.AVERAGE, 1)), "it does not sum up");
        assertEquals("", rawNote(Example.map(Method.LAST_CONV)));
    }

    private static ClassMap like(ClassMap map, Pooling pooling, double completeness) {
        return new ClassMap(
                map.prediction(),
                map.method(),
                map.grid(),
                pooling,
                map.bias(),
                completeness,
                map.bound());
    }

    private static String rawNote(ClassMap map) {
        ImagePlus raw = Results.raw(Example.RESULT, map, Example.settings(), Example.VERSIONS);
        String[] parts = info(raw).split("\nnote: ");
        return parts.length > 1 ? parts[1].split("\n")[0] : "";
    }

    @Test
    void theInfoTellsWhereTheMapComesFrom() {
        String info = info(map("opacity", "0.6"));
        for (String line :
                new String[] {
                    "EfficientNet CAM: 1.2.3",
                    "image: cells.tif",
                    "model: b3.pth",
                    "sha256: abc123",
                    "container: torch zip",
                    "dialect: timm",
                    "family: torch",
                    "architecture: b3",
                    "method: cam",
                    "class: 3",
                    "label: a label of: two lines",
                    "logit: 1.5",
                    "probability: 0.75",
                    "completeness: 1.0E-7",
                    "bound: 1.0E-5",
                    "exact: true",
                    "registration: geometry",
                    "off: 11.0, 3.0",
                    "own: 0.0, 0.0",
                    "rim: 11.0, 3.0, 64.0, 32.0",
                    "input: 96, 64",
                    "grid: 3, 2",
                    "device: cpu",
                    "threads: 2",
                    "resize: crop",
                    "crop: 0.9375",
                    "interpolation: bicubic",
                    "scaling: mean 0.5, std 0.25",
                    "channels: BGR",
                    "option scaling: auto",
                    "option resize: auto",
                    "option interpolation: bilinear",
                    "option opacity: 0.6"
                }) {
            assertTrue(info.lines().anyMatch(line::equals), line + " is missing in\n" + info);
        }
        assertTrue(info.contains("note: This map is interpolated"), info);
        assertTrue(info.lines().allMatch(line -> line.contains(": ")), info);
    }

    @Test
    void tiffKeepsEverything() {
        ImagePlus map = map("display", "signed");
        Path file = folder.resolve("cells.3.cam.tif");
        Results.saveTiff(map, file);
        ImagePlus opened = IJ.openImage(file.toString());
        assertArrayEquals(
                (float[]) map.getProcessor().getPixels(),
                (float[]) opened.getProcessor().getPixels());
        assertTrue(info(opened).contains(info(map)), info(opened));
        assertRange(-8, 8, opened);
        assertEquals("logit", opened.getCalibration().getValueUnit());
        assertEquals(0.25, opened.getCalibration().pixelWidth, 1e-9);
        assertEquals(7, opened.getCalibration().xOrigin);
        assertArrayEquals(
                map.getProcessor().getLut().getBytes(), opened.getProcessor().getLut().getBytes());
        assertEquals("cells.3.cam.tif", opened.getTitle());
    }

    @Test
    void tiffIsTheSameWhateverSomebodyPrefers() throws IOException {
        boolean preferred = Prefs.intelByteOrder;
        Path first = folder.resolve("a.tif");
        Path second = folder.resolve("b.tif");
        try {
            Prefs.intelByteOrder = false;
            Results.saveTiff(map(), first);
            assertFalse(Prefs.intelByteOrder, "it is their preference");
            Prefs.intelByteOrder = true;
            Results.saveTiff(map(), second);
        } finally {
            Prefs.intelByteOrder = preferred;
        }
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
    }

    @Test
    void pngIsTheSameEveryTimeAndReplaces() throws IOException {
        Path first = folder.resolve("a.png");
        Path second = folder.resolve("b.png");
        Files.writeString(second, "old");
        Results.savePng(Example.red(), first);
        Results.savePng(Example.red(), second);
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
        assertEquals(2, names().size(), "nothing else is left: " + names());
    }

    @Test
    void whatCannotBeWrittenIsSaidAndLeavesNothing() throws IOException {
        Path missing = folder.resolve("no/such.png");
        assertFails("the folder does not exist", missing);
        Path taken = folder.resolve("taken.png");
        Files.createDirectory(taken);
        assertFails("there is a folder of that name", taken);
        Path file = folder.resolve("file");
        Files.writeString(file, "x");
        assertFails("file", file.resolve("inside.png"));
        assertEquals(2, names().size(), "nothing else is left: " + names());
    }

    @Test
    void aWriterThatFailsKeepsTheOldFile() throws IOException {
        Path file = folder.resolve("old.txt");
        Files.writeString(file, "old");
        OutputFailed error =
                assertThrows(
                        OutputFailed.class,
                        () ->
                                WholeFile.write(
                                        file,
                                        part -> {
                                            Files.writeString(part, "half");
                                            throw new IOException("no space left");
                                        }));
        assertTrue(error.getMessage().contains("no space left"), error.getMessage());
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("old.txt"), names());
    }

    private void assertFails(String reason, Path file) {
        for (int i = 0; i < 2; i++) {
            boolean png = i == 0;
            OutputFailed error =
                    assertThrows(
                            OutputFailed.class,
                            () -> {
                                if (png) Results.savePng(Example.red(), file);
                                else Results.saveTiff(map(), file);
                            });
            assertTrue(error.getMessage().startsWith(file.toString()), error.getMessage());
            assertTrue(error.getMessage().contains(reason), error.getMessage());
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    private static ImagePlus map(String... keysAndValues) {
        return Results.map(
                Example.source(),
                Example.RESULT,
                Example.MAP,
                Example.settings(keysAndValues),
                JET,
                Example.VERSIONS);
    }

    private static String info(ImagePlus image) {
        return (String) image.getProperty("Info");
    }
}
