package sc.fiji.cam.samples;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.cam.data.Point;

/**
 * The closed outline of a particle or hole, star-shaped around its centre.
 *
 * @param centre units
 * @param corners in the order of their angles, units
 */
record Outline(Point centre, List<Point> corners) {
    private static final int SMOOTH = 40;

    /** A circle with a few slow waves. */
    static Outline round(Draws draws, Point centre, double radius) {
        double[] wave = new double[5];
        double[] phase = new double[5];
        for (int k = 2; k < 5; k++) {
            wave[k] = draws.range(0, 0.3) / k;
            phase[k] = draws.angle();
        }
        List<Point> corners = new ArrayList<>();
        for (int i = 0; i < SMOOTH; i++) {
            double angle = 2 * StrictMath.PI * i / SMOOTH;
            double r = 1;
            for (int k = 2; k < 5; k++) r += wave[k] * StrictMath.cos(k * angle + phase[k]);
            corners.add(at(centre, radius * r, angle));
        }
        return new Outline(centre, corners);
    }

    /** Four to seven sharp corners. */
    static Outline angular(Draws draws, Point centre, double radius) {
        int count = draws.whole(4, 7);
        double start = draws.angle();
        List<Point> corners = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double angle = start + 2 * StrictMath.PI * (i + draws.range(-0.25, 0.25)) / count;
            corners.add(at(centre, radius * draws.range(0.8, 1.15), angle));
        }
        return new Outline(centre, corners);
    }

    private static Point at(Point centre, double radius, double angle) {
        return new Point(
                centre.x() + radius * StrictMath.cos(angle),
                centre.y() + radius * StrictMath.sin(angle));
    }

    /** The same outline drawn out in a direction and thinned across, equal in area. */
    Outline stretched(double factor, double angle) {
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double along = Math.sqrt(factor);
        List<Point> changed = new ArrayList<>();
        for (Point p : corners) {
            double dx = p.x() - centre.x();
            double dy = p.y() - centre.y();
            double u = (dx * cos + dy * sin) * along;
            double v = (dy * cos - dx * sin) / along;
            changed.add(new Point(centre.x() + u * cos - v * sin, centre.y() + u * sin + v * cos));
        }
        return new Outline(centre, changed);
    }

    /** Distance of a place from the outline, units, negative inside. */
    double distance(double x, double y) {
        double nearest = Double.MAX_VALUE;
        boolean inside = false;
        for (int i = 0; i < corners.size(); i++) {
            Point a = corners.get(i);
            Point b = corners.get((i + 1) % corners.size());
            double dx = b.x() - a.x();
            double dy = b.y() - a.y();
            double t = ((x - a.x()) * dx + (y - a.y()) * dy) / (dx * dx + dy * dy);
            t = Math.max(0, Math.min(1, t));
            double ox = x - a.x() - t * dx;
            double oy = y - a.y() - t * dy;
            nearest = Math.min(nearest, ox * ox + oy * oy);
            boolean crosses = a.y() > y != b.y() > y;
            if (crosses && x < a.x() + (y - a.y()) * dx / dy) inside = !inside;
        }
        return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest);
    }
}
