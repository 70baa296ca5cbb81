package sc.fiji.cam.image;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.awt.image.ColorModel;
import sc.fiji.cam.data.BadPicture;

/** Renders what ImageJ shows of an image, on copies, with ImageJ's own arithmetic. */
final class Displayed {
    private static final String COMPOSITE_PROJECTION = "CompositeProjection";

    private Displayed() {}

    /** The current slice: {@code 0xRRGGBB}, row by row, newly allocated. */
    static int[] pixels(ImagePlus image) {
        if (image instanceof CompositeImage composite) {
            boolean merged = composite.getMode() == CompositeImage.COMPOSITE;
            if (merged && composite.getNChannels() > 1) return merged(composite);
            return rendered(image, oneChannel(composite));
        }
        return rendered(image, image.getProcessor().duplicate());
    }

    /** A copy of the current channel, with the colours and the range it is shown in. */
    private static ImageProcessor oneChannel(CompositeImage image) {
        ImageProcessor copy = image.getProcessor().duplicate();
        if (copy instanceof ColorProcessor) return copy;
        LUT lut = image.getLuts()[image.getChannel() - 1];
        double min = copy.getMin();
        double max = copy.getMax();
        if (image.getMode() == CompositeImage.COLOR) copy.setLut(lut);
        // In a window the processor's range counts; without one ImageJ has not applied the LUT's
        // yet.
        boolean applied = image.getWindow() != null || lut.min == 0 && lut.max == 0;
        copy.setMinAndMax(applied ? min : lut.min, applied ? max : lut.max);
        return copy;
    }

    private static int[] rendered(ImagePlus image, ImageProcessor copy) {
        if (copy instanceof ColorProcessor && copy.getNChannels() == 3) {
            int[] rgb = (int[]) copy.getPixels();
            for (int i = 0; i < rgb.length; i++) rgb[i] &= 0xffffff;
            return rgb;
        }
        refuseNaN(image, copy);
        ByteProcessor shown = (ByteProcessor) copy.convertToByte(true);
        ColorModel colours = shown.getCurrentColorModel();
        int[] table = new int[256];
        for (int v = 0; v < 256; v++) table[v] = colours.getRGB(v) & 0xffffff;
        byte[] pixels = (byte[]) shown.getPixels();
        int[] rgb = new int[pixels.length];
        for (int i = 0; i < rgb.length; i++) rgb[i] = table[pixels[i] & 255];
        return rgb;
    }

    /** All active channels added up: a composite image of this position alone does it. */
    private static int[] merged(CompositeImage image) {
        int channels = image.getNChannels();
        int first = image.getStackIndex(1, image.getSlice(), image.getFrame());
        boolean[] active = image.getActiveChannels();
        ImageStack stack = new ImageStack(image.getWidth(), image.getHeight());
        for (int c = 0; c < channels; c++) {
            ImageProcessor copy = image.getStack().getProcessor(first + c).duplicate();
            if (active[c]) refuseNaN(image, copy);
            stack.addSlice(copy);
        }
        ImagePlus position = new ImagePlus("", stack);
        position.setDimensions(channels, 1, 1);
        CompositeImage copy = new CompositeImage(position, CompositeImage.COMPOSITE);
        LUT[] luts = image.getLuts();
        int current = image.getChannel() - 1;
        if (image.getWindow() != null) {
            luts[current].min = image.getProcessor().getMin();
            luts[current].max = image.getProcessor().getMax();
        }
        copy.setLuts(luts);
        System.arraycopy(active, 0, copy.getActiveChannels(), 0, active.length);
        copy.setProp(COMPOSITE_PROJECTION, image.getProp(COMPOSITE_PROJECTION));
        int[] rgb = (int[]) new ColorProcessor(copy.getBufferedImage()).getPixels();
        for (int i = 0; i < rgb.length; i++) rgb[i] &= 0xffffff;
        return rgb;
    }

    private static void refuseNaN(ImagePlus image, ImageProcessor pixels) {
        if (!(pixels instanceof FloatProcessor)) return;
        float[] values = (float[]) pixels.getPixels();
        for (int i = 0; i < values.length; i++) {
            if (Float.isFinite(values[i])) continue;
            String where = i % pixels.getWidth() + ", " + i / pixels.getWidth();
            throw new BadPicture(
                    image.getTitle(),
                    "found " + values[i] + " at pixel " + where + ", expected numbers everywhere",
                    "ImageJ shows NaN black and the network would take that for a dark object:"
                            + " replace such pixels (Process > Math > NaN Background..., or a"
                            + " Macro... that sets a value), or crop them away.");
        }
    }
}
