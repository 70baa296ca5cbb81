package sc.fiji.cam.fiji;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.train.Samples;

/** Which pictures and classes ROIs stand for. */
class RoiSamplesTest {
    private final String groups = Roi.getGroupNames();

    @AfterEach
    void groupsAsBefore() {
        Roi.setGroupNames(groups);
    }

    private static Roi roi(String name, int x, int y, int w, int h) {
        Roi roi = new Roi(x, y, w, h);
        roi.setName(name);
        return roi;
    }

    /** A pixel's value tells its slice and place. */
    private static ImagePlus image(int slices, Roi... rois) {
        ImageStack stack = new ImageStack(100, 80);
        for (int s = 0; s < slices; s++) {
            byte[] pixels = new byte[100 * 80];
            for (int i = 0; i < pixels.length; i++) pixels[i] = (byte) (i % 100 + i / 100 + 50 * s);
            stack.addSlice(new ByteProcessor(100, 80, pixels));
        }
        ImagePlus image = new ImagePlus("plate", stack);
        Overlay overlay = new Overlay();
        for (Roi roi : rois) overlay.add(roi);
        image.setOverlay(overlay);
        return image;
    }

    private static Samples read(ImagePlus... images) {
        return RoiSamples.ofOverlays(List.of(images), CamProgress.NONE);
    }

    private static Picture picture(Samples samples, int index) {
        return samples.list().get(index).source().picture();
    }

    @ParameterizedTest
    @CsvSource({
        "crack, crack",
        "crack-2, crack",
        "crack 12, crack",
        "'  crack ', crack",
        "crack-2-3, crack-2",
        "B3, B3",
        "grain_7, grain_7",
        "7, 7",
        "long name 1, long name",
    })
    void aNameWithoutItsCounterIsTheClass(String name, String className) {
        assertEquals(Optional.of(className), RoiSamples.className(roi(name, 0, 0, 9, 9)));
    }

    @ParameterizedTest
    @CsvSource({"0123-0456", "0001-0123-0456", "12345-0001"})
    void aPlaceIsNoName(String name) {
        Roi roi = roi(name, 0, 0, 9, 9);
        assertEquals(Optional.empty(), RoiSamples.className(roi));
        Roi.setGroupNames("benign,malignant");
        roi.setGroup(2);
        assertEquals(Optional.of("malignant"), RoiSamples.className(roi));
        roi.setName("crack-1");
        assertEquals(Optional.of("crack"), RoiSamples.className(roi), "its own name wins");
        assertEquals(Optional.empty(), RoiSamples.className(new Roi(0, 0, 9, 9)));
    }

    @Test
    void aSampleIsTheBoundingBoxAsItIsDisplayed() {
        ImagePlus image =
                image(
                        1,
                        roi("b", 10, 20, 40, 33),
                        roi("a-1", 0, 0, 32, 32),
                        roi("b-2", 60, 40, 90, 90),
                        roi("a-2", 3, 2, 35, 36));
        image.getProcessor().invertLut();
        Samples samples = read(image);
        assertEquals(List.of("a", "b"), samples.classes());
        assertEquals(4, samples.list().size());
        Picture b = picture(samples, 2);
        assertEquals(40, b.width());
        assertEquals(33, b.height());
        int level = 255 - (10 + 20);
        assertEquals(level * 0x010101, b.rgb()[0]);
        assertEquals((level - 2) * 0x010101, b.rgb()[41]);
        Picture cut = picture(samples, 3);
        assertEquals(40, cut.width(), "what lies outside of the image is cut off");
        assertEquals(40, cut.height());
        assertEquals("plate, ROI 1 (b)", samples.list().get(2).source().name());
    }

    @Test
    void aRoiBelongsToItsSliceAndTheImageStaysWhereItIs() {
        Roi third = roi("a", 0, 0, 40, 40);
        third.setPosition(3);
        Roi second = roi("b", 0, 0, 40, 40);
        second.setPosition(1, 2, 1);
        ImagePlus image = image(3, third, roi("a", 0, 0, 40, 40), second, roi("b", 5, 0, 40, 40));
        image.setSlice(1);
        Samples samples = read(image);
        int[] levels = {100, 0, 50, 5};
        for (int i = 0; i < 4; i++) {
            assertEquals(levels[i] * 0x010101, picture(samples, i).rgb()[0], "sample " + i);
        }
        assertEquals(1, image.getCurrentSlice());
    }

    @Test
    void whatTheUserDoesLaterChangesNothing() {
        ImagePlus image =
                image(
                        1,
                        roi("a", 0, 0, 32, 32),
                        roi("a", 1, 0, 32, 32),
                        roi("b", 2, 0, 32, 32),
                        roi("b", 3, 0, 32, 32));
        Samples samples = read(image);
        int[] before = picture(samples, 0).rgb().clone();
        String id = samples.list().get(0).source().id();
        assertEquals(id, read(image).list().get(0).source().id());
        image.getProcessor().invert();
        assertArrayEquals(before, picture(samples, 0).rgb());
        assertNotEquals(
                id, read(image).list().get(0).source().id(), "other pixels, other training");
    }

    @Test
    void whatCannotBeUsedIsSaid() {
        ImagePlus image =
                image(
                        1,
                        new ImageRoi(0, 0, new ColorProcessor(40, 40)),
                        roi("a", 0, 0, 32, 32),
                        roi("a", 1, 0, 32, 32),
                        roi("b", 2, 0, 32, 32),
                        roi("b", 3, 0, 32, 32),
                        roi("b", 3, 0, 32, 31),
                        roi("b", 300, 0, 32, 32),
                        new Roi(0, 0, 50, 50));
        Samples samples = read(image);
        assertEquals(4, samples.list().size());
        assertEquals(3, samples.skipped().size(), samples.skipped().toString());
        assertEquals("plate, ROI 7: it lies outside of the image.", samples.skipped().get(0));
        assertEquals("plate, ROI 8: it has no name.", samples.skipped().get(1));
        assertTrue(samples.skipped().get(2).contains("ROI 6 (b): the image has 32 x 31 pixels"));
    }

    @Test
    void imagesWithoutClassesAreRefused() {
        ImagePlus none = new ImagePlus("none", new ByteProcessor(50, 50));
        String message = assertThrows(BadPicture.class, () -> read(none)).getMessage();
        assertTrue(message.contains("found no ROI with the name of a class"), message);
        ImagePlus one = image(1, roi("a", 0, 0, 40, 40), roi("a", 1, 0, 40, 40));
        assertTrue(
                assertThrows(BadPicture.class, () -> read(one)).getMessage().contains("one class"));
        ImagePlus few = image(1, roi("a", 0, 0, 40, 40), roi("A", 1, 0, 40, 40));
        assertTrue(
                assertThrows(BadPicture.class, () -> read(few))
                        .getMessage()
                        .contains("differ in upper and lower case"));
    }
}
