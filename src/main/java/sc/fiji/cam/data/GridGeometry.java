package sc.fiji.cam.data;

/**
 * The grid of one run and where it lies. Cell i of the grid is centred at input pixel {@code 32 i +
 * off + own}; with {@link Registration#STRETCH} the grid is stretched over the input instead, and
 * off and own are not used for drawing.
 *
 * @param input the network's input
 * @param gridWidth columns of the grid
 * @param gridHeight rows of the grid
 * @param registration the rule used
 * @param off offset of the padding family, input pixels
 * @param own centre of the trained weights as used (0 unless {@link Registration#WEIGHTS}), input
 *     pixels
 * @param placement cells to pixels of the image
 * @param rim the rectangle between the outermost cell centres, pixels of the image; outside of it
 *     the values of the outermost cells are repeated
 */
public record GridGeometry(
        InputSize input,
        int gridWidth,
        int gridHeight,
        Registration registration,
        Point off,
        Point own,
        Placement placement,
        Rect rim) {

    /** Sides of a cell, 32 pixels of the input, in pixels of the image; for every registration. */
    public Point cell() {
        Point step = placement.step();
        if (registration != Registration.STRETCH) return step;
        return new Point(
                step.x() * AxisPlan.STEP * gridWidth / input.width(),
                step.y() * AxisPlan.STEP * gridHeight / input.height());
    }
}
