package sc.fiji.cam.data;

/**
 * A pair along the two axes, x first.
 *
 * @param x along the width
 * @param y along the height
 */
public record Point(double x, double y) {
    /** Nothing along either axis. */
    public static final Point ZERO = new Point(0, 0);
}
