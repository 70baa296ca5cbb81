package sc.fiji.cam.samples;

/**
 * A polished metal: grains whose borders the etchant may have darkened, some of them of a second,
 * striped phase, and a fine unevenness.
 */
final class Surface {
    /** Share of the light that the plain metal returns. */
    static final double METAL = 0.62;

    private final Cells cells;
    private final Noise warp;
    private final Noise fine;
    private final Noise mottle;
    private final double grain;
    private final double stretch;
    private final double cos;
    private final double sin;
    private final double border;
    private final double borderWidth;
    private final double spread;
    private final double second;
    private final double roughness;
    private final double fineSize;
    private final double mottling;
    private final double mottleSize;

    /** Draws what kind of metal it is. */
    Surface(Draws draws) {
        cells = new Cells(new Noise(draws.seed()));
        warp = new Noise(draws.seed());
        fine = new Noise(draws.seed());
        mottle = new Noise(draws.seed());
        grain = draws.scale(16, 95);
        stretch = draws.chance(0.35) ? draws.range(1.3, 2.8) : 1;
        double angle = draws.angle();
        cos = StrictMath.cos(angle);
        sin = StrictMath.sin(angle);
        boolean etched = draws.chance(0.7);
        border = etched ? draws.range(0.08, 0.5) : 0;
        borderWidth = draws.range(0.6, 1.5);
        spread = etched ? draws.range(0.02, 0.22) : draws.range(0, 0.03);
        second = etched && grain > 26 && draws.chance(0.35) ? draws.range(0.08, 0.35) : 0;
        roughness = draws.scale(0.006, 0.035);
        fineSize = draws.range(1.3, 4);
        mottling = draws.range(0, 0.05);
        mottleSize = draws.range(25, 90);
    }

    void draw(Canvas canvas) {
        double[] light = canvas.light();
        for (int i = 0; i < light.length; i++) {
            double x = canvas.x(i);
            double y = canvas.y(i);
            double level = METAL * grains(x, y);
            level *= 1 + roughness * (fine.at(x / fineSize, y / fineSize) + speckle(x, y));
            light[i] = level * (1 + mottling * mottle.at(x / mottleSize, y / mottleSize));
        }
    }

    private double speckle(double x, double y) {
        return 0.7 * fine.at(2.3 * x / fineSize + 100, 2.3 * y / fineSize);
    }

    /** Brightness by grain. */
    private double grains(double x, double y) {
        double wx = x + 0.12 * grain * warp.at(2.5 * x / grain, 2.5 * y / grain);
        double wy = y + 0.12 * grain * warp.at(2.5 * x / grain + 50, 2.5 * y / grain);
        double u = (wx * cos + wy * sin) / (grain * stretch);
        double v = (wy * cos - wx * sin) / grain;
        Cells.Cell cell = cells.at(u, v);
        double level = 1 + spread * (2 * cells.unit(cell, 3) - 1) + stripes(x, y, cell);
        double distance = (cell.next() - cell.nearest()) * grain / 2 / borderWidth;
        return distance > 4 ? level : level * (1 - border * StrictMath.exp(-distance * distance));
    }

    /** Grains of the second phase are darker, and striped, each in its own direction. */
    private double stripes(double x, double y, Cells.Cell cell) {
        if (cells.unit(cell, 4) >= second) return 0;
        double angle = StrictMath.PI * cells.unit(cell, 5);
        double period = 2.5 + 2 * cells.unit(cell, 6);
        double across = x * StrictMath.cos(angle) + y * StrictMath.sin(angle);
        return -0.1 + 0.08 * StrictMath.sin(2 * StrictMath.PI * across / period);
    }
}
