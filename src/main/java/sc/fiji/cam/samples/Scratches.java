package sc.fiji.cam.samples;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.cam.data.Point;

/**
 * A scratch: one nearly straight groove, several times as wide as a polishing line. It scatters the
 * light and is dark, or faces the lamp and is bright; metal thrown up on one side does the
 * opposite.
 */
final class Scratches {
    private static final int SEGMENTS = 24;

    private Scratches() {}

    static void draw(Canvas canvas, Draws draws, double growth) {
        List<Point> line = line(draws, growth);
        double half = draws.range(1.4, 2.8);
        boolean bright = draws.chance(0.3);
        double groove = bright ? draws.range(0.4, 0.65) : -draws.range(0.4, 0.7);
        double ridge = -groove * draws.range(0.2, 0.7);
        double ridgeWidth = draws.range(0.8, 1.8);
        double side = draws.chance(0.5) ? 1 : -1;
        double patchy = draws.range(0, 0.35);
        Noise noise = new Noise(draws.seed());
        canvas.near(
                line,
                half + 2 * ridgeWidth + 1 / canvas.unit(),
                (i, along, across) -> {
                    double ends = Math.min(1, 10 * Math.min(along, 1 - along));
                    double strength = ends * (1 - patchy * (0.5 + 0.5 * noise.at(14 * along, 0)));
                    double core = canvas.strip(across, half);
                    double beside = (side * across - half - ridgeWidth) / ridgeWidth;
                    double burr = (1 - core) * StrictMath.exp(-2 * beside * beside);
                    canvas.light()[i] *= 1 + strength * (groove * core + ridge * burr);
                    if (ends > 0.3) canvas.mark(i, core);
                });
    }

    /** A flat arc through a place in the inner part of the picture. */
    private static List<Point> line(Draws draws, double growth) {
        double angle = draws.angle();
        double length = draws.range(90, 330);
        double bow = draws.range(-0.06, 0.06) * length;
        double x = Canvas.place(draws);
        double y = Canvas.place(draws);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        List<Point> line = new ArrayList<>();
        for (int i = 0; i <= SEGMENTS; i++) {
            double t = 2.0 * i / SEGMENTS - 1;
            double u = growth * t * length / 2;
            double v = bow * (1 - growth * growth * t * t);
            line.add(new Point(x + u * cos - v * sin, y + u * sin + v * cos));
        }
        return line;
    }
}
