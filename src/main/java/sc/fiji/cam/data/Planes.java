package sc.fiji.cam.data;

import java.util.Arrays;

/**
 * A stack of planes of 32-bit values: plane, row, column, in this order in one array. This is the
 * memory order of a PyTorch {@code C x H x W} tensor and of an ImgLib2 {@code ArrayImg} with
 * dimensions (width, height, count). The array is handed over, not copied.
 */
public final class Planes {
    private final int count;
    private final int height;
    private final int width;
    private final float[] values;

    /**
     * @param count number of planes, at least 1
     * @param height rows of a plane, at least 1
     * @param width columns of a plane, at least 1
     * @param values {@code count * height * width} values; owned by this object from now on
     * @throws IllegalArgumentException if the length does not fit
     */
    public Planes(int count, int height, int width, float[] values) {
        if (count < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(shape(count, height, width) + ", needs >= 1 each");
        }
        if ((long) count * height * width != values.length) {
            throw new IllegalArgumentException(
                    shape(count, height, width) + " does not hold " + values.length + " values");
        }
        this.count = count;
        this.height = height;
        this.width = width;
        this.values = values;
    }

    /** Number of planes. */
    public int count() {
        return count;
    }

    /** Rows of a plane. */
    public int height() {
        return height;
    }

    /** Columns of a plane. */
    public int width() {
        return width;
    }

    /** The values themselves, not a copy: plane, row, column. */
    public float[] values() {
        return values;
    }

    /** Value at plane {@code p}, row {@code y}, column {@code x}. */
    public float at(int p, int y, int x) {
        return values[(p * height + y) * width + x];
    }

    /**
     * Copies one plane.
     *
     * @param p index of the plane
     * @return that plane alone, {@code 1 x height x width}, newly allocated
     */
    public Planes plane(int p) {
        int area = height * width;
        return new Planes(1, height, width, Arrays.copyOfRange(values, p * area, (p + 1) * area));
    }

    /** Smallest value. */
    public float min() {
        float min = values[0];
        for (float v : values) min = Math.min(min, v);
        return min;
    }

    /** Largest value. */
    public float max() {
        float max = values[0];
        for (float v : values) max = Math.max(max, v);
        return max;
    }

    /** Largest absolute value. */
    public float maxAbs() {
        return Math.max(Math.abs(min()), Math.abs(max()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Planes that
                && count == that.count
                && height == that.height
                && width == that.width
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values) * 31 + Arrays.hashCode(new int[] {count, height, width});
    }

    @Override
    public String toString() {
        return "Planes " + shape(count, height, width);
    }

    private static String shape(int count, int height, int width) {
        return count + " x " + height + " x " + width;
    }
}
