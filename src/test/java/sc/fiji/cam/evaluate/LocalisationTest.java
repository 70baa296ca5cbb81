package sc.fiji.cam.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.Placement;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Point;

/** Cases done by hand, and one against the definition. */
class LocalisationTest {
    /** One cell per pixel. */
    private static final Placement PIXELS = new Placement(Point.ZERO, new Point(1, 1));

    private static final Planes MAP = planes(3, 3, 0, -5, 1, 2, 0, 3, 0, 4, -1);

    private static Planes planes(int height, int width, double... values) {
        float[] v = new float[values.length];
        for (int i = 0; i < v.length; i++) v[i] = (float) values[i];
        return new Planes(1, height, width, v);
    }

    private static Region pixels(int height, int width, int... members) {
        double[] values = new double[height * width];
        for (int m : members) values[m] = 0.5;
        return Region.of(planes(height, width, values));
    }

    @Test
    void negativeValuesAreNoEnergy() {
        // Positive: 1, 2, 3, 4. Inside: 1, 3 and a -5.
        Localisation found = Localisation.of(pixels(3, 3, 1, 2, 5), MAP, PIXELS);
        assertEquals(0.4, found.energy(), 1e-12);
        assertFalse(found.hit());
    }

    @Test
    void theLargestCellPoints() {
        assertTrue(Localisation.of(pixels(3, 3, 7), MAP, PIXELS).hit());
        assertFalse(Localisation.of(pixels(3, 3, 5), MAP, PIXELS).hit());
    }

    @Test
    void ofEqualCellsTheFirstPoints() {
        Planes flat = planes(1, 3, 2, 2, 2);
        assertTrue(Localisation.of(pixels(1, 3, 0), flat, PIXELS).hit());
        assertFalse(Localisation.of(pixels(1, 3, 1), flat, PIXELS).hit());
    }

    @Test
    void theMapIsDrawnWhereItsCellsLie() {
        // Two cells, centred on pixels 2 and 4 of six: drawn 8 8 8 4 0 0.
        Placement placement = new Placement(new Point(2, 0), new Point(2, 1));
        Planes cells = planes(1, 2, 8, 0);
        Localisation found = Localisation.of(pixels(1, 6, 2, 3), cells, placement);
        assertEquals(12 / 28.0, found.energy(), 1e-6);
        assertTrue(found.hit());
        Placement shifted = new Placement(new Point(1, 0), new Point(2, 1));
        assertFalse(Localisation.of(pixels(1, 6, 2, 3), cells, shifted).hit());
    }

    @Test
    void aPeakOutsideOfTheImageCountsAtItsBorder() {
        Placement outside = new Placement(new Point(-3, 0), new Point(6, 1));
        assertTrue(Localisation.of(pixels(1, 6, 0), planes(1, 2, 8, 0), outside).hit());
    }

    @Test
    void nothingPositiveIsNoEnergy() {
        Localisation found = Localisation.of(pixels(1, 2, 0), planes(1, 2, -1, -2), PIXELS);
        assertEquals(new Localisation(true, 0), found);
    }

    @Test
    void theGaussianPointsToTheMiddle() {
        assertTrue(Localisation.ofGaussian(pixels(5, 5, 12)).hit());
        assertFalse(Localisation.ofGaussian(pixels(5, 5, 0)).hit());
        // The left half of an even width holds half of it.
        assertEquals(0.5, Localisation.ofGaussian(pixels(1, 4, 0, 1)).energy(), 1e-6);
        // One dimension, sigma = 1: weights exp(-1.125), exp(-0.125) on both sides.
        double outer = Math.exp(-1.125);
        double inner = Math.exp(-0.125);
        double share = outer / (2 * outer + 2 * inner);
        assertEquals(share, Localisation.ofGaussian(pixels(1, 4, 0)).energy(), 1e-6);
    }

    @Test
    void aDilatedPixelIsARectangle() {
        Region wide = pixels(7, 9, 3 * 9 + 4).dilated(new Point(2.9, 1));
        for (int y = 0; y < 7; y++) {
            for (int x = 0; x < 9; x++) {
                boolean expected = Math.abs(x - 4) <= 2 && Math.abs(y - 3) <= 1;
                assertEquals(expected, wide.contains(x, y), x + ", " + y);
            }
        }
        assertEquals(15, wide.size());
    }

    @Test
    void dilationFollowsItsDefinition() {
        Random random = new Random(1);
        for (int round = 0; round < 20; round++) {
            int w = 1 + random.nextInt(12);
            int h = 1 + random.nextInt(12);
            int[] members = random.ints(3, 0, w * h).toArray();
            int reach = random.nextInt(5);
            Region wide = pixels(h, w, members).dilated(new Point(reach, reach));
            for (int i = 0; i < w * h; i++) {
                int x = i % w;
                int y = i / w;
                boolean near =
                        Arrays.stream(members)
                                .anyMatch(
                                        m ->
                                                Math.abs(m % w - x) <= reach
                                                        && Math.abs(m / w - y) <= reach);
                assertEquals(near, wide.contains(x, y));
            }
        }
    }

    @Test
    void shufflingKeepsTheValuesAndNotTheirPlaces() {
        Planes grid = planes(2, 4, 1, 2, 3, 4, 5, 6, 7, 8);
        Planes shuffled = Shuffle.of(grid, 3);
        assertNotEquals(grid, shuffled);
        assertEquals(shuffled, Shuffle.of(grid, 3));
        assertNotEquals(shuffled, Shuffle.of(grid, 4));
        float[] sorted = shuffled.values().clone();
        Arrays.sort(sorted);
        assertEquals(grid, new Planes(1, 2, 4, sorted));
        assertEquals(1, grid.values()[0], "the grid itself stays");
    }

    @Test
    void shufflingIsFair() {
        int[] count = new int[4];
        for (int seed = 0; seed < 4000; seed++) {
            float[] values = Shuffle.of(planes(1, 4, 9, 0, 0, 0), seed).values();
            for (int i = 0; i < 4; i++) count[i] += values[i] == 9 ? 1 : 0;
        }
        for (int c : count) assertEquals(1000, c, 120, Arrays.toString(count));
    }
}
