package sc.fiji.cam.samples;

import sc.fiji.cam.data.Point;

/**
 * Inclusions: particles of another material in the metal, flat and grey (seldom brighter than the
 * metal), with sharp corners, or drawn out all in one direction by rolling.
 */
final class Inclusions {
    private Inclusions() {}

    static void draw(Canvas canvas, Draws draws, double growth) {
        int count = draws.whole(1, 4);
        boolean rolled = draws.chance(0.45);
        double direction = draws.angle();
        double largest = draws.scale(8, 16);
        double level = draws.chance(0.2) ? draws.range(1.4, 1.6) : draws.range(0.4, 0.6);
        double dark = draws.chance(0.5) ? draws.range(0.1, 0.4) : 0;
        Noise grit = new Noise(draws.seed());
        double x = Canvas.place(draws);
        double y = Canvas.place(draws);
        double apart = draws.range(18, 60);
        for (int i = 0; i < count; i++) {
            double radius = growth * largest * (i == 0 ? 1 : draws.range(0.35, 1));
            Point centre = new Point(x, y);
            Outline outline =
                    rolled
                            ? Outline.round(draws, centre, radius)
                                    .stretched(draws.range(3, 7), direction)
                            : Outline.angular(draws, centre, radius);
            particle(canvas, outline, 3 * radius, level, dark, grit);
            double away = rolled ? direction + 0.15 * draws.bell() : draws.angle();
            double step = apart * draws.range(0.7, 1.5) * (draws.chance(0.5) ? 1 : -1);
            x = Canvas.inner(x + step * StrictMath.cos(away));
            y = Canvas.inner(y + step * StrictMath.sin(away));
        }
    }

    private static void particle(
            Canvas canvas, Outline outline, double reach, double level, double dark, Noise grit) {
        canvas.near(
                outline.centre(),
                reach + 4,
                (i, along, distance) -> {
                    double edge = outline.distance(canvas.x(i), canvas.y(i));
                    double own = 1 + 0.06 * grit.at(canvas.x(i) / 2, canvas.y(i) / 2);
                    double border = edge / 0.9;
                    double seam = dark * StrictMath.exp(-border * border);
                    canvas.blend(i, canvas.inside(edge), Surface.METAL * level * own);
                    canvas.light()[i] *= 1 - seam;
                    canvas.mark(i, canvas.inside(edge));
                });
    }
}
