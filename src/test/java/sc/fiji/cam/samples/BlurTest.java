package sc.fiji.cam.samples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BlurTest {
    private static final int SIZE = 21;

    @Test
    void aPointBecomesABellOfTheSameSumAndOfThatVariance() {
        double[] point = new double[SIZE * SIZE];
        point[10 * SIZE + 10] = 1;
        double[] bell = Blur.gaussian(point, SIZE, 1.5);
        double sum = 0;
        double variance = 0;
        for (int i = 0; i < bell.length; i++) {
            sum += bell[i];
            variance += bell[i] * (i % SIZE - 10) * (i % SIZE - 10);
        }
        assertEquals(1, sum, 1e-12);
        assertEquals(1.5 * 1.5, variance, 0.1);
        assertTrue(variance < 2 * 2, "another sigma would be noticed");
    }

    @Test
    void bordersGoOn() {
        double[] flat = new double[SIZE * SIZE];
        Arrays.fill(flat, 0.3);
        assertArrayEquals(flat, Blur.gaussian(flat, SIZE, 4), 1e-12);
    }

    @Test
    void noBlurIsNoChange() {
        double[] image = new double[SIZE * SIZE];
        for (int i = 0; i < image.length; i++) image[i] = i;
        assertArrayEquals(image, Blur.gaussian(image, SIZE, 0), 0);
    }
}
