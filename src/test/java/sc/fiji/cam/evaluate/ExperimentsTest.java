package sc.fiji.cam.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.Planes;

/** Deletion, insertion, ROAD, mosaics, rank correlation: on functions whose answers are known. */
class ExperimentsTest {
    private static Planes row(double... values) {
        return planes(1, values.length, values);
    }

    private static Planes planes(int height, int width, double... values) {
        float[] v = new float[values.length];
        for (int i = 0; i < v.length; i++) v[i] = (float) values[i];
        return new Planes(1, height, width, v);
    }

    @Test
    void deletionAndInsertionOfALinearModel() {
        Planes picture = row(1, 1, 1, 1);
        Planes empty = row(0, 0, 0, 0);
        ToDoubleFunction<Planes> model =
                p -> 0.7 * p.values()[2] + 0.2 * p.values()[0] + 0.1 * p.values()[3];
        Planes right = row(0.2, 0, 0.7, 0.1);
        Replacement deletion = Replacement.run(picture, empty, right, 4, model);
        assertArrayEquals(new double[] {1, 0.3, 0.1, 0, 0}, array(deletion.answers()), 1e-7);
        assertEquals((0.65 + 0.2 + 0.05 + 0) / 4, deletion.area(), 1e-7);
        Replacement insertion = Replacement.run(empty, picture, right, 4, model);
        assertArrayEquals(new double[] {0, 0.7, 0.9, 1, 1}, array(insertion.answers()), 1e-7);
        assertEquals(1 - deletion.area(), insertion.area(), 1e-7);
        Planes wrong = row(-0.2, 0, -0.7, -0.1);
        assertTrue(Replacement.run(picture, empty, wrong, 4, model).area() > 0.6);
        assertEquals(1, picture.values()[2], "the picture itself stays");
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(d -> d).toArray();
    }

    @Test
    void stepsShareThePixelsAndAllPlanesOfAPixelGoTogether() {
        Planes picture = new Planes(2, 1, 5, new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
        Planes empty = new Planes(2, 1, 5, new float[10]);
        Planes map = row(5, 4, 3, 2, 1);
        Replacement run = Replacement.run(picture, empty, map, 2, ExperimentsTest::sum);
        assertEquals(List.of(10.0, 4.0, 0.0), run.answers());
        Planes other = row(1, 2);
        assertThrows(
                IllegalArgumentException.class,
                () -> Replacement.run(picture, empty, other, 2, ExperimentsTest::sum));
    }

    private static double sum(Planes planes) {
        double sum = 0;
        for (float v : planes.values()) sum += v;
        return sum;
    }

    @Test
    void aHoleIsFilledWithTheMeanOfItsNeighbours() {
        Planes picture = planes(3, 3, 12, 6, 0, 18, 99, 6, 0, 0, 24);
        boolean[] removed = new boolean[9];
        removed[4] = true;
        // (6 + 18 + 6 + 0) / 6 + (12 + 0 + 0 + 24) / 12
        assertEquals(8, Filling.fill(picture, removed).values()[4], 1e-5);
        boolean[] corner = new boolean[9];
        corner[0] = true;
        // Of a corner's three neighbours: (6 / 6 + 18 / 6 + 99 / 12) / (1/6 + 1/6 + 1/12)
        assertEquals(12.25 / (5 / 12.0), Filling.fill(picture, corner).values()[0], 1e-4);
    }

    @Test
    void aRampIsFilledExactlyAndAPeakIsNot() {
        int n = 12;
        double[] ramp = new double[n * n];
        for (int i = 0; i < ramp.length; i++) ramp[i] = 0.3 * (i % n) - 0.2 * (i / n);
        Planes picture = planes(n, n, ramp);
        boolean[] hole = new boolean[n * n];
        for (int y = 3; y < 9; y++) Arrays.fill(hole, y * n + 2, y * n + 10, true);
        assertArrayEquals(picture.values(), Filling.fill(picture, hole).values(), 1e-5f);
        Planes peak = planes(n, n, ramp);
        peak.values()[5 * n + 5] += 1;
        float filled = Filling.fill(peak, hole).values()[5 * n + 5];
        assertEquals(1, peak.values()[5 * n + 5] - filled, 1e-5);
        Arrays.fill(hole, true);
        assertThrows(IllegalArgumentException.class, () -> Filling.fill(picture, hole));
    }

    @Test
    void roadTellsRightMapsFromWrongOnes() {
        int n = 16;
        Random random = new Random(2);
        double[] texture = new double[n * n];
        double[] left = new double[n * n];
        double[] right = new double[n * n];
        for (int i = 0; i < texture.length; i++) {
            texture[i] = random.nextGaussian();
            left[i] = i % n < n / 2 ? 1 : 0;
            right[i] = 1 - left[i];
        }
        Planes picture = planes(n, n, texture);
        // A network that looks for fine texture on the left.
        ToDoubleFunction<Planes> model = p -> fineness(p) / fineness(picture);
        double good = Road.score(picture, planes(n, n, left), model, 1);
        double bad = Road.score(picture, planes(n, n, right), model, 1);
        assertTrue(good > 0.15, "right map " + good);
        assertTrue(bad < -0.15, "wrong map " + bad);
        assertEquals(good, Road.score(picture, planes(n, n, left), model, 1), 0);
    }

    private static double fineness(Planes p) {
        double sum = 0;
        for (int y = 0; y < p.height(); y++) {
            for (int x = 1; x < p.width() / 2; x++) {
                sum += Math.abs(p.at(0, y, x) - p.at(0, y, x - 1));
            }
        }
        return sum;
    }

    @Test
    void mosaicsPutFourPicturesInTheirCorners() {
        Planes mosaic =
                Mosaic.of(
                        List.of(
                                new Planes(2, 1, 2, new float[] {1, 2, 10, 20}),
                                new Planes(2, 1, 2, new float[] {3, 4, 30, 40}),
                                new Planes(2, 1, 2, new float[] {5, 6, 50, 60}),
                                new Planes(2, 1, 2, new float[] {7, 8, 70, 80})));
        float[] expected = {1, 2, 3, 4, 5, 6, 7, 8, 10, 20, 30, 40, 50, 60, 70, 80};
        assertEquals(new Planes(2, 2, 4, expected), mosaic);
    }

    @Test
    void theShareOfAQuarter() {
        Planes map = planes(2, 4, 1, 2, -9, 4, 0, 0, 3, 0);
        assertEquals(0.3, Mosaic.share(map, 0), 1e-12);
        assertEquals(0.4, Mosaic.share(map, 1), 1e-12);
        assertEquals(0, Mosaic.share(map, 2), 1e-12);
        assertEquals(0.3, Mosaic.share(map, 3), 1e-12);
        assertEquals(0.25, Mosaic.share(planes(2, 2, 5, 5, 5, 5), 2), 1e-12);
        assertEquals(0, Mosaic.share(planes(2, 2, -1, -1, -1, -1), 0), 0);
    }

    @Test
    void rankCorrelation() {
        Planes a = row(1, 5, 2, 9);
        assertEquals(1, Ranking.correlation(a, row(10, 12, 11, 1000)), 1e-12);
        assertEquals(-1, Ranking.correlation(a, row(-1, -5, -2, -9)), 1e-12);
        // Ranks 3 1 2 0 and 3 2 0 1: 1 - 6 (0 + 1 + 4 + 1) / (4 (16 - 1)) = 0.4
        assertEquals(0.4, Ranking.correlation(a, row(1, 2, 9, 5)), 1e-12);
        // Ranks 0.5 0.5 2 and 0 1 2: 1.5 / sqrt(1.5 * 2)
        assertEquals(1.5 / Math.sqrt(3), Ranking.correlation(row(7, 7, 1), row(7, 6, 1)), 1e-12);
        assertTrue(Double.isNaN(Ranking.correlation(row(1, 1), row(1, 2))));
        assertNotEquals(1, Ranking.correlation(a, row(1, 5, 9, 2)), 0.1);
        assertThrows(IllegalArgumentException.class, () -> Ranking.correlation(a, row(1)));
    }
}
