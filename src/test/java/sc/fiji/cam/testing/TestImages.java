package sc.fiji.cam.testing;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.samples.Defect;
import sc.fiji.cam.samples.Micrograph;
import sc.fiji.cam.samples.View;

/**
 * Draws the pictures of {@code test-images/}, always the same. Run {@link #main} to write them
 * anew.
 */
public final class TestImages {
    private static final long SEED = 2026;
    private static final int EDGE = 256;

    /** Of a camera with 12 bits. */
    private static final int WHITE = 4095;

    private static final int SLICES = 7;
    private static final int FRAMES = 8;

    private TestImages() {}

    /** Writes all pictures into {@code test-images/}. */
    public static void main(String[] args) {
        all().forEach((name, image) -> save(image.get(), name));
    }

    private static void save(ImagePlus image, String name) {
        FileSaver saver = new FileSaver(image);
        String file = "test-images/" + name;
        boolean saved = name.endsWith(".png") ? saver.saveAsPng(file) : saver.saveAsTiff(file);
        if (!saved) throw new IllegalStateException(file + " was not saved");
    }

    /** The pictures by file name. */
    public static Map<String, Supplier<ImagePlus>> all() {
        Map<String, Supplier<ImagePlus>> all = new LinkedHashMap<>();
        all.put("surface.png", TestImages::surface);
        all.put("pores.tif", TestImages::pores);
        all.put("inclusions.png", TestImages::inclusions);
        all.put("focus.tif", TestImages::focus);
        all.put("crack-growth.tif", TestImages::crackGrowth);
        return all;
    }

    private static Planes light(int number, Defect defect, int size, View view) {
        return Micrograph.of(SEED, number, size, defect, view).light();
    }

    private static ImagePlus surface() {
        return new ImagePlus("surface", bytes(light(2, Defect.SCRATCH, 400, View.PLAIN)));
    }

    private static ByteProcessor bytes(Planes light) {
        ByteProcessor pixels = new ByteProcessor(light.width(), light.height());
        for (int i = 0; i < pixels.getPixelCount(); i++) {
            pixels.set(i, Math.round(255 * light.values()[i]));
        }
        return pixels;
    }

    private static ImagePlus pores() {
        Planes light = light(11, Defect.PORE, EDGE, View.PLAIN);
        ShortProcessor pixels = new ShortProcessor(EDGE, EDGE);
        for (int i = 0; i < pixels.getPixelCount(); i++) {
            pixels.set(i, Math.round(WHITE * light.values()[i]));
        }
        pixels.setMinAndMax(0, WHITE);
        return calibrated("pores", pixels);
    }

    private static ImagePlus calibrated(String title, ImageProcessor pixels) {
        return calibrated(new ImagePlus(title, pixels));
    }

    private static ImagePlus calibrated(ImagePlus image) {
        Calibration calibration = image.getCalibration();
        calibration.setUnit("micron");
        calibration.pixelWidth = 0.5;
        calibration.pixelHeight = 0.5;
        return image;
    }

    private static ImagePlus inclusions() {
        Planes light = light(17, Defect.INCLUSION, EDGE, View.PLAIN);
        ColorProcessor pixels = new ColorProcessor(EDGE, EDGE);
        for (int i = 0; i < pixels.getPixelCount(); i++) {
            int rgb = 0;
            for (int c = 0; c < 3; c++) {
                rgb = rgb << 8 | Math.round(255 * light.values()[c * EDGE * EDGE + i]);
            }
            pixels.set(i, rgb);
        }
        return new ImagePlus("inclusions", pixels);
    }

    /** In focus in the middle. */
    private static ImagePlus focus() {
        ImageStack stack = new ImageStack(EDGE, EDGE);
        for (int z = 0; z < SLICES; z++) {
            double off = 1.5 * Math.abs(z - SLICES / 2);
            stack.addSlice(bytes(light(28, Defect.PORE, EDGE, new View(off, 1, z))));
        }
        ImagePlus image = calibrated(new ImagePlus("focus", stack));
        image.setDimensions(1, SLICES, 1);
        image.getCalibration().pixelDepth = 2;
        return image;
    }

    private static ImagePlus crackGrowth() {
        ImageStack stack = new ImageStack(EDGE, EDGE);
        for (int t = 1; t <= FRAMES; t++) {
            View view = new View(0, (double) t / FRAMES, t);
            stack.addSlice(bytes(light(34, Defect.CRACK, EDGE, view)));
        }
        ImagePlus image = calibrated(new ImagePlus("crack-growth", stack));
        image.setDimensions(1, 1, FRAMES);
        image.getCalibration().frameInterval = 60;
        return image;
    }
}
