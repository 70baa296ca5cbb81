package sc.fiji.cam.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Planes;

class BlendTest {
    private static final Lut JET = Luts.find("jet");

    @Test
    void indexIsTheTruncated255v() {
        float[] values = {0, 0.999f / 255, 1.001f / 255, 0.5f, Math.nextDown(1f), 1};
        int[] expected = {0, 0, 1, 127, 254, 255};
        int[] rgb = Blend.colour(new Planes(1, 2, 3, values), JET).rgb();
        for (int i = 0; i < 6; i++) assertEquals(JET.colours().get(expected[i]), rgb[i]);
    }

    @Test
    void valuesBeyondTheEndsGetTheEndColours() {
        float[] values = {-1, -1e-7f, 1.0000001f, 3};
        int[] rgb = Blend.colour(new Planes(1, 1, 4, values), JET).rgb();
        int first = JET.colours().get(0);
        int last = JET.colours().get(255);
        assertArrayEquals(new int[] {first, first, last, last}, rgb);
    }

    @Test
    void isTheRoundedWeightedSum() {
        Random random = new Random(4);
        Picture image = new Picture("i", 50, 40, random.ints(2000).toArray());
        Picture colours = new Picture("c", 50, 40, random.ints(2000, 0, 1 << 24).toArray());
        for (String opacity : new String[] {"0", "0.25", "0.4", "0.5", "1"}) {
            Picture ours = Blend.over(image, colours, Double.parseDouble(opacity));
            int[] expected = new int[2000];
            for (int i = 0; i < 2000; i++) {
                for (int shift = 16; shift >= 0; shift -= 8) {
                    int below = image.rgb()[i] >> shift & 255;
                    int above = colours.rgb()[i] >> shift & 255;
                    expected[i] |= decimal(below, above, opacity) << shift;
                }
            }
            assertEquals(new Picture("e", 50, 40, expected), ours);
            assertNotEquals(new Picture("e", 50, 40, expected), Blend.over(image, colours, 0.7));
        }
    }

    /** The same in decimal arithmetic, without rounding errors. */
    private static int decimal(int below, int above, String opacity) {
        BigDecimal a = new BigDecimal(opacity);
        return BigDecimal.ONE
                .subtract(a)
                .multiply(BigDecimal.valueOf(below))
                .add(a.multiply(BigDecimal.valueOf(above)))
                .setScale(0, RoundingMode.HALF_UP)
                .intValue();
    }

    @Test
    void picturesMustFit() {
        Picture small = new Picture("s", 1, 2, new int[2]);
        Picture large = new Picture("l", 2, 1, new int[2]);
        assertThrows(IllegalArgumentException.class, () -> Blend.over(small, large, 0.5));
        assertThrows(IllegalArgumentException.class, () -> Blend.over(small, small, 1.5));
    }
}
