package sc.fiji.cam.testing;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Small noisy pictures of two kinds that a few steps of training tell apart: red and green. */
public final class Patches {
    /** The kinds, in order. */
    public static final List<String> CLASSES = List.of("green", "red");

    private Patches() {}

    /**
     * Writes a folder per kind.
     *
     * @param count pictures of each
     * @param size edge, pixels
     * @return {@code folder}
     */
    public static Path write(Path folder, int count, int size) {
        Random random = new Random(4);
        for (String kind : CLASSES) {
            for (int i = 0; i < count; i++) {
                write(folder.resolve(kind).resolve(i + ".png"), kind.equals("red"), size, random);
            }
        }
        return folder;
    }

    private static void write(Path file, boolean red, int size, Random random) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int strong = 120 + random.nextInt(100);
                int weak = 30 + random.nextInt(100);
                int blue = random.nextInt(256);
                image.setRGB(x, y, (red ? strong : weak) << 16 | (red ? weak : strong) << 8 | blue);
            }
        }
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
