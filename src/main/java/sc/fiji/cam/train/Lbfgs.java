package sc.fiji.cam.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Finds the minimum of a smooth convex function: limited-memory BFGS with a line search that meets
 * both Wolfe conditions.
 *
 * @see <a href="https://doi.org/10.1007/978-0-387-40065-5">Nocedal and Wright 2006, algorithms 7.4
 *     and 7.5; the line search by bisection: Lewis and Overton 2013, algorithm 2.6</a>
 */
final class Lbfgs {
    private static final int MEMORY = 10;
    private static final int MOST_STEPS = 1000;
    private static final int MOST_TRIALS = 60;

    /** Sufficient decrease, and curvature. */
    private static final double DECREASE = 1e-4;

    private static final double CURVATURE = 0.9;

    private Lbfgs() {}

    /** A function with its gradient. */
    interface Function {
        /**
         * Evaluates the function.
         *
         * @param x where; read only
         * @param gradient is filled
         * @return the value
         */
        double at(double[] x, double[] gradient);
    }

    /** One step and how the gradient changed along it. */
    private record Pair(double[] step, double[] change, double inverse) {}

    /**
     * Finds the minimum.
     *
     * @param start where to begin; read only
     * @param tolerance largest component of the gradient at the end
     * @return where the gradient is that small, or where rounding allows no further descent
     */
    static double[] minimum(Function function, double[] start, double tolerance) {
        int n = start.length;
        double[] x = start.clone();
        double[] gradient = new double[n];
        double value = function.at(x, gradient);
        Deque<Pair> pairs = new ArrayDeque<>();
        for (int k = 0; k < MOST_STEPS && largest(gradient) > tolerance; k++) {
            double[] direction = direction(gradient, pairs);
            double[] nextGradient = new double[n];
            double[] next = new double[n];
            double first = pairs.isEmpty() ? Math.min(1, 1 / largest(gradient)) : 1;
            double found =
                    search(function, x, value, gradient, direction, first, next, nextGradient);
            if (!(found < value)) break;
            double[] step = difference(next, x);
            double[] change = difference(nextGradient, gradient);
            double product = dot(step, change);
            if (product > 0) pairs.addLast(new Pair(step, change, 1 / product));
            if (pairs.size() > MEMORY) pairs.removeFirst();
            x = next;
            gradient = nextGradient;
            value = found;
        }
        return x;
    }

    /** Minus the approximate inverse of the second derivative, times the gradient. */
    private static double[] direction(double[] gradient, Deque<Pair> pairs) {
        double[] q = gradient.clone();
        double[] alphas = new double[pairs.size()];
        int i = 0;
        for (Iterator<Pair> it = pairs.descendingIterator(); it.hasNext(); i++) {
            Pair pair = it.next();
            alphas[i] = pair.inverse() * dot(pair.step(), q);
            add(q, -alphas[i], pair.change());
        }
        if (!pairs.isEmpty()) {
            Pair last = pairs.getLast();
            scale(q, 1 / (last.inverse() * dot(last.change(), last.change())));
        }
        for (Pair pair : pairs) {
            double beta = pair.inverse() * dot(pair.change(), q);
            add(q, alphas[--i] - beta, pair.step());
        }
        scale(q, -1);
        return q;
    }

    /** Bisects until a step meets both conditions; fills the place reached, and its gradient. */
    private static double search(
            Function function,
            double[] x,
            double value,
            double[] gradient,
            double[] direction,
            double first,
            double[] next,
            double[] nextGradient) {
        double slope = dot(gradient, direction);
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double t = first;
        double found = value;
        for (int trial = 0; trial < MOST_TRIALS; trial++) {
            System.arraycopy(x, 0, next, 0, x.length);
            add(next, t, direction);
            found = function.at(next, nextGradient);
            if (!(found <= value + DECREASE * t * slope)) high = t;
            else if (dot(nextGradient, direction) < CURVATURE * slope) low = t;
            else return found;
            t = Double.isInfinite(high) ? 2 * low : (low + high) / 2;
        }
        return found;
    }

    private static double largest(double[] a) {
        double most = 0;
        for (double v : a) most = Math.max(most, Math.abs(v));
        return most;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double[] difference(double[] a, double[] b) {
        double[] result = new double[a.length];
        for (int i = 0; i < a.length; i++) result[i] = a[i] - b[i];
        return result;
    }

    private static void add(double[] to, double factor, double[] more) {
        for (int i = 0; i < to.length; i++) to[i] += factor * more[i];
    }

    private static void scale(double[] a, double factor) {
        for (int i = 0; i < a.length; i++) a[i] *= factor;
    }
}
