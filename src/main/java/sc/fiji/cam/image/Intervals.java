package sc.fiji.cam.image;

import java.util.Arrays;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.data.Picture;

/** ImgLib2 images as the network sees them; the scaling is described at {@link Pictures}. */
final class Intervals {
    private static final String ORIGIN = "Img";

    private Intervals() {}

    static <T extends RealType<T>> Picture picture(RandomAccessibleInterval<T> image) {
        long[] size = image.dimensionsAsLongArray();
        boolean colour = size.length == 3 && size[2] == 3;
        if (size.length != 2 && !colour) {
            throw new BadPicture(
                    ORIGIN,
                    "found dimensions "
                            + Arrays.toString(size)
                            + ", expected [width, height] or [width, height, 3]",
                    "Take a slice of it, for instance with Views.hyperSlice.");
        }
        double count = (double) size[0] * size[1] * (colour ? 3 : 1);
        if (count < 1 || count > Integer.MAX_VALUE - 8) {
            throw new BadPicture(
                    ORIGIN,
                    "found dimensions " + Arrays.toString(size) + ", expected 1 to 2^31 values",
                    "Take a part of it.");
        }
        double[] values = values(image, (int) count);
        int[] grey = scaled(values, image.getType());
        int area = grey.length / (colour ? 3 : 1);
        int[] rgb = new int[area];
        for (int i = 0; i < area; i++) {
            int g = colour ? grey[i + area] : grey[i];
            int b = colour ? grey[i + 2 * area] : grey[i];
            rgb[i] = grey[i] << 16 | g << 8 | b;
        }
        return new Picture(ORIGIN, (int) size[0], (int) size[1], rgb);
    }

    private static <T extends RealType<T>> double[] values(
            RandomAccessibleInterval<T> image, int count) {
        double[] values = new double[count];
        Cursor<T> cursor = Views.flatIterable(image).cursor();
        for (int i = 0; i < count; i++) {
            values[i] = cursor.next().getRealDouble();
            if (Double.isFinite(values[i])) continue;
            throw new BadPicture(
                    ORIGIN,
                    "found " + values[i] + ", expected numbers everywhere",
                    "Replace such values first.");
        }
        return values;
    }

    private static <T extends RealType<T>> int[] scaled(double[] values, T type) {
        double low = 0;
        double factor = 1;
        double largest = type.getMinValue() == 0 ? type.getMaxValue() : -1;
        if (largest != 255) {
            low = Arrays.stream(values).min().orElse(0);
            double span = Arrays.stream(values).max().orElse(0) - low;
            if (span == 0) factor = 0;
            else factor = largest == 65535 ? 256 / (span + 1) : 255 / span;
        }
        int[] grey = new int[values.length];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = Math.min(255, (int) ((values[i] - low) * factor + 0.5));
        }
        return grey;
    }
}
