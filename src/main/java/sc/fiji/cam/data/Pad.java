package sc.fiji.cam.data;

/**
 * Zeros added to one axis of a layer's input.
 *
 * @param before at the top or left, pixels of that layer's input
 * @param after at the bottom or right
 */
public record Pad(int before, int after) {
    /** Whether both sides get the same. */
    public boolean isSymmetric() {
        return before == after;
    }
}
