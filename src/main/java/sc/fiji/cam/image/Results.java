package sc.fiji.cam.image;

import ij.ImagePlus;
import java.nio.file.Path;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Planes;

/** Results as ImageJ images and files. */
public final class Results {
    private Results() {}

    /**
     * The signed map at the size of the image: 32 bit, logits, calibrated as the image, with the
     * provenance in its info.
     *
     * @param source the explained image: size, calibration, title
     * @param colours 256 colours {@code 0xRRGGBB} of the colour table
     */
    public static ImagePlus map(
            ImagePlus source,
            CamResult result,
            ClassMap map,
            CamSettings settings,
            java.util.List<Integer> colours) {
        throw new UnsupportedOperationException();
    }

    /** The grid itself as a 32-bit image: raw, signed, no bias, not resized, provenance in info. */
    public static ImagePlus raw(CamResult result, ClassMap map) {
        throw new UnsupportedOperationException();
    }

    /**
     * Replaces our own overlay of the image's current slice by a heatmap; other elements stay.
     *
     * @param heatmap coloured heatmap of the image's size
     * @param opacity its weight, 0 to 1
     */
    public static void overlay(
            ImagePlus image, Picture heatmap, double opacity, CamResult result, ClassMap map) {
        throw new UnsupportedOperationException();
    }

    /** Writes a picture as PNG, beside first, then renamed. */
    public static void savePng(Picture picture, Path file) {
        throw new UnsupportedOperationException();
    }

    /** Writes an image as TIFF, beside first, then renamed. */
    public static void saveTiff(ImagePlus image, Path file) {
        throw new UnsupportedOperationException();
    }

    /** Interpolated map at the size of the image, without ImageJ. */
    static Planes resampled(CamResult result, ClassMap map, int width, int height) {
        throw new UnsupportedOperationException();
    }
}
