package sc.fiji.cam.catalogue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.image.ImageFiles;
import sc.fiji.cam.testing.TestImages;

/** The images in the jar are those of the repository. */
class SamplesTest {
    private static final Samples SAMPLES = Samples.standard();

    static List<Sample> list() {
        return SAMPLES.list();
    }

    @Test
    void everyTestImageIsASample() {
        Set<String> files = list().stream().map(Sample::file).collect(Collectors.toSet());
        assertEquals(TestImages.all().keySet(), files);
        assertEquals(list().size(), list().stream().map(Sample::id).distinct().count());
    }

    @ParameterizedTest
    @MethodSource("list")
    void theJarHasTheFileOfTheRepository(Sample sample) throws IOException {
        byte[] file = Files.readAllBytes(Path.of("test-images", sample.file()));
        assertArrayEquals(file, SAMPLES.read(sample));
    }

    @ParameterizedTest
    @MethodSource("list")
    void itOpensFromMemoryAsFromTheFileAndForgetsIt(Sample sample) {
        ImagePlus expected = ImageFiles.open(Path.of("test-images", sample.file()));
        ImagePlus found = ImageFiles.open(sample.file(), SAMPLES.read(sample));
        assertEquals(expected.getTitle(), found.getTitle());
        assertArrayEquals(expected.getDimensions(), found.getDimensions());
        assertEquals(expected.getCalibration().getUnit(), found.getCalibration().getUnit());
        assertTrue(sample.page() <= found.getStackSize(), "page " + sample.page());
        assertArrayEquals(
                (float[]) expected.getProcessor().convertToFloatProcessor().getPixels(),
                (float[]) found.getProcessor().convertToFloatProcessor().getPixels());
        assertEquals(null, found.getOriginalFileInfo());
    }

    /** The classes are those of the model that explains them. */
    @Test
    void itShowsAClassOfTheBundledModel() {
        List<String> classes = Catalogue.standard().cards().get(0).classes();
        list().forEach(sample -> assertTrue(classes.contains(sample.shows()), sample.toString()));
    }

    @Test
    void aMisspeltOneIsToldTheNearest() {
        assertEquals("pores.tif", SAMPLES.find("pores").file());
        String text = assertThrows(WrongUse.class, () -> SAMPLES.find("pore")).getMessage();
        assertTrue(text.startsWith("option sample: there is no image \"pore\". The nearest"), text);
        assertTrue(text.contains("is \"pores\""), text);
    }
}
