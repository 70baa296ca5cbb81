package sc.fiji.cam.samples;

import sc.fiji.cam.data.Planes;

/** Lamp, lens and camera: uneven light, blur, contrast, noise, and the tint of the lamp. */
final class Optics {
    private static final int CHANNELS = 3;

    private final double lampX;
    private final double lampY;
    private final double slopeX;
    private final double slopeY;
    private final double vignette;
    private final double blur;
    private final double level;
    private final double contrast;
    private final double gamma;
    private final double readNoise;
    private final double shotNoise;
    private final double[] tint;

    /** Draws a microscope. */
    Optics(Draws draws) {
        lampX = draws.range(0.25, 0.75) * Canvas.EDGE;
        lampY = draws.range(0.25, 0.75) * Canvas.EDGE;
        slopeX = draws.range(-0.2, 0.2);
        slopeY = draws.range(-0.2, 0.2);
        vignette = draws.range(0, 0.35);
        blur = draws.range(0.3, 1.1);
        level = draws.range(0.35, 0.8);
        contrast = draws.range(0.85, 1.25);
        gamma = draws.range(0.85, 1.2);
        readNoise = draws.scale(0.004, 0.03);
        shotNoise = draws.scale(0.003, 0.03);
        boolean coloured = draws.chance(0.4);
        double warm = draws.range(-0.1, 0.16);
        double green = draws.range(-0.04, 0.04);
        tint = coloured ? new double[] {1 + warm, 1 + green, 1 - warm} : new double[] {1};
    }

    /**
     * Takes a picture.
     *
     * @param defocus further blur, units
     * @param draws of the noise
     * @return one plane (grey) or three (red, green, blue), 0 to 1
     */
    Planes expose(Canvas canvas, double defocus, Draws draws) {
        int size = canvas.size();
        double sigma = Math.sqrt(blur * blur + defocus * defocus) * canvas.unit();
        double[] seen = Blur.gaussian(canvas.light(), size, sigma);
        float[] values = new float[tint.length * seen.length];
        for (int i = 0; i < seen.length; i++) {
            double v = seen[i] / Surface.METAL * lamp(canvas.x(i), canvas.y(i));
            v = level * Math.max(0, 1 + contrast * (v - 1));
            v = StrictMath.pow(v, gamma);
            double sd = Math.sqrt(readNoise * readNoise + shotNoise * shotNoise * v);
            // A camera for colours has its own noise in each of them, around a common part.
            double common = draws.bell();
            for (int c = 0; c < tint.length; c++) {
                double noise = tint.length < CHANNELS ? common : 0.7 * (common + draws.bell());
                double seenHere = v * tint[c] + sd * noise;
                values[c * seen.length + i] = (float) Math.max(0, Math.min(1, seenHere));
            }
        }
        return new Planes(tint.length, size, size, values);
    }

    private double lamp(double x, double y) {
        double dx = (x - lampX) / Canvas.EDGE;
        double dy = (y - lampY) / Canvas.EDGE;
        return 1 + slopeX * dx + slopeY * dy - vignette * (dx * dx + dy * dy);
    }
}
