package sc.fiji.cam.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.testing.Golden;

/** Textures are always the same, and none is of one shade. */
class PatternTest {
    private static final int SIZE = 96;
    private static final int KINDS = Pattern.values().length;

    /**
     * Of one picture of each kind; the same on every platform. Changes when the drawing changes.
     */
    private static final String SHA256 =
            "8ac9e3f47c46efcfe43894c2780d94abfbd9663118c78ed293805674961997da";

    @Test
    void picturesAreTheSameOnEveryPlatform() {
        ByteBuffer bytes = ByteBuffer.allocate(KINDS * 3 * 4 * SIZE * SIZE);
        for (int number = 1; number <= KINDS; number++) {
            for (float v : Pattern.draw(20260101, number, SIZE).values()) bytes.putFloat(v);
        }
        assertEquals(SHA256, Golden.sha256(bytes.array()));
    }

    @Test
    void seedAndNumberMakeThePicture() {
        Planes picture = Pattern.draw(1, 2, SIZE);
        assertEquals(picture, Pattern.draw(1, 2, SIZE));
        assertNotEquals(picture, Pattern.draw(2, 2, SIZE));
        assertNotEquals(picture, Pattern.draw(1, 2 + KINDS, SIZE));
    }

    @Test
    void allKindsTakeTurns() {
        for (int number = 1; number <= 2 * KINDS; number++) {
            assertEquals(Pattern.values()[(number - 1) % KINDS], Pattern.of(number));
        }
    }

    /** A picture of one shade would pass every other test. */
    @ParameterizedTest
    @EnumSource(Pattern.class)
    void everyPictureShowsItsPattern(Pattern kind) {
        for (int turn = 0; turn < 10; turn++) {
            Planes seen = Pattern.draw(3, kind.ordinal() + 1 + turn * KINDS, SIZE);
            assertTrue(spread(seen) > 0.02, kind.id() + " " + turn + ": " + spread(seen));
        }
    }

    /** Standard deviation of the first plane. */
    private static double spread(Planes picture) {
        double sum = 0;
        double squares = 0;
        int n = picture.width() * picture.height();
        for (int i = 0; i < n; i++) {
            double v = picture.values()[i];
            sum += v;
            squares += v * v;
        }
        return Math.sqrt(squares / n - sum * sum / n / n);
    }

    @Test
    void numbersAndSizesHaveBounds() {
        assertThrows(IllegalArgumentException.class, () -> Pattern.draw(1, 0, SIZE));
        assertThrows(IllegalArgumentException.class, () -> Pattern.draw(1, 1, 63));
        assertThrows(IllegalArgumentException.class, () -> Pattern.draw(1, 1, 4097));
    }
}
