package sc.fiji.cam.data;

import java.util.Arrays;
import java.util.List;

/**
 * Name and shape that a tensor must have.
 *
 * @param name canonical name
 * @param shape sizes of the axes
 */
public record TensorSpec(String name, List<Integer> shape) {
    /** A spec from plain sizes. */
    public static TensorSpec of(String name, int... shape) {
        return new TensorSpec(name, Arrays.stream(shape).boxed().toList());
    }

    /** The sizes as an array, newly allocated. */
    public int[] sizes() {
        return shape.stream().mapToInt(Integer::intValue).toArray();
    }
}
