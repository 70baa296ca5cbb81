package sc.fiji.cam.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ColorProcessor;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The heatmap over the image: where it belongs, and what a second run replaces. */
class OverlayTest {
    @TempDir Path folder;

    @Test
    void theOverlaySurvivesTiff() {
        ImagePlus image = Example.source();
        Results.overlay(image, Example.red(), 0.4, Example.MAP);
        Path file = folder.resolve("overlay.tif");
        Results.saveTiff(image, file);
        Overlay overlay = IJ.openImage(file.toString()).getOverlay();
        assertEquals(1, overlay.size());
        assertEquals("3", overlay.get(0).getProperty(Results.MARK));
        assertEquals(0.4, ((ImageRoi) overlay.get(0)).getOpacity(), 0.002);
        ColorProcessor stored = (ColorProcessor) ((ImageRoi) overlay.get(0)).getProcessor();
        assertEquals(0xff0000, stored.getPixel(50, 20) & 0xffffff);
    }

    @Test
    void aRerunReplacesOnlyOurs() {
        ImagePlus image = Example.source();
        Roi theirs = new Roi(1, 2, 3, 4);
        image.setOverlay(new Overlay(theirs));
        Results.overlay(image, Example.red(), 0.4, Example.MAP);
        Results.overlay(image, Example.red(), 0.7, Example.MAP);
        assertEquals(2, image.getOverlay().size());
        assertTrue(image.getOverlay().contains(theirs));
        assertEquals(0.7, ((ImageRoi) image.getOverlay().get(1)).getOpacity());
    }

    @Test
    void aRerunAfterReopeningReplacesOurs() {
        ImagePlus image = Example.source();
        Results.overlay(image, Example.red(), 0.4, Example.MAP);
        Path file = folder.resolve("again.tif");
        Results.saveTiff(image, file);
        ImagePlus opened = IJ.openImage(file.toString());
        Results.overlay(opened, Example.red(), 0.7, Example.MAP);
        assertEquals(1, opened.getOverlay().size());
    }

    @Test
    void inAStackItBelongsToItsSlice() {
        ImagePlus image = IJ.createImage("s", "8-bit black", Example.W, Example.H, 4);
        image.setSlice(2);
        Results.overlay(image, Example.red(), 1, Example.MAP);
        image.setSlice(3);
        Results.overlay(image, Example.red(), 1, Example.MAP);
        Results.overlay(image, Example.red(), 1, Example.MAP);
        assertEquals(2, image.getOverlay().size());
        for (int n = 1; n <= 4; n++) {
            image.setSlice(n);
            assertEquals(n == 2 || n == 3, isRed(image), "slice " + n);
        }
    }

    @Test
    void inAHyperstackItBelongsToItsPosition() {
        for (int mode : new int[] {CompositeImage.COMPOSITE, CompositeImage.GRAYSCALE}) {
            ImagePlus plain = IJ.createImage("h", "8-bit black", Example.W, Example.H, 12);
            plain.setDimensions(2, 3, 2);
            CompositeImage image = new CompositeImage(plain, mode);
            image.setOpenAsHyperStack(true);
            image.setPositionWithoutUpdate(2, 3, 1);
            Results.overlay(image, Example.red(), 1, Example.MAP);
            Results.overlay(image, Example.red(), 1, Example.MAP);
            assertEquals(1, image.getOverlay().size());
            Path file = folder.resolve("h.tif");
            Results.saveTiff(image, file);
            ImagePlus opened = IJ.openImage(file.toString());
            for (int n = 1; n <= 12; n++) {
                int[] czt = image.convertIndexToPosition(n);
                boolean ours = czt[1] == 3 && czt[2] == 1;
                if (mode == CompositeImage.GRAYSCALE) ours &= czt[0] == 2;
                for (ImagePlus one : new ImagePlus[] {image, opened}) {
                    one.setPositionWithoutUpdate(czt[0], czt[1], czt[2]);
                    assertEquals(ours, isRed(one), mode + " " + Arrays.toString(czt));
                }
            }
        }
    }

    private static boolean isRed(ImagePlus image) {
        return (image.flatten().getProcessor().getPixel(50, 20) & 0xffffff) == 0xff0000;
    }
}
