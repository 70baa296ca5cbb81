package sc.fiji.cam.cam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.Interpolation;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.Npz;

class ResamplerTest {
    private static final Pattern KEY =
            Pattern.compile("([ac])_\\w+_to_(\\d+)x(\\d+)_(nearest|bilinear|bicubic)");

    @Test
    void equalsPillowBitForBit() {
        Npz truth = Golden.truth("resize");
        assertEquals(9, compare(truth, "a", Golden.decoded("a", "300")));
        assertEquals(9, compare(truth, "c", Golden.decoded("c", "260x380")));
    }

    private static int compare(Npz truth, String name, Picture picture) {
        int compared = 0;
        for (String entry : truth.names()) {
            Matcher key = KEY.matcher(entry);
            if (!key.matches() || !key.group(1).equals(name)) continue;
            int width = Integer.parseInt(key.group(2));
            int height = Integer.parseInt(key.group(3));
            Interpolation filter = Interpolation.valueOf(key.group(4).toUpperCase());
            Picture ours = Resampler.resize(picture, width, height, filter);
            assertEquals(0, differences(ours, truth.get(entry)), entry);
            Interpolation other =
                    filter == Interpolation.BILINEAR
                            ? Interpolation.BICUBIC
                            : Interpolation.BILINEAR;
            Picture wrong = Resampler.resize(picture, width, height, other);
            assertTrue(differences(wrong, truth.get(entry)) > 1000, "blind: " + entry);
            compared++;
        }
        return compared;
    }

    private static int differences(Picture ours, Npz.Array theirs) {
        assertEquals(theirs.shape()[0], ours.height());
        assertEquals(theirs.shape()[1], ours.width());
        int different = 0;
        for (int i = 0; i < theirs.doubles().length; i++) {
            int v = ours.rgb()[i / 3] >> (16 - 8 * (i % 3)) & 255;
            if (v != (int) theirs.doubles()[i]) different++;
        }
        return different;
    }

    @Test
    void keepsAPictureThatHasTheSizeAlready() {
        Picture noise = noise(41, 23);
        for (Interpolation filter : Interpolation.values()) {
            assertEquals(noise, Resampler.resize(noise, 41, 23, filter));
            assertNotEquals(noise, Resampler.resize(noise, 41, 22, filter));
        }
    }

    @Test
    void keepsAnEvenPictureAtAnySize() {
        Picture even =
                new Picture("even", 7, 3, IntStream.generate(() -> 0x80ff01).limit(21).toArray());
        for (Interpolation filter : Interpolation.values()) {
            for (int[] size : new int[][] {{1, 1}, {2, 9}, {100, 2}, {7, 64}}) {
                for (int pixel : Resampler.resize(even, size[0], size[1], filter).rgb()) {
                    assertEquals(0x80ff01, pixel);
                }
            }
        }
    }

    @Test
    void aWindowIsThatPartOfTheWhole() {
        Picture noise = noise(97, 61);
        for (Interpolation filter : Interpolation.values()) {
            Picture whole = Resampler.resize(noise, 50, 80, filter);
            Picture part =
                    Resampler.resize(
                            noise,
                            Resampler.Axis.of(97, 50, 11, 20, filter),
                            Resampler.Axis.of(61, 80, 30, 33, filter));
            for (int y = 0; y < 33; y++) {
                for (int x = 0; x < 20; x++) {
                    assertEquals(whole.rgb()[(y + 30) * 50 + x + 11], part.rgb()[y * 20 + x]);
                }
            }
        }
    }

    private static Picture noise(int width, int height) {
        return new Picture(
                "noise", width, height, new Random(1).ints(width * height, 0, 1 << 24).toArray());
    }
}
