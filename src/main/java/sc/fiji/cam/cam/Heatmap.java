package sc.fiji.cam.cam;

import java.util.Optional;
import sc.fiji.cam.data.Display;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Range;

/** The display steps between a class map and colours; they work on a copy. */
public final class Heatmap {
    private Heatmap() {}

    /** Logits of the first and the last colour: the given range, or that of the grid. */
    public static Range range(Planes grid, Display display, Optional<Range> range) {
        throw new UnsupportedOperationException();
    }

    /**
     * Brings a class map to 0..1 on the grid: 0 gets the first colour, 1 the last. Resample
     * afterwards.
     *
     * @param grid {@code 1 x rows x columns}, logits; read only
     * @param display which signs count
     * @param range empty: from the grid itself
     * @return {@code 1 x rows x columns} in 0..1, never NaN, newly allocated
     */
    public static Planes of(Planes grid, Display display, Optional<Range> range) {
        throw new UnsupportedOperationException();
    }
}
