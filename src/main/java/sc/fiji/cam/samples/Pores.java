package sc.fiji.cam.samples;

import sc.fiji.cam.data.Point;

/**
 * Pores: holes that swallow the light. Round with a soft, slightly uneven outline; the edge may
 * glint, and so may the bottom.
 */
final class Pores {
    private Pores() {}

    static void draw(Canvas canvas, Draws draws, double growth) {
        int count = draws.whole(1, 4);
        double x = Canvas.place(draws);
        double y = Canvas.place(draws);
        double apart = draws.range(15, 60);
        double largest = draws.scale(7, 17);
        for (int i = 0; i < count; i++) {
            Point centre = new Point(x, y);
            pore(canvas, draws, centre, growth * largest * (i == 0 ? 1 : draws.range(0.35, 1)));
            x = Canvas.inner(centre.x() + apart * draws.bell());
            y = Canvas.inner(centre.y() + apart * draws.bell());
        }
    }

    private static void pore(Canvas canvas, Draws draws, Point centre, double radius) {
        Outline outline = Outline.round(draws, centre, radius);
        double level = draws.range(0.03, 0.12);
        double soft = draws.range(0.3, 1.4);
        double rim = draws.chance(0.4) ? draws.range(0.1, 0.35) : 0;
        double glint = draws.chance(0.3) ? draws.range(0.15, 0.45) : 0;
        double lamp = draws.angle();
        double gx = centre.x() + 0.4 * radius * StrictMath.cos(lamp);
        double gy = centre.y() + 0.4 * radius * StrictMath.sin(lamp);
        canvas.near(
                centre,
                1.5 * radius + 5,
                (i, along, distance) -> {
                    double edge = outline.distance(canvas.x(i), canvas.y(i));
                    double outside = (edge - 1.2) / 1.1;
                    canvas.light()[i] *= 1 + rim * StrictMath.exp(-outside * outside);
                    double ox = (canvas.x(i) - gx) / (0.3 * radius);
                    double oy = (canvas.y(i) - gy) / (0.3 * radius);
                    double bottom = level + glint * StrictMath.exp(-ox * ox - oy * oy);
                    double share = Math.max(0, Math.min(1, 0.5 - edge / (2 * soft)));
                    canvas.blend(i, share, bottom);
                    canvas.mark(i, canvas.inside(edge));
                });
    }
}
