package sc.fiji.cam.image;

import ij.ImagePlus;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.cam.data.Picture;

/** Images as the network sees them: 8-bit RGB, as displayed. */
public final class Pictures {
    private Pictures() {}

    /**
     * The current slice of an image of any type, as displayed: display range, LUT, composite
     * channels. The image is not changed, and need not be shown.
     *
     * @throws sc.fiji.cam.data.BadPicture if it is null, empty or contains NaN
     */
    public static Picture of(ImagePlus image) {
        throw new UnsupportedOperationException();
    }

    /**
     * A 2-D image (shown gray between its extremes, 8-bit between 0 and 255), or a 3-D one whose
     * third axis holds R, G, B.
     */
    public static <T extends RealType<T>> Picture of(RandomAccessibleInterval<T> image) {
        throw new UnsupportedOperationException();
    }
}
