package sc.fiji.cam.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.io.Opener;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.cam.data.BadPicture;

/** PNG files, held against ImageJ's own way of opening them. */
class PngReadingTest {
    @TempDir Path folder;

    /** Kinds of PNG that the JDK writes: bands of 8 and 16 bit, colours by number, alpha. */
    static IntStream kindsOfPng() {
        return IntStream.of(
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_USHORT_GRAY,
                BufferedImage.TYPE_BYTE_BINARY,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_INT_ARGB);
    }

    @ParameterizedTest
    @MethodSource("kindsOfPng")
    void aPngOpensAsInImageJ(int type) throws IOException {
        BufferedImage drawn = new BufferedImage(20, 10, type);
        for (int i = 0; i < 200; i++) drawn.setRGB(i % 20, i / 20, i * 0x01030507);
        File file = folder.resolve("kind.png").toFile();
        ImageIO.write(drawn, "png", file);
        ImagePlus expected = Opener.openUsingImageIO(file.toString());
        ImagePlus found = ImageFiles.open(file.toPath());
        assertEquals(expected.getBitDepth(), found.getBitDepth());
        assertEquals(expected.getTitle(), found.getTitle());
        assertEquals(expected.getDisplayRangeMax(), found.getDisplayRangeMax());
        assertArrayEquals(rgb(expected), rgb(found));
        drawn.setRGB(3, 3, ~drawn.getRGB(3, 3) | 0xff000000);
        ImageIO.write(drawn, "png", file);
        assertFalse(Arrays.equals(rgb(expected), rgb(ImageFiles.open(file.toPath()))), "blind");
    }

    private static int[] rgb(ImagePlus image) {
        return (int[]) image.getProcessor().convertToRGB().getPixels();
    }

    @Test
    void aPngSaysWhatIsWrongWithIt() throws IOException {
        Path file = folder.resolve("half.png");
        ImageIO.write(new BufferedImage(64, 64, 1), "png", file.toFile());
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        String message = message(file);
        assertTrue(message.startsWith(file + ": the PNG file cannot be read (Error"), message);
        Files.write(file, new byte[] {(byte) 137, 'P', 'N', 'G', 1, 2, 3, 4});
        assertTrue(message(file).contains("the PNG file cannot be read ("), message(file));
    }

    private static String message(Path file) {
        return assertThrows(BadPicture.class, () -> ImageFiles.open(file)).getMessage();
    }
}
