package sc.fiji.cam.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.measure.Calibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.cam.image.ImageFiles;

class TestImagesTest {
    private static final Path FOLDER = Path.of("test-images");

    static Set<String> names() {
        return TestImages.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theFileIsWhatTheProgramDraws(String name) throws IOException {
        Path file = FOLDER.resolve(name);
        assertTrue(Files.size(file) < 1_000_000, "small enough for every clone");
        ImagePlus found = ImageFiles.open(file);
        ImagePlus expected = TestImages.all().get(name).get();
        assertEquals(expected.getBitDepth(), found.getBitDepth());
        assertArrayEquals(expected.getDimensions(), found.getDimensions());
        for (int i = 1; i <= expected.getStackSize(); i++) {
            assertArrayEquals(pixels(expected, i), pixels(found, i), name + " " + i);
        }
        if (name.endsWith(".tif")) same(expected.getCalibration(), found.getCalibration());
    }

    private static void same(Calibration expected, Calibration found) {
        assertEquals(expected.getUnit(), found.getUnit());
        assertEquals(expected.pixelWidth, found.pixelWidth, 1e-6);
        assertEquals(expected.pixelDepth, found.pixelDepth, 1e-6);
        assertEquals(expected.frameInterval, found.frameInterval, 1e-6);
    }

    private static float[] pixels(ImagePlus image, int slice) {
        return (float[]) image.getStack().getProcessor(slice).convertToFloatProcessor().getPixels();
    }

    @Test
    void theFolderHoldsTheseAndTheListNamesThem() throws IOException {
        Set<String> expected = new TreeSet<>(names());
        String sources = Files.readString(FOLDER.resolve("SOURCES.md"));
        expected.forEach(name -> assertTrue(sources.contains("`" + name + "`"), name));
        expected.add("SOURCES.md");
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertEquals(
                    expected,
                    files.map(f -> f.getFileName().toString()).collect(Collectors.toSet()));
        }
    }
}
