package sc.fiji.cam.testing;

import java.util.List;
import java.util.Random;
import sc.fiji.cam.data.Picture;

/**
 * Gray pictures of five textures: stripes, checks, dots, grains, weave. Direction, scale, contrast,
 * brightness, a gradient of light and noise vary, so that no single pixel tells them apart.
 */
public final class Textures {
    /** The kinds, in order. */
    public static final List<String> CLASSES =
            List.of("checks", "dots", "grains", "stripes", "weave");

    private static final int CELLS = 64;

    private Textures() {}

    /**
     * Draws one.
     *
     * @param kind index in {@link #CLASSES}
     * @param size edge, pixels
     * @param seed the same seed gives the same picture
     */
    public static Picture draw(int kind, int size, long seed) {
        // Java's Random draws nearly the same first number from neighbouring small seeds.
        Random random = new Random(seed * 0x9e3779b97f4a7c15L + kind * 0xbf58476d1ce4e5b9L);
        double angle = random.nextDouble() * Math.PI;
        double period = 12 + 16 * random.nextDouble();
        double phase = 100 * random.nextDouble();
        double contrast = 25 + 60 * random.nextDouble();
        double light = 90 + 70 * random.nextDouble();
        double tilt = 60 * (random.nextDouble() - 0.5);
        double noise = 4 + 10 * random.nextDouble();
        double[][] centres = new double[CELLS][];
        for (int i = 0; i < CELLS; i++) {
            double shade = 2 * random.nextDouble() - 1;
            centres[i] =
                    new double[] {size * random.nextDouble(), size * random.nextDouble(), shade};
        }
        int[] rgb = new int[size * size];
        for (int i = 0; i < rgb.length; i++) {
            double x = i % size;
            double y = i / size;
            double u = (Math.cos(angle) * x + Math.sin(angle) * y) / period + phase;
            double v = (Math.cos(angle) * y - Math.sin(angle) * x) / period + phase;
            double shape = shape(kind, u, v, x, y, centres);
            double value = light + contrast * shape + tilt * (x / size - 0.5);
            value += noise * random.nextGaussian();
            int level = (int) Math.max(0, Math.min(255, value));
            rgb[i] = level * 0x010101;
        }
        return new Picture(CLASSES.get(kind) + " " + seed, size, size, rgb);
    }

    /** From -1 to 1. */
    private static double shape(
            int kind, double u, double v, double x, double y, double[][] centres) {
        double su = Math.sin(2 * Math.PI * u);
        double sv = Math.sin(2 * Math.PI * v);
        return switch (kind) {
            case 0 -> Math.signum(su * sv);
            case 1 -> Math.hypot(u - Math.floor(u) - 0.5, v - Math.floor(v) - 0.5) < 0.3 ? 1 : -1;
            case 2 -> nearest(x, y, centres);
            case 3 -> su;
            default -> Math.floor(u) % 2 == 0 ? su : sv;
        };
    }

    private static double nearest(double x, double y, double[][] centres) {
        double least = Double.POSITIVE_INFINITY;
        double shade = 0;
        for (double[] c : centres) {
            double distance = Math.hypot(x - c[0], y - c[1]);
            if (distance < least) {
                least = distance;
                shade = c[2];
            }
        }
        return shade;
    }
}
