package sc.fiji.cam.data;

import java.util.Arrays;

/**
 * What the network is shown: 8-bit RGB, as displayed, row by row, each pixel {@code 0xRRGGBB} (the
 * upper 8 bits are ignored). The array is handed over, not copied.
 */
public final class Picture {
    private final String title;
    private final int width;
    private final int height;
    private final int[] rgb;

    /**
     * @param title name for messages
     * @param width pixels, at least 1
     * @param height pixels, at least 1
     * @param rgb {@code width * height} pixels; owned by this object from now on
     * @throws IllegalArgumentException if the length does not fit
     */
    public Picture(String title, int width, int height, int[] rgb) {
        if (width < 1 || height < 1 || (long) width * height != rgb.length) {
            throw new IllegalArgumentException(
                    width + " x " + height + " does not hold " + rgb.length + " pixels");
        }
        this.title = title;
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    /** Name for messages. */
    public String title() {
        return title;
    }

    /** Width in pixels. */
    public int width() {
        return width;
    }

    /** Height in pixels. */
    public int height() {
        return height;
    }

    /** The pixels themselves, not a copy: {@code 0xRRGGBB}, row by row. */
    public int[] rgb() {
        return rgb;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Picture that
                && width == that.width
                && height == that.height
                && Arrays.equals(rgb, that.rgb);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rgb) * 31 + width;
    }

    @Override
    public String toString() {
        return title + " (" + width + " x " + height + " RGB)";
    }
}
