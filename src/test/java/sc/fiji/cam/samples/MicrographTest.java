package sc.fiji.cam.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.testing.Golden;

/** What is drawn is what the mask says, and always the same. */
class MicrographTest {
    private static final int SIZE = 96;

    /** Pixels that blur, ridges and glints reach beyond the mask, at this size. */
    private static final int REACH = 5;

    /** Pixels at the end of a crack that may be too thin for a mask at half the size. */
    private static final int TIP = 2;

    /** Of 15 pictures and masks; the same on every platform. Changes when the drawing changes. */
    private static final String SHA256 =
            "cc327b037abc877d82a7c613010ec6f903190c388bec8bfea3b62dd58f9d7d8a";

    @Test
    void picturesAreTheSameOnEveryPlatform() {
        ByteBuffer bytes = ByteBuffer.allocate(15 * 4 * 4 * SIZE * SIZE);
        for (int number = 1; number <= 15; number++) {
            Micrograph micrograph = Micrograph.of(20260101, number, SIZE);
            for (float v : micrograph.light().values()) bytes.putFloat(v);
            for (float v : micrograph.mask().values()) bytes.putFloat(v);
        }
        assertEquals(SHA256, Golden.sha256(bytes.array()));
    }

    @Test
    void seedAndNumberMakeThePicture() {
        Planes picture = Micrograph.of(1, 2, SIZE).light();
        assertEquals(picture, Micrograph.of(1, 2, SIZE).light());
        assertNotEquals(picture, Micrograph.of(2, 2, SIZE).light());
        assertNotEquals(picture, Micrograph.of(1, 7, SIZE).light());
    }

    @Test
    void allKindsTakeTurns() {
        for (int number = 1; number <= 10; number++) {
            Defect expected = Defect.values()[(number - 1) % 5];
            assertEquals(expected, Micrograph.of(3, number, Micrograph.SMALLEST).defect());
        }
    }

    /** With the same seed and number, clean and defect differ in nothing but the defect. */
    @ParameterizedTest
    @EnumSource(value = Defect.class, names = "CLEAN", mode = EnumSource.Mode.EXCLUDE)
    void theMaskIsWhereThePictureDiffersFromTheCleanOne(Defect defect) {
        for (int number = 1; number <= 20; number++) {
            Micrograph clean = Micrograph.of(4, number, SIZE, Defect.CLEAN, View.PLAIN);
            Micrograph shown = Micrograph.of(4, number, SIZE, defect, View.PLAIN);
            String name = defect.id() + " " + number;
            assertTrue(changed(clean, shown) > 0.5, name + ": not seen");
            assertEquals(0, beyond(clean, shown, shown.mask()), name + ": beyond the mask");
            Planes other = Micrograph.of(4, number + 1, SIZE, defect, View.PLAIN).mask();
            assertTrue(beyond(clean, shown, other) > 0, name + ": a wrong mask would pass");
        }
    }

    /** Share of the mask's pixels that are not as in the clean picture. */
    private static double changed(Micrograph clean, Micrograph shown) {
        int changed = 0;
        for (int i = 0; i < shown.mask().values().length; i++) {
            boolean inside = shown.mask().values()[i] > 0;
            if (inside && clean.light().values()[i] != shown.light().values()[i]) changed++;
        }
        return (double) changed / inside(shown);
    }

    /** Number of pixels that are not as in the clean picture, and not near the mask. */
    private static int beyond(Micrograph clean, Micrograph shown, Planes mask) {
        int beyond = 0;
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                boolean same = clean.light().at(0, y, x) == shown.light().at(0, y, x);
                if (!same && !near(mask, y, x, REACH)) beyond++;
            }
        }
        return beyond;
    }

    private static boolean near(Planes mask, int y, int x, int reach) {
        for (int j = Math.max(0, y - reach); j <= Math.min(mask.height() - 1, y + reach); j++) {
            for (int i = Math.max(0, x - reach); i <= Math.min(mask.width() - 1, x + reach); i++) {
                if (mask.at(0, j, i) > 0) return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @ValueSource(ints = {Micrograph.SMALLEST, 112, 300})
    void everyDefectHasAMaskAndCleanHasNone(int size) {
        for (int number = 1; number <= 50; number++) {
            Micrograph micrograph = Micrograph.of(5, number, size);
            int inside = inside(micrograph);
            if (micrograph.defect() == Defect.CLEAN) assertEquals(0, inside);
            else assertTrue(inside >= 4, micrograph.defect() + " " + number + ": " + inside);
        }
    }

    private static int inside(Micrograph micrograph) {
        int inside = 0;
        for (float v : micrograph.mask().values()) inside += (int) v;
        return inside;
    }

    @ParameterizedTest
    @EnumSource(value = Defect.class, names = "CLEAN", mode = EnumSource.Mode.EXCLUDE)
    void theSceneIsTheSameAtEverySize(Defect defect) {
        for (int number = 1; number <= 5; number++) {
            Planes small = Micrograph.of(6, number, 150, defect, View.PLAIN).mask();
            Planes large = Micrograph.of(6, number, 300, defect, View.PLAIN).mask();
            Planes other = Micrograph.of(6, number + 1, 300, defect, View.PLAIN).mask();
            assertTrue(apart(small, large) <= TIP, defect + " " + number);
            assertTrue(apart(small, other) > 10 * TIP, defect + ": another scene would pass");
        }
    }

    /** Number of pixels of one mask that are not near the other, twice as large, and vice versa. */
    private static int apart(Planes small, Planes large) {
        int apart = 0;
        for (int y = 0; y < large.height(); y++) {
            for (int x = 0; x < large.width(); x++) {
                boolean inLarge = large.at(0, y, x) > 0;
                if (inLarge && !near(small, y / 2, x / 2, 1)) apart++;
                boolean inSmall = small.at(0, y / 2, x / 2) > 0;
                if (inSmall && !near(large, y, x, 2)) apart++;
            }
        }
        return apart;
    }

    @ParameterizedTest
    @EnumSource(value = Defect.class, names = "CLEAN", mode = EnumSource.Mode.EXCLUDE)
    void defectsGrow(Defect defect) {
        int before = 0;
        for (double growth : new double[] {0.3, 0.6, 1}) {
            int now = inside(Micrograph.of(7, 1, 300, defect, new View(0, growth, 0)));
            assertTrue(now > before, defect + " at " + growth + ": " + now + " after " + before);
            before = now;
        }
    }

    @Test
    void outOfFocusIsSofterAndTheExposureChangesTheNoise() {
        Micrograph sharp = Micrograph.of(8, 1, 300, Defect.PORE, View.PLAIN);
        Micrograph soft = Micrograph.of(8, 1, 300, Defect.PORE, new View(6, 1, 0));
        Micrograph again = Micrograph.of(8, 1, 300, Defect.PORE, new View(0, 1, 1));
        assertEquals(sharp.mask(), soft.mask());
        assertTrue(inHoles(soft) > 1.5 * inHoles(sharp), "light leaks into the holes");
        assertNotEquals(sharp.light(), again.light());
        assertEquals(inHoles(sharp), inHoles(again), 0.05 * inHoles(sharp));
    }

    /** Mean light where the mask is. */
    private static double inHoles(Micrograph micrograph) {
        double sum = 0;
        for (int i = 0; i < micrograph.mask().values().length; i++) {
            sum += micrograph.mask().values()[i] * micrograph.light().values()[i];
        }
        return sum / inside(micrograph);
    }

    @ParameterizedTest
    @CsvSource({"0, 300", "1, 63", "1, 4097"})
    void refusesWhatItCannotDraw(int number, int size) {
        assertThrows(IllegalArgumentException.class, () -> Micrograph.of(1, number, size));
    }
}
