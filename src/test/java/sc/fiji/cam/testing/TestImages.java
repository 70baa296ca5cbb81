package sc.fiji.cam.testing;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Draws the pictures of {@code test-images/}, always the same. Run {@link #main} to write them
 * anew.
 */
public final class TestImages {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 360;
    private static final int GRAINS = 70;

    private final Random random = new Random(20260101);
    private final double[] grainX = new double[GRAINS];
    private final double[] grainY = new double[GRAINS];
    private final double[] grainLevel = new double[GRAINS];

    private TestImages() {
        for (int g = 0; g < GRAINS; g++) {
            grainX[g] = random.nextDouble() * WIDTH;
            grainY[g] = random.nextDouble() * HEIGHT;
            grainLevel[g] = 120 + 70 * random.nextDouble();
        }
    }

    /** Writes all pictures into {@code test-images/}. */
    public static void main(String[] args) throws IOException {
        ImageIO.write(surface(), "png", Path.of("test-images", "surface.png").toFile());
    }

    /**
     * A polished and etched metal surface under the light microscope: grains, grain boundaries,
     * uneven light, pits, and one scratch. 8-bit gray.
     */
    public static BufferedImage surface() {
        TestImages drawing = new TestImages();
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double v = drawing.metal(x, y) * light(x, y) + pits(x, y) + scratch(x, y);
                v += 3 * drawing.random.nextGaussian();
                int level = (int) Math.max(0, Math.min(255, v));
                image.getRaster().setSample(x, y, 0, level);
            }
        }
        return image;
    }

    /** Level of the grain a pixel belongs to, darker within two pixels of a boundary. */
    private double metal(int x, int y) {
        double nearest = Double.MAX_VALUE;
        double second = Double.MAX_VALUE;
        double level = 0;
        for (int g = 0; g < GRAINS; g++) {
            double d = StrictMath.hypot(x - grainX[g], y - grainY[g]);
            if (d < nearest) {
                second = nearest;
                nearest = d;
                level = grainLevel[g];
            } else if (d < second) {
                second = d;
            }
        }
        double boundary = StrictMath.exp(-StrictMath.pow((second - nearest) / 2.5, 2));
        return level * (1 - 0.55 * boundary);
    }

    private static double light(int x, int y) {
        double dx = (x - 0.4 * WIDTH) / WIDTH;
        double dy = (y - 0.45 * HEIGHT) / HEIGHT;
        return 1.1 - 0.5 * (dx * dx + dy * dy);
    }

    /** Dark spots of different sizes, all in the lower left. */
    private static double pits(int x, int y) {
        double v = 0;
        for (int i = 0; i < 9; i++) {
            double px = 60 + 23 * (i % 4) + 7 * (i % 3);
            double py = 230 + 29 * (i / 3) + 5 * (i % 2);
            double r = 2.5 + i % 3;
            v -= 110 * StrictMath.exp(-((x - px) * (x - px) + (y - py) * (y - py)) / (r * r));
        }
        return v;
    }

    /** A bright furrow with a dark side, from the upper middle to the right, fading at its ends. */
    private static double scratch(int x, int y) {
        double along = (x - 230) / 200.0;
        if (along < 0 || along > 1) return 0;
        double across = y - (70 + 95 * along + 14 * StrictMath.sin(2.2 * along));
        double strength = StrictMath.min(1, 6 * StrictMath.min(along, 1 - along));
        double bright = 95 * StrictMath.exp(-across * across / 5);
        double dark = 80 * StrictMath.exp(-(across - 4) * (across - 4) / 6);
        return strength * (bright - dark);
    }
}
