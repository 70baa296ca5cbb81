package sc.fiji.cam.cam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.Display;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Range;

class HeatmapTest {
    private static final Optional<Range> AUTO = Optional.empty();

    @Test
    void positiveClipsAndDividesByTheMaximum() {
        Planes grid = grid(-8, -0.5f, 0, 1, 2, 4);
        assertArrayEquals(
                new float[] {0, 0, 0, 0.25f, 0.5f, 1}, heat(grid, Display.POSITIVE, AUTO));
        assertEquals(new Range(0, 4), Heatmap.range(grid, Display.POSITIVE, AUTO));
    }

    @Test
    void signedPutsZeroInTheMiddle() {
        Planes grid = grid(-8, -4, 0, 1, 2, 4);
        assertArrayEquals(
                new float[] {0, 0.25f, 0.5f, 0.5625f, 0.625f, 0.75f},
                heat(grid, Display.SIGNED, AUTO));
        assertEquals(new Range(-8, 8), Heatmap.range(grid, Display.SIGNED, AUTO));
    }

    @Test
    void nothingPositiveIsNothingAndNeverNaN() {
        assertArrayEquals(new float[3], heat(grid(-3, -1, -2), Display.POSITIVE, AUTO));
        assertArrayEquals(new float[3], heat(grid(0, 0, 0), Display.POSITIVE, AUTO));
        float[] half = {0.5f, 0.5f, 0.5f};
        assertArrayEquals(half, heat(grid(0, -0f, 0), Display.SIGNED, AUTO));
    }

    @Test
    void theSmallestPositiveValueIsTheMaximum() {
        float tiny = Float.MIN_VALUE;
        assertArrayEquals(new float[] {0, 1, 0}, heat(grid(-1, tiny, 0), Display.POSITIVE, AUTO));
    }

    @Test
    void aGivenRangeCutsOffOnBothSides() {
        Optional<Range> range = Optional.of(new Range(-2, 6));
        Planes grid = grid(-8, -2, 0, 2, 6, 9);
        assertArrayEquals(new float[] {0, 0, 0.25f, 0.5f, 1, 1}, heat(grid, Display.SIGNED, range));
        assertArrayEquals(
                new float[] {0.25f, 0.25f, 0.25f, 0.5f, 1, 1}, heat(grid, Display.POSITIVE, range));
        assertEquals(range.get(), Heatmap.range(grid, Display.POSITIVE, range));
    }

    @Test
    void theGridStaysAsItIs() {
        Planes grid = grid(-1, 0, 5);
        Heatmap.of(grid, Display.POSITIVE, AUTO);
        assertEquals(grid(-1, 0, 5), grid);
    }

    @Test
    void aMapWithNaNIsRefused() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Heatmap.of(grid(1, bad, 2), Display.POSITIVE, AUTO));
        }
    }

    private static float[] heat(Planes grid, Display display, Optional<Range> range) {
        return Heatmap.of(grid, display, range).values();
    }

    private static Planes grid(float... values) {
        return new Planes(1, 1, values.length, values);
    }
}
