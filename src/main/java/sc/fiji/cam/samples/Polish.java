package sc.fiji.cam.samples;

import sc.fiji.cam.data.Point;

/**
 * What the preparation leaves on every surface, with or without defect: fine lines of the polishing
 * cloth, stains, specks. Each is fainter, finer or softer than any defect.
 */
final class Polish {
    private Polish() {}

    static void draw(Canvas canvas, Draws draws) {
        int stains = draws.whole(0, 3);
        for (int i = 0; i < stains; i++) stain(canvas, draws);
        lines(canvas, draws);
        int specks = draws.chance(0.3) ? 0 : draws.whole(1, 50);
        for (int i = 0; i < specks; i++) speck(canvas, draws);
    }

    private static void stain(Canvas canvas, Draws draws) {
        double radius = draws.range(12, 45);
        double depth = draws.range(-0.09, 0.05);
        Point centre = new Point(draws.range(0, Canvas.EDGE), draws.range(0, Canvas.EDGE));
        canvas.near(
                centre,
                2.5 * radius,
                (i, along, d) ->
                        canvas.light()[i] *= 1 + depth * StrictMath.exp(-d * d / radius / radius));
    }

    private static void lines(Canvas canvas, Draws draws) {
        int count = draws.chance(0.2) ? 0 : (int) draws.scale(3, 160);
        double[] directions = {draws.angle(), draws.angle()};
        double crossing = draws.chance(0.5) ? draws.range(0.1, 0.5) : 0;
        double fan = draws.range(0.01, 0.25);
        double deepest = draws.range(0.03, 0.13);
        for (int i = 0; i < count; i++) {
            double angle = directions[draws.chance(crossing) ? 1 : 0] + fan * draws.bell();
            line(canvas, draws, angle, deepest);
        }
    }

    private static void line(Canvas canvas, Draws draws, double angle, double deepest) {
        double half = draws.scale(30, 500) / 2;
        double dx = half * StrictMath.cos(angle);
        double dy = half * StrictMath.sin(angle);
        double x = draws.range(0, Canvas.EDGE);
        double y = draws.range(0, Canvas.EDGE);
        double depth = draws.range(0.2, 1) * deepest * (draws.chance(0.25) ? -1 : 1);
        double width = draws.range(0.3, 0.65);
        canvas.near(
                new Point(x - dx, y - dy),
                new Point(x + dx, y + dy),
                width + 1 / canvas.unit(),
                (i, along, across) -> {
                    double ends = Math.min(1, 8 * Math.min(along, 1 - along));
                    double share = canvas.strip(across, width);
                    canvas.light()[i] *= 1 - depth * ends * share;
                });
    }

    private static void speck(Canvas canvas, Draws draws) {
        double radius = draws.range(0.6, 1.3);
        double depth = draws.range(0.05, 0.25);
        Point centre = new Point(draws.range(0, Canvas.EDGE), draws.range(0, Canvas.EDGE));
        canvas.near(
                centre,
                radius + 1 / canvas.unit(),
                (i, along, d) -> canvas.light()[i] *= 1 - depth * canvas.inside(d - radius));
    }
}
