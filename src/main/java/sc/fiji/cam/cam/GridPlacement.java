package sc.fiji.cam.cam;

import sc.fiji.cam.data.AxisPlan;
import sc.fiji.cam.data.GridGeometry;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.Placement;
import sc.fiji.cam.data.Point;
import sc.fiji.cam.data.Rect;
import sc.fiji.cam.data.Registration;

/**
 * Where the cells of a grid lie: first in the network's input, then, by the affine map that brought
 * the image there, in the image. See {@code docs/geometry.md}.
 */
public final class GridPlacement {
    private GridPlacement() {}

    /**
     * Places a grid.
     *
     * @param frame how the image became the input
     * @param rows the input's rows on their way through the network
     * @param columns the same for its columns
     * @param registration the rule
     * @param own centre of the trained weights, input pixels; used by {@link Registration#WEIGHTS}
     */
    public static GridGeometry of(
            InputFrame frame,
            AxisPlan rows,
            AxisPlan columns,
            Registration registration,
            Point own) {
        Point used = registration == Registration.WEIGHTS ? own : Point.ZERO;
        Axis x = axis(columns, registration, used.x());
        Axis y = axis(rows, registration, used.y());
        Placement placement =
                new Placement(
                        new Point(frame.imageX(x.first), frame.imageY(y.first)),
                        new Point(
                                frame.imageX(x.first + x.step) - frame.imageX(x.first),
                                frame.imageY(y.first + y.step) - frame.imageY(y.first)));
        return new GridGeometry(
                new InputSize(columns.sizes().get(0), rows.sizes().get(0)),
                columns.grid(),
                rows.grid(),
                registration,
                new Point(columns.offset(), rows.offset()),
                used,
                placement,
                rim(placement, columns.grid(), rows.grid()));
    }

    /** Centre of cell 0 and distance of centres, input pixels. */
    private record Axis(double first, double step) {}

    private static Axis axis(AxisPlan plan, Registration registration, double own) {
        if (registration == Registration.STRETCH) {
            // The half-pixel rule of image resizers: cell i covers n / g pixels.
            double step = (double) plan.sizes().get(0) / plan.grid();
            return new Axis(0.5 * step - 0.5, step);
        }
        return new Axis(plan.offset() + own, AxisPlan.STEP);
    }

    private static Rect rim(Placement placement, int columns, int rows) {
        return new Rect(
                placement.origin().x(),
                placement.origin().y(),
                placement.step().x() * (columns - 1),
                placement.step().y() * (rows - 1));
    }
}
