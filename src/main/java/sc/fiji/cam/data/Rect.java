package sc.fiji.cam.data;

/**
 * A rectangle in pixels; pixel p is centred at coordinate p.
 *
 * @param x left
 * @param y top
 * @param width may be 0
 * @param height may be 0
 */
public record Rect(double x, double y, double width, double height) {}
