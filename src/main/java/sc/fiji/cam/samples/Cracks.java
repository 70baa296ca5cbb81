package sc.fiji.cam.samples;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import sc.fiji.cam.data.Point;

/** A crack: a jagged dark line that keeps its general direction and thins out to both ends. */
final class Cracks {
    private Cracks() {}

    static void draw(Canvas canvas, Draws draws, double growth) {
        double direction = draws.angle();
        double length = draws.range(90, 260);
        double step = draws.range(6, 16);
        double jagged = draws.range(0.25, 0.55);
        double half = draws.range(0.8, 2);
        double level = draws.range(0.05, 0.28);
        double x = Canvas.place(draws);
        double y = Canvas.place(draws);
        Point middle = new Point(x, y);
        List<Point> line = walk(draws, middle, direction + StrictMath.PI, length / 2, step, jagged);
        Collections.reverse(line);
        List<Point> rest = walk(draws, middle, direction, length / 2, step, jagged);
        line.addAll(rest.subList(1, rest.size()));
        int branches = draws.chance(0.45) ? 0 : draws.whole(1, 3);
        List<List<Point>> lines = new ArrayList<>(List.of(line));
        for (int i = 0; i < branches; i++) {
            Point from = line.get(draws.whole(line.size() / 5, 4 * line.size() / 5));
            double side = draws.range(0.4, 1.1) * (draws.chance(0.5) ? 1 : -1);
            double away = direction + side + (draws.chance(0.5) ? StrictMath.PI : 0);
            lines.add(walk(draws, from, away, draws.range(0.15, 0.4) * length, step, jagged));
        }
        paint(canvas, grown(line, growth), half, level, 0.5);
        for (List<Point> branch : lines.subList(1, lines.size())) {
            paint(canvas, branch.subList(0, tip(branch, growth)), 0.65 * half, level, 0);
        }
    }

    /** A random walk; every step is broken once more, off the straight line. */
    private static List<Point> walk(
            Draws draws, Point from, double direction, double length, double step, double jagged) {
        List<Point> line = new ArrayList<>(List.of(from));
        double turn = 0;
        for (double gone = 0; gone < length; gone += step) {
            turn = 0.3 * turn + jagged * draws.bell();
            Point a = line.get(line.size() - 1);
            double cos = StrictMath.cos(direction + turn);
            double sin = StrictMath.sin(direction + turn);
            double off = 0.18 * step * draws.bell();
            line.add(
                    new Point(
                            a.x() + step / 2 * cos - off * sin,
                            a.y() + step / 2 * sin + off * cos));
            line.add(new Point(a.x() + step * cos, a.y() + step * sin));
        }
        return line;
    }

    /** The inner part of a line that has grown from its middle to a share of its length. */
    private static List<Point> grown(List<Point> line, double growth) {
        int cut = (int) ((1 - growth) * (line.size() - 2) / 2);
        return line.subList(cut, line.size() - cut);
    }

    private static int tip(List<Point> branch, double growth) {
        return Math.max(2, (int) (growth * branch.size()));
    }

    /** Full width at one place of the line, none at its ends. */
    private static void paint(
            Canvas canvas, List<Point> line, double half, double level, double widest) {
        canvas.near(
                line,
                half + 1 / canvas.unit(),
                (i, along, across) -> {
                    double end = along < widest ? along / widest : (1 - along) / (1 - widest);
                    double width = half * Math.min(1, 0.25 + 1.5 * Math.sqrt(end));
                    double share = canvas.strip(across, width);
                    canvas.blend(i, share, level);
                    canvas.mark(i, share);
                });
    }
}
