package sc.fiji.cam.evaluate;

import sc.fiji.cam.cam.MapResampler;
import sc.fiji.cam.data.Placement;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Point;

/**
 * How well a map finds an object.
 *
 * @param hit whether its largest value lies near the object (pointing game, Zhang et al. 2018)
 * @param energy share of the map's positive values that lies near the object, 0 to 1 (energy-based
 *     pointing game, Wang et al. 2020); 0 if nothing is positive
 */
public record Localisation(boolean hit, double energy) {

    /**
     * Scores a map on the grid: its largest cell (the first of equals) points to the pixel on which
     * it is centred, or nearest to that; its energy is that of the map drawn over the image.
     *
     * @param near the object and what counts as near it, usually {@link Region#dilated} by one cell
     * @param grid one plane of cells, signed
     * @param placement where the cells lie in the image
     */
    public static Localisation of(Region near, Planes grid, Placement placement) {
        int largest = 0;
        for (int i = 1; i < grid.values().length; i++) {
            if (grid.values()[i] > grid.values()[largest]) largest = i;
        }
        double x = placement.x(largest % grid.width());
        double y = placement.y(largest / grid.width());
        Planes drawn = MapResampler.resample(grid, placement, near.width(), near.height());
        return of(near, drawn, new Point(x, y));
    }

    /**
     * Scores a map of the image's size.
     *
     * @param near the object and what counts as near it
     * @param drawn one plane of pixels
     * @param peak where the map points to, pixels; outside of the image its nearest pixel counts
     */
    static Localisation of(Region near, Planes drawn, Point peak) {
        double inside = 0;
        double all = 0;
        for (int y = 0; y < near.height(); y++) {
            for (int x = 0; x < near.width(); x++) {
                double positive = Math.max(0, drawn.at(0, y, x));
                all += positive;
                if (near.contains(x, y)) inside += positive;
            }
        }
        boolean hit = near.contains(pixel(peak.x(), near.width()), pixel(peak.y(), near.height()));
        return new Localisation(hit, all > 0 ? inside / all : 0);
    }

    private static int pixel(double place, int length) {
        return (int) Math.max(0, Math.min(length - 1, Math.rint(place)));
    }

    /**
     * What a spot in the middle of every image scores: a Gaussian whose standard deviations are a
     * quarter of the image's sides. Objects tend to be in the middle, so any score is read beside
     * this one.
     */
    public static Localisation ofGaussian(Region near) {
        int w = near.width();
        int h = near.height();
        float[] values = new float[w * h];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) values[y * w + x] = (float) (bell(x, w) * bell(y, h));
        }
        Point middle = new Point((w - 1) / 2.0, (h - 1) / 2.0);
        return of(near, new Planes(1, h, w, values), middle);
    }

    private static double bell(int place, int length) {
        double t = (place - (length - 1) / 2.0) / (length / 4.0);
        return Math.exp(-t * t / 2);
    }
}
