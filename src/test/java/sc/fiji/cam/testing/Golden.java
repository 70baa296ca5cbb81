package sc.fiji.cam.testing;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import sc.fiji.cam.data.Picture;

/** Pictures of the golden pack. */
public final class Golden {
    private Golden() {}

    /** Reads an RGB picture file. */
    public static Picture picture(Path file) {
        try {
            return picture(file.toUri().toURL());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads an RGB picture among the test resources. */
    public static Picture picture(String resource) {
        return picture(Golden.class.getResource(resource));
    }

    private static Picture picture(URL url) {
        try {
            BufferedImage image = ImageIO.read(url);
            int w = image.getWidth();
            int h = image.getHeight();
            return new Picture(url.getFile(), w, h, image.getRGB(0, 0, w, h, new int[w * h], 0, w));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
