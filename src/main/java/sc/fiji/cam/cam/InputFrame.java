package sc.fiji.cam.cam;

import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.data.ChannelOrder;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.Interpolation;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.ResizeMode;
import sc.fiji.cam.data.Scaling;

/**
 * How an image becomes the network's input: it is resized, and a window of the input's size is laid
 * over the result. The same numbers lead back from the input to the image.
 *
 * @param imageWidth pixels
 * @param imageHeight pixels
 * @param resizedWidth pixels
 * @param resizedHeight pixels
 * @param left first column of the window in the resized image; negative: that many columns are
 *     padding
 * @param top first row of the window in the resized image; negative: that many rows are padding
 * @param size of the window, the network's input
 */
public record InputFrame(
        int imageWidth,
        int imageHeight,
        int resizedWidth,
        int resizedHeight,
        int left,
        int top,
        InputSize size) {

    /**
     * Lays out one image.
     *
     * <p>{@code stretch}: each axis to the input's. {@code crop}: the image is scaled until it just
     * covers {@code floor(w / crop) x floor(h / crop)} (for a square input: short side to {@code
     * floor(size / crop)}, long side truncated, as torchvision and timm do), then the centre is
     * taken, offsets rounded half to even. {@code fit}: the image is scaled until it just fits, the
     * rest is padded evenly, an odd pixel to the right or bottom.
     *
     * @param imageWidth pixels, at least 1
     * @param imageHeight pixels, at least 1
     * @param size of the network's input
     * @param mode how to get there
     * @param crop share of the resized side that is kept, above 0, at most 1; only for {@code crop}
     * @throws BadPicture if the resized image would be longer than 2^31 pixels
     */
    public static InputFrame of(
            int imageWidth, int imageHeight, InputSize size, ResizeMode mode, double crop) {
        int w = size.width();
        int h = size.height();
        int coverWidth = w;
        int coverHeight = h;
        if (mode == ResizeMode.CROP) {
            if (!(crop > 0 && crop <= 1)) throw new IllegalArgumentException("crop=" + crop);
            coverWidth = (int) Math.floor(w / crop);
            coverHeight = (int) Math.floor(h / crop);
        }
        boolean wide = (long) imageWidth * coverHeight >= (long) imageHeight * coverWidth;
        int width = coverWidth;
        int height = coverHeight;
        if (mode != ResizeMode.STRETCH) {
            // A wide image is tight in height when it covers, in width when it fits.
            boolean heightFirst = wide == (mode == ResizeMode.CROP);
            if (heightFirst) width = along(height, imageWidth, imageHeight);
            else height = along(width, imageHeight, imageWidth);
        }
        return new InputFrame(
                imageWidth,
                imageHeight,
                width,
                height,
                offset(width - w),
                offset(height - h),
                size);
    }

    private static int along(int side, int other, int tight) {
        long length = (long) side * other / tight;
        if (length < Integer.MAX_VALUE) return (int) Math.max(1, length);
        throw new BadPicture(
                "image",
                "resized as asked for, its long side would have " + length + " pixels",
                "Use resize=stretch, a larger crop, or a part of the image.");
    }

    private static int offset(int surplus) {
        return surplus < 0 ? -(-surplus / 2) : (int) Math.rint(surplus / 2.0);
    }

    /**
     * Resizes a picture and brings it to the network's scale and order of channels, in 32-bit
     * arithmetic. Padding is exactly 0, the mean colour.
     *
     * @param picture of this frame's image size; read only
     * @param filter of the resizing
     * @param scaling of the values
     * @param order of the channels
     * @return {@code 3 x h x w}, newly allocated
     */
    public Planes prepare(
            Picture picture, Interpolation filter, Scaling scaling, ChannelOrder order) {
        if (picture.width() != imageWidth || picture.height() != imageHeight) {
            throw new IllegalArgumentException(picture + " is not of the size of " + this);
        }
        int x = Math.max(0, -left);
        int y = Math.max(0, -top);
        Picture seen =
                Resampler.resize(
                        picture,
                        axis(imageWidth, resizedWidth, left, size.width(), filter),
                        axis(imageHeight, resizedHeight, top, size.height(), filter));
        float[] values = new float[3 * size.width() * size.height()];
        for (int c = 0; c < 3; c++) {
            float[] scale = scale(scaling.mean().get(c), scaling.std().get(c));
            int shift = order == ChannelOrder.RGB ? 16 - 8 * c : 8 * c;
            for (int row = 0; row < seen.height(); row++) {
                int to = ((c * size.height()) + y + row) * size.width() + x;
                int from = row * seen.width();
                for (int i = 0; i < seen.width(); i++) {
                    values[to + i] = scale[seen.rgb()[from + i] >> shift & 255];
                }
            }
        }
        return new Planes(3, size.height(), size.width(), values);
    }

    private static Resampler.Axis axis(
            int image, int resized, int offset, int window, Interpolation filter) {
        int first = Math.max(0, offset);
        return Resampler.Axis.of(image, resized, first, Math.min(window, resized - first), filter);
    }

    private static float[] scale(float mean, float std) {
        float[] scale = new float[256];
        for (int v = 0; v < 256; v++) scale[v] = (v / 255f - mean) / std;
        return scale;
    }

    /** Pixel column of the image that lies under a column of the input; pixel p is centred at p. */
    public double imageX(double inputX) {
        return (inputX + left + 0.5) * imageWidth / resizedWidth - 0.5;
    }

    /** Pixel row of the image that lies under a row of the input. */
    public double imageY(double inputY) {
        return (inputY + top + 0.5) * imageHeight / resizedHeight - 0.5;
    }
}
