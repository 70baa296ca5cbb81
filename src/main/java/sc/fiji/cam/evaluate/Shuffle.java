package sc.fiji.cam.evaluate;

import java.util.SplittableRandom;
import sc.fiji.cam.data.Planes;

/** The map that knows nothing: the same values in random cells. */
public final class Shuffle {
    private Shuffle() {}

    /**
     * Puts the values of a grid in random order (Fisher and Yates).
     *
     * @param grid read only
     * @param seed the same seed gives the same order
     * @return newly allocated
     */
    public static Planes of(Planes grid, long seed) {
        // Unlike Random, this one does not answer alike for neighbouring seeds.
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = grid.values().clone();
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            float kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
        return new Planes(grid.count(), grid.height(), grid.width(), values);
    }
}
