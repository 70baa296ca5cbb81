package sc.fiji.cam.image;

import ij.ImagePlus;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.data.Picture;

/** Images as the network sees them: 8-bit RGB, as displayed. */
public final class Pictures {
    private Pictures() {}

    /**
     * The current slice of an image of any type, as displayed: display range, LUT, composite
     * channels. Overlays, selections and the colours of a threshold are not part of it. The image
     * is not changed, and need not be shown.
     *
     * @param image may be null, as ImageJ says it when no image is open
     * @throws BadPicture if it is null, empty or contains NaN or infinite pixels
     */
    public static Picture of(@Nullable ImagePlus image) {
        if (image == null) {
            throw new BadPicture("image", "there is none", "Open an image first.");
        }
        if (image.getWidth() == 0 || image.getHeight() == 0 || image.getProcessor() == null) {
            throw new BadPicture(title(image), "the image has no pixels", "Give another image.");
        }
        int[] rgb = Displayed.pixels(image);
        return new Picture(title(image), image.getWidth(), image.getHeight(), rgb);
    }

    private static String title(ImagePlus image) {
        return image.getTitle().isEmpty() ? "image" : image.getTitle();
    }

    /**
     * A 2-D image, shown gray, or a 3-D one whose third axis has 3 positions, shown as R, G, B. Its
     * interval may begin anywhere; the picture begins at its minimum.
     *
     * <p>Scaling of a value v, with low and high the smallest and largest value of the whole
     * interval (of all three channels together): 8-bit unsigned: v itself. 16-bit unsigned: {@code
     * min(255, (int) ((v - low) * 256 / (high - low + 1) + 0.5))}, as ImageJ displays 16-bit
     * images. All others: {@code (int) ((v - low) * 255 / (high - low) + 0.5)}, as ImageJ displays
     * 32-bit images. An image of one value is black.
     *
     * @throws BadPicture if it has other dimensions, is empty, too large, or contains NaN or
     *     infinite values
     */
    public static <T extends RealType<T>> Picture of(RandomAccessibleInterval<T> image) {
        return Intervals.picture(image);
    }
}
