package sc.fiji.cam.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Planes;

/** The JDK's reader is the judge. */
class PngFileTest {
    private static int[] read(byte[] bytes) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
        int w = image.getWidth();
        int[] rgb = image.getRGB(0, 0, w, image.getHeight(), null, 0, w);
        for (int i = 0; i < rgb.length; i++) rgb[i] &= 0xffffff;
        return rgb;
    }

    /** Noise does not pack, so large ones fill many chunks. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "7, 1", "2, 3", "300, 200", "641, 333"})
    void everyPixelComesBack(int width, int height) throws IOException {
        Random random = new Random(width);
        int[] noise = random.ints((long) width * height, 0, 1 << 24).toArray();
        int[] smooth = new int[noise.length];
        for (int i = 0; i < smooth.length; i++) {
            smooth[i] = i % width << 16 | i / width << 8 & 0xff00 | 5;
            smooth[i] &= 0xffffff;
        }
        for (int[] rgb : new int[][] {noise, smooth, new int[noise.length]}) {
            byte[] bytes = PngFile.bytes(new Picture("p", width, height, rgb));
            assertArrayEquals(rgb, read(bytes));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 7, 5", "1, 301, 200", "3, 7, 5", "3, 30, 20"})
    void everyValueComesBackInEightBits(int count, int width, int height) throws IOException {
        float[] values = new float[count * width * height];
        for (int i = 0; i < values.length; i++) values[i] = (i * 37 % 1001) / 1000f;
        Planes planes = new Planes(count, height, width, values);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(PngFile.bytes(planes)));
        assertEquals(count, image.getRaster().getNumBands());
        for (int i = 0; i < values.length; i++) {
            int x = i % width;
            int y = i / width % height;
            int found = image.getRaster().getSample(x, y, i / width / height);
            assertEquals((int) (255 * values[i] + 0.5f), found);
        }
        Planes two = new Planes(2, 1, 1, new float[2]);
        assertThrows(IllegalArgumentException.class, () -> PngFile.bytes(two));
    }

    @Test
    void aFaultWouldBeNoticed() throws IOException {
        int[] rgb = new Random(1).ints(100, 0, 1 << 24).toArray();
        int[] found = read(PngFile.bytes(new Picture("p", 10, 10, rgb)));
        rgb[57] ^= 1;
        assertFalse(Arrays.equals(rgb, found));
    }

    @Test
    void theUpperBitsDoNotCount() {
        int[] rgb = {0xff123456, 0x80ffffff};
        byte[] bytes = PngFile.bytes(new Picture("p", 2, 1, rgb));
        int[] plain = {0x123456, 0xffffff};
        assertArrayEquals(PngFile.bytes(new Picture("q", 2, 1, plain)), bytes);
        assertEquals((byte) 0x89, bytes[0]);
    }
}
