package sc.fiji.cam.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;
import java.util.Random;
import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.planar.PlanarImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.data.Picture;

class IntervalsTest {
    @Test
    void eightBitIsTakenAsItIs() {
        byte[] pixels = {0, 1, 100, (byte) 200, 7, 9};
        Picture picture = Pictures.of(ArrayImgs.unsignedBytes(pixels, 3, 2));
        assertArrayEquals(grey(0, 1, 100, 200, 7, 9), picture.rgb());
        assertEquals(3, picture.width());
    }

    @Test
    void sixteenBitIsShownAsImageJDoes() {
        short[] pixels = new short[35];
        Random random = new Random(3);
        for (int i = 0; i < 35; i++) pixels[i] = (short) random.nextInt(60000);
        ImagePlus image = new ImagePlus("", new ShortProcessor(7, 5, pixels.clone(), null));
        image.resetDisplayRange();
        assertArrayEquals(
                Pictures.of(image).rgb(),
                Pictures.of(ArrayImgs.unsignedShorts(pixels, 7, 5)).rgb());
    }

    @Test
    void floatsAreShownAsImageJDoes() {
        float[] pixels = new float[35];
        Random random = new Random(3);
        for (int i = 0; i < 35; i++) pixels[i] = (float) random.nextGaussian();
        ImagePlus image = new ImagePlus("", new FloatProcessor(7, 5, pixels.clone()));
        assertArrayEquals(
                Pictures.of(image).rgb(), Pictures.of(ArrayImgs.floats(pixels, 7, 5)).rgb());
    }

    @Test
    void theThirdAxisIsRedGreenBlue() {
        byte[] pixels = {1, 2, 10, 20, 100, (byte) 250};
        int[] expected = {0x010a64, 0x0214fa};
        assertArrayEquals(expected, Pictures.of(ArrayImgs.unsignedBytes(pixels, 2, 1, 3)).rgb());
    }

    @Test
    void otherTypesTakeTheirExtremesOfAllChannelsTogether() {
        double[] values = {-1, 0, 1, 3, 0, 0};
        int[] expected = {0x008040, 0x40ff40};
        assertArrayEquals(expected, Pictures.of(ArrayImgs.doubles(values, 2, 1, 3)).rgb());
        long[] bits = {0b10};
        Picture mask =
                Pictures.of(
                        ArrayImgs.bits(
                                new net.imglib2.img.basictypeaccess.array.LongArray(bits), 2, 1));
        assertArrayEquals(grey(0, 255), mask.rgb());
    }

    @Test
    void anImageOfOneValueIsBlack() {
        assertArrayEquals(
                grey(0, 0), Pictures.of(ArrayImgs.floats(new float[] {5, 5}, 2, 1)).rgb());
    }

    @Test
    void theIntervalMayBeginAnywhere() {
        Img<FloatType> whole = noise();
        RandomAccessibleInterval<FloatType> part =
                Views.interval(whole, new FinalInterval(new long[] {3, 2}, new long[] {9, 6}));
        float[] copy = new float[35];
        for (int i = 0; i < 35; i++) {
            copy[i] = whole.getAt(3 + i % 7, 2 + i / 7).get();
        }
        Picture expected = Pictures.of(ArrayImgs.floats(copy, 7, 5));
        assertEquals(expected, Pictures.of(part));
        assertEquals(expected, Pictures.of(Views.translate(part, -50, 1000)));
        assertNotEquals(
                expected,
                Pictures.of(
                        Views.interval(
                                whole, new FinalInterval(new long[] {2, 2}, new long[] {8, 6}))));
    }

    @Test
    void planarImagesAreTheSame() {
        Img<FloatType> planar = PlanarImgs.floats(12, 9);
        Img<FloatType> array = noise();
        var cursor = Views.flatIterable(array).cursor();
        for (FloatType value : Views.flatIterable(planar)) value.set(cursor.next());
        assertEquals(Pictures.of(array), Pictures.of(planar));
    }

    @Test
    void refusesOtherDimensionsAndNaN() {
        for (long[] size : new long[][] {{4}, {2, 2, 2}, {2, 2, 4}, {2, 2, 3, 1}}) {
            String message =
                    assertThrows(BadPicture.class, () -> Pictures.of(PlanarImgs.floats(size)))
                            .getMessage();
            assertTrue(message.contains(java.util.Arrays.toString(size)), message);
        }
        float[] values = {1, Float.NaN};
        assertThrows(BadPicture.class, () -> Pictures.of(ArrayImgs.floats(values, 2, 1)));
    }

    private static Img<FloatType> noise() {
        Img<FloatType> img = ArrayImgs.floats(12, 9);
        Random random = new Random(5);
        for (FloatType value : img) value.set(random.nextFloat());
        return img;
    }

    private static int[] grey(int... values) {
        int[] rgb = new int[values.length];
        for (int i = 0; i < rgb.length; i++) rgb[i] = values[i] * 0x010101;
        return rgb;
    }
}
