package sc.fiji.cam.cam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.Placement;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Point;

class MapResamplerTest {
    /** Float results of values up to 3. */
    private static final double TOLERANCE = 2e-6;

    @Test
    void equalsTheFormulaAtEveryPixel() {
        Planes grid = noise(7, 10);
        Placement at = new Placement(new Point(20.4, -7.3), new Point(31.7, 29.2));
        assertTrue(largestError(grid, at, at) < TOLERANCE, "" + largestError(grid, at, at));
        Placement half = new Placement(new Point(20.9, -7.3), new Point(31.7, 29.2));
        assertTrue(largestError(grid, at, half) > 1000 * TOLERANCE, "blind");
    }

    @Test
    void handlesGridsOfOneCellAndPlacementsBesideTheImage() {
        Placement inside = new Placement(new Point(5, 5), new Point(32, 32));
        Placement before = new Placement(new Point(-900, -900), new Point(32, 32));
        Placement after = new Placement(new Point(900, 900), new Point(32, 32));
        for (Planes grid : new Planes[] {noise(1, 1), noise(1, 4), noise(4, 1), noise(2, 2)}) {
            for (Placement at : new Placement[] {inside, before, after}) {
                assertTrue(largestError(grid, at, at) < TOLERANCE, grid + " " + at);
            }
        }
    }

    /** Written down from the definition, pixel by pixel, in double precision. */
    private static double largestError(Planes grid, Placement drawn, Placement expected) {
        int width = 300;
        int height = 200;
        Planes map = MapResampler.resample(grid, drawn, width, height);
        double largest = 0;
        for (int y = 0; y < height; y++) {
            double v = Math.min(Math.max(expected.row(y), 0), grid.height() - 1);
            int j = (int) Math.floor(v);
            int below = Math.min(j + 1, grid.height() - 1);
            for (int x = 0; x < width; x++) {
                double u = Math.min(Math.max(expected.column(x), 0), grid.width() - 1);
                int i = (int) Math.floor(u);
                int right = Math.min(i + 1, grid.width() - 1);
                double value =
                        (1 - v + j)
                                        * ((1 - u + i) * grid.at(0, j, i)
                                                + (u - i) * grid.at(0, j, right))
                                + (v - j)
                                        * ((1 - u + i) * grid.at(0, below, i)
                                                + (u - i) * grid.at(0, below, right));
                largest = Math.max(largest, Math.abs(value - map.at(0, y, x)));
            }
        }
        return largest;
    }

    @Test
    void keepsAConstantToTheLastBit() {
        float[] cells = new float[60];
        Arrays.fill(cells, 1 / 3f);
        Placement at = new Placement(new Point(3.3, 4.4), new Point(17.1, 13.9));
        Planes map = MapResampler.resample(new Planes(1, 6, 10, cells), at, 211, 97);
        assertEquals(1 / 3f, map.min());
        assertEquals(1 / 3f, map.max());
    }

    @Test
    void staysWithinTheGridsOwnRange() {
        Planes grid = noise(10, 10);
        Placement at = new Placement(new Point(15.5, 15.5), new Point(32, 32));
        Planes map = MapResampler.resample(grid, at, 640, 640);
        assertTrue(map.max() <= Math.nextUp(grid.max()) && map.min() >= Math.nextDown(grid.min()));
    }

    private static Planes noise(int rows, int columns) {
        Random random = new Random(rows * 100 + columns);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return new Planes(1, rows, columns, values);
    }
}
