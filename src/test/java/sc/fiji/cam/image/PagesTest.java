package sc.fiji.cam.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagesTest {
    /** Every plane has its own gray value: 10 times its number in the stack, from 1. */
    private static ImagePlus hyperstack(int channels, int slices, int frames) {
        ImageStack stack = new ImageStack(3, 2);
        for (int i = 1; i <= channels * slices * frames; i++) {
            ByteProcessor plane = new ByteProcessor(3, 2);
            plane.add(10 * i);
            stack.addSlice(plane);
        }
        ImagePlus image = new ImagePlus("stack", stack);
        image.setDimensions(channels, slices, frames);
        return image;
    }

    private static List<Integer> grays(Pages pages) {
        List<Integer> grays = new ArrayList<>();
        for (int p = 1; p <= pages.count(); p++) {
            grays.add(pages.image(p).getProcessor().get(0, 0));
        }
        return grays;
    }

    @Test
    void aSingleImageIsOnePage() {
        assertEquals(1, Pages.of(new ImagePlus("rgb", new ColorProcessor(3, 2))).count());
        assertEquals(List.of(10), grays(Pages.of(hyperstack(1, 1, 1))));
    }

    @Test
    void everySliceAndFrameIsAPageInTheOrderOfTheStack() {
        assertEquals(List.of(10, 20, 30, 40, 50, 60), grays(Pages.of(hyperstack(1, 3, 2))));
    }

    @Test
    void theChannelsOfACompositeAreOnePicture() {
        CompositeImage image = new CompositeImage(hyperstack(2, 3, 1), IJ.COMPOSITE);
        for (int c = 1; c <= 2; c++) {
            image.setPosition(c, 1, 1);
            image.setDisplayRange(0, 255);
        }
        Pages pages = Pages.of(image);
        assertEquals(3, pages.count());
        // Channel 1 is red, channel 2 green: both are in the picture of every slice.
        assertEquals(0x0a1400, pages.picture(1).rgb()[0] & 0xffffff);
        assertEquals(0x323c00, pages.picture(3).rgb()[0] & 0xffffff);
    }

    @Test
    void channelsThatAreNotMixedArePagesToo() {
        assertEquals(List.of(10, 20, 30, 40), grays(Pages.of(hyperstack(2, 2, 1))));
        CompositeImage gray = new CompositeImage(hyperstack(2, 2, 1), IJ.GRAYSCALE);
        assertEquals(List.of(10, 20, 30, 40), grays(Pages.of(gray)));
    }
}
