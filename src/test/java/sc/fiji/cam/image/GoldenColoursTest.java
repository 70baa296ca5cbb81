package sc.fiji.cam.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.cam.cam.Heatmap;
import sc.fiji.cam.cam.MapResampler;
import sc.fiji.cam.data.Display;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Placement;
import sc.fiji.cam.render.Blend;
import sc.fiji.cam.render.Lut;
import sc.fiji.cam.render.Luts;

/** From a known map to the colours in the file and on the screen. */
class GoldenColoursTest {
    private static final double OPACITY = 0.4;

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "8-bit, false, jet, POSITIVE",
        "8-bit, true, viridis, POSITIVE",
        "16-bit, false, jet, POSITIVE",
        "16-bit, true, bluewhitered, SIGNED",
        "RGB, false, jet, POSITIVE",
        "RGB, true, fire, SIGNED"
    })
    void pngAndOverlayShowTheMap(String type, boolean calibrated, String name, Display display)
            throws IOException {
        ImagePlus image = image(type, calibrated);
        Lut lut = Luts.find(name);
        Picture picture = Pictures.of(image);
        Placement at = Example.RESULT.geometry().placement();
        Picture colours =
                Blend.colour(
                        MapResampler.resample(
                                Heatmap.of(Example.GRID, display, Optional.empty()),
                                at,
                                Example.W,
                                Example.H),
                        lut);
        Path file = folder.resolve("overlay.png");
        Results.savePng(Blend.over(picture, colours, OPACITY), file);
        Results.overlay(image, colours, OPACITY, Example.MAP);

        int[] expected = expected(picture, lut, display, 0);
        assertEquals(0, largest(expected, png(file)));
        assertTrue(largest(expected, flattened(image)) <= 1, "ImageJ's drawing");

        int[] shifted = expected(picture, lut, display, 1);
        assertTrue(largest(shifted, png(file)) > 2, "blind to a shift of the map by a pixel");
    }

    /** By the definitions, in double precision, without any of the classes under test. */
    private static int[] expected(Picture picture, Lut lut, Display display, int shift) {
        int[] rgb = new int[Example.W * Example.H];
        for (int i = 0; i < rgb.length; i++) {
            double v = heat(display, i % Example.W + shift, i / Example.W);
            int colour = lut.colours().get((int) (float) (255 * v));
            for (int s = 16; s >= 0; s -= 8) {
                double below = picture.rgb()[i] >> s & 255;
                double above = colour >> s & 255;
                rgb[i] |= (int) Math.floor((1 - OPACITY) * below + OPACITY * above + 0.5) << s;
            }
        }
        return rgb;
    }

    private static double heat(Display display, int x, int y) {
        double u = Math.max(0, Math.min(2, (x - 11) / 32.0));
        double v = Math.max(0, Math.min(1, (y - 3) / 32.0));
        int i = Math.min(1, (int) u);
        double top = (1 - u + i) * cell(display, i) + (u - i) * cell(display, i + 1);
        double bottom = (1 - u + i) * cell(display, i + 3) + (u - i) * cell(display, i + 4);
        return (1 - v) * top + v * bottom;
    }

    private static double cell(Display display, int i) {
        double x = Example.GRID.values()[i];
        return display == Display.POSITIVE ? Math.max(0, x) / 8 : (x + 8) / 16;
    }

    private static int largest(int[] a, int[] b) {
        int largest = 0;
        for (int i = 0; i < a.length; i++) {
            for (int s = 16; s >= 0; s -= 8) {
                largest = Math.max(largest, Math.abs((a[i] >> s & 255) - (b[i] >> s & 255)));
            }
        }
        return largest;
    }

    private static int[] png(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(Example.W, image.getWidth());
        return image.getRGB(0, 0, Example.W, Example.H, null, 0, Example.W);
    }

    private static int[] flattened(ImagePlus image) {
        return (int[]) image.flatten().getProcessor().getPixels();
    }

    private static ImagePlus image(String type, boolean calibrated) {
        ImagePlus image = new ImagePlus("image", pixels(type));
        if (type.equals("16-bit")) image.setDisplayRange(2000, 40000);
        if (calibrated) {
            Calibration cal = new Calibration();
            cal.pixelWidth = cal.pixelHeight = 0.25;
            cal.setUnit("um");
            cal.xOrigin = 7;
            if (!type.equals("RGB")) {
                cal.setFunction(Calibration.STRAIGHT_LINE, new double[] {3, -2}, "OD");
            }
            image.setCalibration(cal);
        }
        return image;
    }

    private static ImageProcessor pixels(String type) {
        Random random = new Random(8);
        ImageProcessor ip =
                type.equals("8-bit")
                        ? new ByteProcessor(Example.W, Example.H)
                        : type.equals("16-bit")
                                ? new ShortProcessor(Example.W, Example.H)
                                : new ColorProcessor(Example.W, Example.H);
        for (int i = 0; i < Example.W * Example.H; i++) {
            ip.set(i, random.nextInt(type.equals("8-bit") ? 256 : 60000));
        }
        return ip;
    }
}
