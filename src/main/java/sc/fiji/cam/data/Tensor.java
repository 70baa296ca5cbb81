package sc.fiji.cam.data;

import java.util.Arrays;

/**
 * One named array of weights in C order (last index fastest), as 32-bit values. The arrays are
 * handed over, not copied.
 */
public final class Tensor {
    private final String name;
    private final int[] shape;
    private final float[] values;

    /**
     * @param name the tensor's name
     * @param shape sizes of the axes; empty for a scalar
     * @param values as many values as the product of the sizes
     * @throws IllegalArgumentException if they are fewer or more
     */
    public Tensor(String name, int[] shape, float[] values) {
        long product = 1;
        for (int n : shape) product *= n;
        if (product != values.length) {
            throw new IllegalArgumentException(
                    name + " " + Arrays.toString(shape) + " does not hold " + values.length);
        }
        this.name = name;
        this.shape = shape;
        this.values = values;
    }

    /** The tensor's name. */
    public String name() {
        return name;
    }

    /** Sizes of the axes, not a copy. */
    public int[] shape() {
        return shape;
    }

    /** The values themselves, not a copy, in C order. */
    public float[] values() {
        return values;
    }

    /** The same values under another name; arrays are shared. */
    public Tensor named(String other) {
        return new Tensor(other, shape, values);
    }

    /** Whether the axes have exactly these sizes. */
    public boolean hasShape(int... sizes) {
        return Arrays.equals(shape, sizes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor that
                && name.equals(that.name)
                && Arrays.equals(shape, that.shape)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return name + " " + Arrays.toString(shape);
    }
}
