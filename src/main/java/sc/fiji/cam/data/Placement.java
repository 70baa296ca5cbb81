package sc.fiji.cam.data;

/**
 * Where the cells of a grid lie in the image: cell (i, j) is centred at pixel {@code (origin.x +
 * step.x * i, origin.y + step.y * j)}. Pixel p is centred at coordinate p.
 *
 * @param origin centre of cell (0, 0), pixels of the image
 * @param step from one cell to the next, pixels of the image, positive
 */
public record Placement(Point origin, Point step) {
    /** Column of the grid, with fraction, at a pixel column of the image. */
    public double column(double x) {
        return (x - origin.x()) / step.x();
    }

    /** Row of the grid, with fraction, at a pixel row of the image. */
    public double row(double y) {
        return (y - origin.y()) / step.y();
    }

    /** Pixel column on which a column of the grid is centred. */
    public double x(double column) {
        return origin.x() + step.x() * column;
    }

    /** Pixel row on which a row of the grid is centred. */
    public double y(double row) {
        return origin.y() + step.y() * row;
    }
}
