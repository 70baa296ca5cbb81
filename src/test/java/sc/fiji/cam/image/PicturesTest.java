package sc.fiji.cam.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.plugin.LutLoader;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.awt.Color;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.cam.data.BadPicture;

class PicturesTest {
    private static final int W = 37;
    private static final int H = 23;

    /** Images of every kind; each call makes an equal new one. */
    private static final Map<String, Supplier<ImagePlus>> KINDS = new TreeMap<>();

    static {
        KINDS.put("8-bit", () -> image(bytes(1)));
        KINDS.put("8-bit, range", () -> ranged(image(bytes(1)), 40, 99));
        KINDS.put("8-bit, inverted", () -> inverted(image(bytes(2))));
        KINDS.put("8-bit, fire, range", () -> ranged(fire(image(bytes(2))), 13, 200));
        KINDS.put("8-bit, calibrated", () -> calibrated(image(bytes(3))));
        KINDS.put("16-bit", () -> image(shorts(1)));
        KINDS.put("16-bit, range", () -> ranged(image(shorts(1)), 1000, 20000));
        KINDS.put("16-bit, fire", () -> fire(ranged(image(shorts(4)), 7, 60000)));
        KINDS.put("16-bit, inverted", () -> inverted(image(shorts(4))));
        KINDS.put("16-bit, calibrated", () -> calibrated(image(shorts(5))));
        KINDS.put("32-bit", () -> image(floats(1)));
        KINDS.put("32-bit, fire, range", () -> ranged(fire(image(floats(1))), -1, 0.5));
        KINDS.put("RGB", () -> image(colours(1)));
        KINDS.put("stack", () -> at(stack(1, 5, 1), 1, 3, 1));
        KINDS.put("composite", () -> composite(CompositeImage.COMPOSITE, 3, 1, 1));
        KINDS.put("color", () -> composite(CompositeImage.COLOR, 3, 1, 1));
        KINDS.put("color, channel 2", () -> at(composite(CompositeImage.COLOR, 3, 2, 2), 2, 1, 2));
        KINDS.put("grayscale", () -> at(composite(CompositeImage.GRAYSCALE, 3, 1, 1), 3, 1, 1));
        KINDS.put("hyperstack", () -> at(composite(CompositeImage.COMPOSITE, 2, 3, 2), 2, 3, 2));
        KINDS.put("one channel off", () -> active(composite(CompositeImage.COMPOSITE, 3, 1, 1)));
        KINDS.put("maximum", () -> projected("Max"));
        KINDS.put("inverted composite", () -> projected("Invert"));
    }

    static Iterable<String> kinds() {
        return KINDS.keySet();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isWhatImageJDraws(String kind) {
        assertArrayEquals(drawn(KINDS.get(kind).get()), seen(KINDS.get(kind).get()));
    }

    @Test
    void theKindsDiffer() {
        int[] plain = drawn(KINDS.get("8-bit").get());
        assertNotEquals(0, different(plain, seen(KINDS.get("8-bit, range").get())));
        int[] all = drawn(KINDS.get("composite").get());
        for (String kind : new String[] {"one channel off", "maximum", "color"}) {
            int different = different(all, seen(KINDS.get(kind).get()));
            assertTrue(different > W * H / 4, kind + " " + different);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void nothingChanges(String kind) {
        ImagePlus image = KINDS.get(kind).get();
        image.setRoi(new Roi(3, 4, 5, 6));
        image.changes = false;
        String before = state(image);
        Pictures.of(image);
        assertEquals(before, state(image));
    }

    /** What a user could notice. */
    private static String state(ImagePlus image) {
        StringBuilder state = new StringBuilder();
        ImageProcessor ip = image.getProcessor();
        state.append(ip.getMin()).append(' ').append(ip.getMax()).append(' ');
        state.append(Arrays.toString(ip.getLut() == null ? null : ip.getLut().getBytes()));
        state.append(image.getDisplayRangeMin()).append(' ').append(image.getDisplayRangeMax());
        state.append(image.getCurrentSlice()).append(' ').append(image.getC()).append(' ');
        state.append(image.changes).append(image.getRoi()).append(image.getOverlay());
        if (image instanceof CompositeImage composite) {
            state.append(composite.getMode());
            state.append(Arrays.toString(composite.getActiveChannels()));
            for (LUT lut : composite.getLuts()) {
                state.append(lut.min).append(' ').append(lut.max);
                state.append(Arrays.hashCode(lut.getBytes()));
            }
        }
        for (int n = 1; n <= image.getStackSize(); n++) {
            Object pixels = image.getStack().getPixels(n);
            state.append(Arrays.deepHashCode(new Object[] {pixels}));
        }
        return state.toString();
    }

    @Test
    void thresholdColoursAreNotPartOfThePicture() {
        for (String kind : new String[] {"8-bit", "16-bit", "32-bit"}) {
            int[] plain = seen(KINDS.get(kind).get());
            ImagePlus image = KINDS.get(kind).get();
            ImageProcessor ip = image.getProcessor();
            double middle = (ip.getMin() + ip.getMax()) / 2;
            ip.setThreshold(middle, ip.getMax(), ImageProcessor.RED_LUT);
            assertTrue(different(plain, drawn(image)) > W * H / 4, "blind");
            assertArrayEquals(plain, seen(image));
        }
    }

    @Test
    void theOverlayIsNotPartOfThePicture() {
        ImagePlus image = KINDS.get("RGB").get();
        int[] plain = seen(image);
        image.setOverlay(new Roi(0, 0, 20, 20), Color.red, 5, Color.red);
        assertArrayEquals(plain, seen(image));
    }

    @Test
    void refusesNoImageAndEmptyImages() {
        assertTrue(refusal(null).contains("Open an image"));
        assertTrue(refusal(new ImagePlus()).contains("no pixels"));
    }

    @Test
    void refusesNaNAndInfinity() {
        for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            ImagePlus image = image(floats(1));
            image.getProcessor().setf(5, 6, bad);
            String message = refusal(image);
            assertTrue(message.contains("found " + bad + " at pixel 5, 6"), message);
            assertTrue(message.contains("black"), message);
        }
    }

    @Test
    void refusesNaNOnlyInChannelsThatAreShown() {
        ImageStack stack = new ImageStack(W, H);
        for (int c = 1; c <= 2; c++) stack.addSlice(floats(c));
        ImagePlus plain = new ImagePlus("two", stack);
        plain.setDimensions(2, 1, 1);
        CompositeImage image = new CompositeImage(plain, CompositeImage.COMPOSITE);
        image.getStack().getProcessor(2).setf(0, 0, Float.NaN);
        assertTrue(refusal(image).contains("NaN"));
        image.getActiveChannels()[1] = false;
        Pictures.of(image);
    }

    private static String refusal(ImagePlus image) {
        return assertThrows(BadPicture.class, () -> Pictures.of(image)).getMessage();
    }

    private static int[] seen(ImagePlus image) {
        return Pictures.of(image).rgb();
    }

    /** ImageJ's own drawing. */
    private static int[] drawn(ImagePlus image) {
        int[] rgb = (int[]) new ColorProcessor(image.getImage()).getPixels();
        for (int i = 0; i < rgb.length; i++) rgb[i] &= 0xffffff;
        return rgb;
    }

    private static int different(int[] a, int[] b) {
        int count = 0;
        for (int i = 0; i < a.length; i++) if (a[i] != b[i]) count++;
        return count;
    }

    private static ImagePlus image(ImageProcessor ip) {
        return new ImagePlus("test", ip);
    }

    private static ImagePlus ranged(ImagePlus image, double min, double max) {
        image.setDisplayRange(min, max);
        return image;
    }

    private static ImagePlus fire(ImagePlus image) {
        image.getProcessor().setColorModel(LutLoader.getLut("fire"));
        return image;
    }

    private static ImagePlus inverted(ImagePlus image) {
        image.getProcessor().invertLut();
        return image;
    }

    private static ImagePlus calibrated(ImagePlus image) {
        Calibration cal = new Calibration();
        cal.setFunction(Calibration.STRAIGHT_LINE, new double[] {-5, 0.25}, "OD");
        cal.pixelWidth = 0.3;
        image.setCalibration(cal);
        return image;
    }

    private static ImagePlus stack(int c, int z, int t) {
        ImageStack stack = new ImageStack(W, H);
        for (int i = 0; i < c * z * t; i++) stack.addSlice(shorts(i));
        ImagePlus image = new ImagePlus("stack", stack);
        image.setDimensions(c, z, t);
        return image;
    }

    private static CompositeImage composite(int mode, int c, int z, int t) {
        CompositeImage image = new CompositeImage(stack(c, z, t), mode);
        LUT[] luts = image.getLuts();
        luts[1] = LUT.createLutFromColor(Color.yellow);
        for (int i = 0; i < c; i++) {
            luts[i].min = 1000 * i;
            luts[i].max = 30000 + 9000 * i;
        }
        image.setLuts(luts);
        if (c * z * t > c) image.setOpenAsHyperStack(true);
        return image;
    }

    private static ImagePlus at(ImagePlus image, int c, int z, int t) {
        image.setPositionWithoutUpdate(c, z, t);
        return image;
    }

    private static ImagePlus active(CompositeImage image) {
        image.getActiveChannels()[1] = false;
        return image;
    }

    private static ImagePlus projected(String how) {
        CompositeImage image = composite(CompositeImage.COMPOSITE, 3, 1, 1);
        image.setProp("CompositeProjection", how);
        return image;
    }

    private static ImageProcessor bytes(int seed) {
        byte[] pixels = new byte[W * H];
        new Random(seed).nextBytes(pixels);
        return new ByteProcessor(W, H, pixels);
    }

    private static ImageProcessor shorts(int seed) {
        Random random = new Random(seed);
        ShortProcessor ip = new ShortProcessor(W, H);
        for (int i = 0; i < W * H; i++) ip.set(i, random.nextInt(50000));
        ip.resetMinAndMax();
        return ip;
    }

    private static ImageProcessor floats(int seed) {
        Random random = new Random(seed);
        FloatProcessor ip = new FloatProcessor(W, H);
        for (int i = 0; i < W * H; i++) ip.setf(i, (float) random.nextGaussian());
        ip.resetMinAndMax();
        return ip;
    }

    private static ImageProcessor colours(int seed) {
        return new ColorProcessor(W, H, new Random(seed).ints(W * H).toArray());
    }
}
