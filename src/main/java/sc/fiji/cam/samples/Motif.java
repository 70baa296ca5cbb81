package sc.fiji.cam.samples;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** The choices that make one picture of a {@link Pattern}, and the shapes that they give. */
final class Motif {
    private static final double TURN = 2 * StrictMath.PI;
    private static final double ROOT_3 = StrictMath.sqrt(3);

    /** Directions of waves or fibres that are laid over each other. */
    private static final int DIRECTIONS = 6;

    /** Of the lines of a lattice of triangles. */
    private static final double[] LATTICE_COS = lattice(StrictMath::cos);

    private static final double[] LATTICE_SIN = lattice(StrictMath::sin);

    private final Noise noise;
    private final Cells cells;
    private final double first;
    private final double second;
    private final double[] cos = new double[DIRECTIONS];
    private final double[] sin = new double[DIRECTIONS];

    Motif(Draws draws) {
        noise = new Noise(draws.seed());
        cells = new Cells(new Noise(draws.seed()));
        first = draws.range(0, 1);
        second = draws.range(0, 1);
        for (int i = 0; i < DIRECTIONS; i++) {
            double angle = draws.angle();
            cos[i] = StrictMath.cos(angle);
            sin[i] = StrictMath.sin(angle);
        }
    }

    /** Courses of bricks of different shades, with joints between them. */
    double bricks(double u, double v) {
        double row = Math.floor(v);
        double along = u / (1.5 + first) + stagger(row);
        double column = Math.floor(along);
        double joint = 0.06 + 0.06 * second;
        if (v - row < joint || along - column < joint / (1.5 + first)) return -1;
        return 0.4 + 0.5 * (2 * noise.unit((long) column, (long) row, 1) - 1);
    }

    /** Fine lines of one direction, of any length. */
    double brushed(double u, double v) {
        double length = 5 + 15 * first;
        return noise.at(u / length, 4 * v) + 0.7 * noise.at(u / length + 50, 9 * v);
    }

    /** Noise of all scales. */
    double clouds(double u, double v) {
        double sum = 0;
        double share = 1;
        for (double scale = 0.5; scale < 10; scale *= 2) {
            sum += share * noise.at(u * scale, v * scale + 20 * scale);
            share *= 0.45 + 0.25 * first;
        }
        return sum;
    }

    /** Thin bright threads in all directions. */
    double fibres(double u, double v) {
        double most = 0;
        for (int i = 0; i < DIRECTIONS; i++) {
            double along = u * cos[i] + v * sin[i];
            double across = v * cos[i] - u * sin[i] + 0.3 * noise.at(along / 3, i);
            double off = noise.at(along / 12 + 30 * i, 1.5 * across);
            most = Math.max(most, StrictMath.exp(-off * off * (100 + 200 * first)));
        }
        return 2 * most - 1;
    }

    /** Walls of bubbles. */
    double foam(double u, double v) {
        Cells.Cell cell = cells.at(u, v);
        double wall = (cell.next() - cell.nearest()) / (0.08 + 0.1 * first);
        return 2 * StrictMath.exp(-wall * wall) - 1;
    }

    /** Stripes that turn to and fro. */
    double herringbone(double u, double v) {
        double fold = Math.abs(u / 2 - Math.floor(u / 2) - 0.5);
        return StrictMath.tanh(3 * wave(1.5 * v + (2 + 2 * second) * fold));
    }

    /** A honeycomb. */
    double hexagons(double u, double v) {
        double a = hexagon(u, v);
        double b = hexagon(u + 0.5, v + ROOT_3 / 2);
        return Math.max(a, b) > 0.5 - 0.05 - 0.07 * first ? -1 : 1;
    }

    /** 0.5 on the border of the hexagon of this place, if it is of every second row. */
    private static double hexagon(double u, double v) {
        double x = Math.abs(u - Math.rint(u));
        double y = Math.abs(v - ROOT_3 * Math.rint(v / ROOT_3));
        double edge = Math.max(x, (x + ROOT_3 * y) / 2);
        return edge > 0.5 ? 0 : edge;
    }

    /** Smooth patches of two shades. */
    double islands(double u, double v) {
        double height = noise.at(u, v) + 0.4 * noise.at(2.3 * u + 40, 2.3 * v);
        return StrictMath.tanh(8 * (height + first - 0.5));
    }

    /** Worms of one width. */
    double labyrinth(double u, double v) {
        double sum = 0;
        for (int i = 0; i < DIRECTIONS; i++) sum += wave(u * cos[i] + v * sin[i] + i * first);
        return StrictMath.tanh(sum * (1 + 2 * second));
    }

    /** Grains with stripes, of another direction in each. */
    double lamellae(double u, double v) {
        Cells.Cell cell = cells.at(u / 3, v / 3);
        double angle = TURN * cells.unit(cell, 3);
        double across = u * StrictMath.cos(angle) + v * StrictMath.sin(angle);
        return wave(across * (1.2 + first));
    }

    /** Round stones of all sizes and shades. */
    double pebbles(double u, double v) {
        Cells.Cell cell = cells.at(u, v);
        double radius = Math.min(0.2 + 0.3 * cells.unit(cell, 3), cell.next() - 0.1);
        return cell.nearest() < radius ? 0.3 + 0.7 * cells.unit(cell, 4) : -1;
    }

    /** Circles around many centres. */
    double rings(double u, double v) {
        Cells.Cell cell = cells.at(u / 3, v / 3);
        return wave((3 + 2 * first) * cell.nearest() + cells.unit(cell, 3));
    }

    /** Rows of arcs that cover each other. */
    double scales(double u, double v) {
        for (int above = 0; above <= 2; above++) {
            double row = Math.floor(2 * v) - above;
            double x = u + stagger(row);
            double height = v - row / 2;
            double beside = x - Math.floor(x) - 0.5;
            double distance = Math.sqrt(beside * beside + height * height);
            if (distance > 0.56) continue;
            return distance > 0.47 - 0.06 * first ? -1 : 1 - 2 * second * height;
        }
        return -1;
    }

    /** A lattice of lines in three directions. */
    double triangles(double u, double v) {
        double least = 1;
        for (int i = 0; i < LATTICE_COS.length; i++) {
            double across = u * LATTICE_COS[i] + v * LATTICE_SIN[i];
            least = Math.min(least, Math.abs(across - Math.rint(across)));
        }
        return least < 0.06 + 0.08 * first ? -1 : 1;
    }

    private static double[] lattice(DoubleUnaryOperator function) {
        return IntStream.range(0, 3)
                .mapToDouble(i -> function.applyAsDouble(i * StrictMath.PI / 3))
                .toArray();
    }

    /** Bent dark lines that meet and part. */
    double veins(double u, double v) {
        double height = noise.at(u / 2, v / 2) + 0.5 * noise.at(u + 40, v);
        double other = noise.at(u / 2 + 80, v / 2 + 80) + 0.5 * noise.at(u + 120, v);
        double line = Math.min(Math.abs(height), Math.abs(other)) * (7 + 7 * first);
        return 1 - 2 * StrictMath.exp(-line * line);
    }

    /** Stripes that wind. */
    double waves(double u, double v) {
        return wave(1.3 * v + (0.25 + 0.3 * first) * wave(u / (1.5 + 2 * second)));
    }

    /** Every second row is moved by half a period. */
    private static double stagger(double row) {
        return Math.floorMod((long) row, 2) == 0 ? 0 : 0.5;
    }

    private static double wave(double turns) {
        return StrictMath.sin(TURN * turns);
    }
}
