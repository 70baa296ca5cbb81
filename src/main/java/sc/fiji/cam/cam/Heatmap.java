package sc.fiji.cam.cam;

import java.util.Optional;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.Display;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Range;

/** The display steps between a class map and colours; they work on a copy. */
public final class Heatmap {
    private Heatmap() {}

    /**
     * Logits of the first and the last colour: the given range, or that of the grid, {@code 0..max}
     * for {@code positive} and {@code -m..m} with {@code m = max |grid|} for {@code signed}. If
     * nothing in the grid is positive (or anything but 0), 1 stands for the maximum: everything
     * gets the first (or the middle) colour.
     *
     * @throws IllegalArgumentException if the grid holds NaN or an infinite value
     */
    public static Range range(Planes grid, Display display, Optional<Range> range) {
        for (float v : grid.values()) {
            if (!Float.isFinite(v)) throw new IllegalArgumentException("the map holds " + v);
        }
        if (range.isPresent()) return range.get();
        boolean signed = display == Display.SIGNED;
        float most = signed ? grid.maxAbs() : grid.max();
        double high = most > 0 ? most : 1;
        return new Range(signed ? -high : 0, high);
    }

    /**
     * Brings a class map to 0..1 on the grid: 0 gets the first colour, 1 the last. Resample
     * afterwards. {@code v = clamp((x - low) / (high - low), 0, 1)} with the limits of {@link
     * #range}; for {@code positive} x is clipped at 0 first.
     *
     * @param grid {@code 1 x rows x columns}, logits; read only
     * @param display which signs count
     * @param range empty: from the grid itself
     * @return {@code 1 x rows x columns} in 0..1, never NaN, newly allocated
     * @throws IllegalArgumentException if the grid holds NaN or an infinite value
     */
    public static Planes of(Planes grid, Display display, Optional<Range> range) {
        Range limits = range(grid, display, range);
        double span = limits.high() - limits.low();
        boolean clip = display == Display.POSITIVE;
        float[] values = grid.values().clone();
        for (int i = 0; i < values.length; i++) {
            double x = clip ? Math.max(values[i], 0) : values[i];
            values[i] = (float) Math.max(0, Math.min(1, (x - limits.low()) / span));
        }
        return new Planes(grid.count(), grid.height(), grid.width(), values);
    }

    /**
     * The heatmap of one map at the size of the image: scaled on the grid, then drawn where its
     * cells lie.
     *
     * @param result of the run, for the placement
     * @param map one of its maps
     * @param settings whose display and range count
     * @param width of the image, pixels
     * @param height of the image, pixels
     * @return {@code 1 x height x width} in 0..1, newly allocated
     */
    public static Planes drawn(
            CamResult result, ClassMap map, CamSettings settings, int width, int height) {
        Planes heat = of(map.grid(), settings.display(), settings.range());
        return MapResampler.resample(heat, result.geometry().placement(), width, height);
    }
}
