package sc.fiji.cam.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class TestImagesTest {
    @Test
    void theFileIsWhatTheProgramDraws() throws IOException {
        File file = new File("test-images/surface.png");
        assertTrue(file.length() < 200_000, "small enough for every clone: " + file.length());
        assertArrayEquals(samples(TestImages.surface()), samples(ImageIO.read(file)));
    }

    private static int[] samples(BufferedImage image) {
        return image.getRaster()
                .getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (int[]) null);
    }
}
