package sc.fiji.cam.samples;

import java.util.Arrays;
import java.util.List;
import sc.fiji.cam.data.Point;

/**
 * What a picture is drawn on: the share of light that each pixel of the surface returns, and the
 * share of each pixel that the defect covers. Lengths are in units of 1/300 of the edge, so the
 * same scene can be drawn at any size.
 */
final class Canvas {
    /** Units along an edge. */
    static final double EDGE = 300;

    /** How far the middle of a defect stays away from the edges, units. */
    private static final double BORDER = 18;

    private static final double NOWHERE = 1e9;

    private final int size;
    private final double[] light;
    private final double[] cover;

    /** A black canvas without defect; {@code size} pixels each way. */
    Canvas(int size) {
        this.size = size;
        this.light = new double[size * size];
        this.cover = new double[size * size];
    }

    /** Pixels each way. */
    int size() {
        return size;
    }

    /** Pixels per unit. */
    double unit() {
        return size / EDGE;
    }

    /** The light itself, row by row, 0 to 1. */
    double[] light() {
        return light;
    }

    /** The defect's share of every pixel, row by row, 0 to 1. */
    double[] cover() {
        return cover;
    }

    /** Column of a pixel's centre, units. */
    double x(int index) {
        return (index % size + 0.5) / unit();
    }

    /** Row of a pixel's centre, units. */
    double y(int index) {
        return (index / size + 0.5) / unit();
    }

    /** Takes note that the defect covers a share of a pixel. */
    void mark(int index, double share) {
        cover[index] = Math.max(cover[index], share);
    }

    /** Turns the light of a pixel towards a level, by a share. */
    void blend(int index, double share, double level) {
        light[index] += share * (level - light[index]);
    }

    /** A coordinate of a defect's middle: anywhere but at the border of the picture, units. */
    static double place(Draws draws) {
        return draws.range(BORDER, EDGE - BORDER);
    }

    /** The place itself, or the nearest that is not at the border of the picture, units. */
    static double inner(double place) {
        return Math.max(BORDER, Math.min(EDGE - BORDER, place));
    }

    /**
     * Share of a pixel that lies inside of an edge.
     *
     * @param distance of its centre from the edge, units, negative inside
     */
    double inside(double distance) {
        return Math.max(0, Math.min(1, 0.5 - distance * unit()));
    }

    /**
     * Share of a pixel that a strip covers.
     *
     * @param across distance of its centre from the middle of the strip, units
     * @param half half the strip's width, units
     */
    double strip(double across, double half) {
        double d = Math.abs(across) * unit();
        double w = half * unit();
        return Math.max(0, Math.min(d + 0.5, w) - Math.max(d - 0.5, -w));
    }

    /** Receives the pixels near something. */
    interface Visitor {
        /**
         * @param index of the pixel
         * @param along where the nearest point of a line is: 0 at its start, 1 at its end
         * @param across distance from the line, units, signed by side
         */
        void visit(int index, double along, double across);
    }

    /** Visits the pixels within a distance of the segment from a to b, units. */
    void near(Point a, Point b, double reach, Visitor visitor) {
        double dx = b.x() - a.x();
        double dy = b.y() - a.y();
        double length = Math.sqrt(dx * dx + dy * dy);
        if (length == 0) return;
        int last = pixel(Math.max(a.y(), b.y()) + reach);
        for (int row = pixel(Math.min(a.y(), b.y()) - reach); row <= last; row++) {
            double y = (row + 0.5) / unit();
            double left = Math.min(a.x(), b.x()) - reach;
            double right = Math.max(a.x(), b.x()) + reach;
            if (Math.abs(dy) > 0.05 * length) {
                // The part of this row within reach of the endless line.
                double x = a.x() + (y - a.y()) * dx / dy;
                double half = reach * length / Math.abs(dy);
                left = Math.max(left, x - half);
                right = Math.min(right, x + half);
            }
            for (int column = pixel(left); column <= pixel(right); column++) {
                double px = (column + 0.5) / unit() - a.x();
                double py = y - a.y();
                double t = Math.max(0, Math.min(1, (px * dx + py * dy) / (length * length)));
                double ox = px - t * dx;
                double oy = py - t * dy;
                double distance = Math.sqrt(ox * ox + oy * oy);
                double side = px * dy - py * dx < 0 ? -1 : 1;
                if (distance <= reach) visitor.visit(row * size + column, t, side * distance);
            }
        }
    }

    private int pixel(double place) {
        return (int) Math.max(0, Math.min(size - 1, Math.floor(place * unit())));
    }

    /** Visits the pixels within a distance of a place; along is 0, across the distance. */
    void near(Point centre, double reach, Visitor visitor) {
        int bottom = pixel(centre.y() + reach);
        int right = pixel(centre.x() + reach);
        for (int row = pixel(centre.y() - reach); row <= bottom; row++) {
            for (int column = pixel(centre.x() - reach); column <= right; column++) {
                double dx = (column + 0.5) / unit() - centre.x();
                double dy = (row + 0.5) / unit() - centre.y();
                double distance = Math.sqrt(dx * dx + dy * dy);
                if (distance <= reach) visitor.visit(row * size + column, 0, distance);
            }
        }
    }

    /**
     * Visits every pixel near a line of several points once, with its nearest place on the line.
     *
     * @param line at least two points
     * @param reach units
     */
    void near(List<Point> line, double reach, Visitor visitor) {
        double[] along = new double[light.length];
        double[] across = new double[light.length];
        Arrays.fill(across, NOWHERE);
        int segments = line.size() - 1;
        for (int i = 0; i < segments; i++) {
            int segment = i;
            near(
                    line.get(i),
                    line.get(i + 1),
                    reach,
                    (index, t, distance) -> {
                        if (Math.abs(distance) >= Math.abs(across[index])) return;
                        across[index] = distance;
                        along[index] = (segment + t) / segments;
                    });
        }
        for (int i = 0; i < across.length; i++) {
            if (across[i] < NOWHERE) visitor.visit(i, along[i], across[i]);
        }
    }
}
