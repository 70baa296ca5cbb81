package sc.fiji.cam.samples;

import sc.fiji.cam.data.Planes;

/**
 * A synthetic micrograph with the truth about it.
 *
 * @param defect what it shows
 * @param light one plane (grey) or three (red, green, blue), 0 to 1
 * @param mask one plane of the same size: 1 where the defect covers at least a quarter of the
 *     pixel, else 0; all 0 for {@link Defect#CLEAN}
 */
public record Micrograph(Defect defect, Planes light, Planes mask) {
    /** The smallest edge at which defects can be told apart, pixels. */
    public static final int SMALLEST = 64;

    /** Share of a pixel; lines thinner than a pixel are to be part of the mask, too. */
    private static final double COVERED = 0.25;

    /** The largest edge, pixels. */
    public static final int LARGEST = 4096;

    /**
     * Draws the picture with a number. All kinds of defects take turns, in the order of {@link
     * Defect}; the same seed, number and size give the same picture, whatever else is drawn.
     *
     * @param seed which series
     * @param number from 1
     * @param size edge, pixels, {@link #SMALLEST} to {@link #LARGEST}
     */
    public static Micrograph of(long seed, int number, int size) {
        Defect[] kinds = Defect.values();
        Defect defect = kinds[Math.floorMod(number - 1, kinds.length)];
        return of(seed, number, size, defect, View.PLAIN);
    }

    /**
     * Draws a chosen defect on the surface of a number, seen in a chosen way.
     *
     * @param seed which series
     * @param number from 1; surface, microscope and place of the defect depend on it
     * @param size edge, pixels, {@link #SMALLEST} to {@link #LARGEST}
     * @param defect to draw
     * @param view focus, growth, noise
     */
    public static Micrograph of(long seed, int number, int size, Defect defect, View view) {
        check(number, size);
        Draws draws = Draws.of(seed, number);
        Canvas canvas = new Canvas(size);
        new Surface(draws.fork("surface")).draw(canvas);
        Polish.draw(canvas, draws.fork("polish"));
        defect.draw(canvas, draws.fork("defect"), view.growth());
        Optics optics = new Optics(draws.fork("optics"));
        Planes light =
                optics.expose(canvas, view.defocus(), draws.fork("noise " + view.exposure()));
        return new Micrograph(defect, light, new Planes(1, size, size, mask(canvas)));
    }

    /** Refuses numbers and sizes that no picture has. */
    static void check(int number, int size) {
        if (number < 1 || size < SMALLEST || size > LARGEST) {
            throw new IllegalArgumentException("number " + number + ", size " + size);
        }
    }

    private static float[] mask(Canvas canvas) {
        float[] mask = new float[canvas.cover().length];
        for (int i = 0; i < mask.length; i++) mask[i] = canvas.cover()[i] >= COVERED ? 1 : 0;
        return mask;
    }
}
