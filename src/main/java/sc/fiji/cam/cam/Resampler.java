package sc.fiji.cam.cam;

import java.util.Arrays;
import sc.fiji.cam.data.Interpolation;
import sc.fiji.cam.data.Picture;

/**
 * Resizes 8-bit pictures exactly as Pillow does, bit for bit: filters are widened when shrinking,
 * weights are fixed-point numbers of 22 bits, columns first, then rows, with 8 bits in between.
 *
 * @see <a
 *     href="https://github.com/python-pillow/Pillow/blob/main/src/libImaging/Resample.c">Pillow's
 *     Resample.c</a>
 */
public final class Resampler {
    private static final int BITS = 22;
    private static final int HALF = 1 << (BITS - 1);

    private Resampler() {}

    /**
     * Resizes a whole picture.
     *
     * @param picture read only
     * @param width of the result, pixels, at least 1
     * @param height of the result, pixels, at least 1
     * @param filter nearest, bilinear or bicubic
     * @return a new picture; of the same size too
     */
    public static Picture resize(Picture picture, int width, int height, Interpolation filter) {
        Axis columns = Axis.of(picture.width(), width, 0, width, filter);
        Axis rows = Axis.of(picture.height(), height, 0, height, filter);
        return resize(picture, columns, rows);
    }

    /** Resizes, computing only the pixels that the two axes hold. */
    static Picture resize(Picture picture, Axis columns, Axis rows) {
        int width = columns.length();
        int top = rows.first();
        int[] across = new int[width * (rows.end() - top)];
        for (int y = top; y < rows.end(); y++) {
            row(picture.rgb(), y * picture.width(), columns, across, (y - top) * width);
        }
        int[] rgb = new int[width * rows.length()];
        if (rows.picks()) {
            for (int y = 0; y < rows.length(); y++) {
                System.arraycopy(across, (rows.from[y] - top) * width, rgb, y * width, width);
            }
            return new Picture(picture.title(), width, rows.length(), rgb);
        }
        Sums sums = new Sums(width);
        for (int y = 0; y < rows.length(); y++) {
            sums.clear();
            for (int t = 0; t < rows.count[y]; t++) {
                int weight = rows.weights[rows.start[y] + t];
                sums.add(across, (rows.from[y] - top + t) * width, weight);
            }
            sums.store(rgb, y * width);
        }
        return new Picture(picture.title(), width, rows.length(), rgb);
    }

    private static void row(int[] in, int offset, Axis axis, int[] out, int to) {
        if (axis.picks()) {
            for (int x = 0; x < axis.length(); x++) {
                out[to + x] = in[offset + axis.from[x]] & 0xffffff;
            }
            return;
        }
        for (int x = 0; x < axis.length(); x++) {
            int r = HALF;
            int g = HALF;
            int b = HALF;
            int source = offset + axis.from[x];
            int weight = axis.start[x];
            for (int t = 0; t < axis.count[x]; t++) {
                int pixel = in[source + t];
                int w = axis.weights[weight + t];
                r += w * (pixel >> 16 & 255);
                g += w * (pixel >> 8 & 255);
                b += w * (pixel & 255);
            }
            out[to + x] = pack(r, g, b);
        }
    }

    private static int pack(int r, int g, int b) {
        return clip(r >> BITS) << 16 | clip(g >> BITS) << 8 | clip(b >> BITS);
    }

    private static int clip(int v) {
        return Math.max(0, Math.min(255, v));
    }

    /** Weighted sums of rows, one per channel. */
    private record Sums(int[] r, int[] g, int[] b) {
        Sums(int width) {
            this(new int[width], new int[width], new int[width]);
        }

        void clear() {
            Arrays.fill(r, HALF);
            Arrays.fill(g, HALF);
            Arrays.fill(b, HALF);
        }

        void add(int[] rgb, int offset, int weight) {
            for (int x = 0; x < r.length; x++) {
                int pixel = rgb[offset + x];
                r[x] += weight * (pixel >> 16 & 255);
                g[x] += weight * (pixel >> 8 & 255);
                b[x] += weight * (pixel & 255);
            }
        }

        void store(int[] rgb, int offset) {
            for (int x = 0; x < r.length; x++) rgb[offset + x] = pack(r[x], g[x], b[x]);
        }
    }

    /** Which pixels along one axis make an output pixel, and with which weights. */
    static final class Axis {
        /** First source pixel of each output pixel. */
        private final int[] from;

        /** How many source pixels each output pixel has. */
        private final int[] count;

        /** Where its weights begin. */
        private final int[] start;

        private final int[] weights;

        private Axis(int[] from, int[] count, int[] start, int[] weights) {
            this.from = from;
            this.count = count;
            this.start = start;
            this.weights = weights;
        }

        /**
         * Resizes {@code in} pixels to {@code out} and keeps {@code length} of them from {@code
         * left} on.
         */
        static Axis of(int in, int out, int left, int length, Interpolation filter) {
            if (out == in) return picked(length, identity(left, length));
            if (filter == Interpolation.NEAREST) {
                return picked(length, nearest(in, out, left, length));
            }
            return filtered(in, out, left, length, filter == Interpolation.BICUBIC);
        }

        int length() {
            return from.length;
        }

        /** Whether each output pixel is one source pixel: same size, or nearest neighbours. */
        private boolean picks() {
            return weights.length == 1;
        }

        /** First source pixel that is needed at all. */
        int first() {
            return from[0];
        }

        /** Behind the last source pixel that is needed. */
        int end() {
            return from[length() - 1] + count[length() - 1];
        }

        private static int[] identity(int left, int length) {
            int[] from = new int[length];
            for (int i = 0; i < length; i++) from[i] = left + i;
            return from;
        }

        /** Pillow adds the step again and again; its rounding errors decide between pixels. */
        private static int[] nearest(int in, int out, int left, int length) {
            double step = (double) in / out;
            double position = step * 0.5;
            int[] from = new int[length];
            for (int i = 0; i < left + length; i++) {
                if (i >= left) from[i - left] = Math.min(in - 1, (int) position);
                position += step;
            }
            return from;
        }

        private static Axis picked(int length, int[] from) {
            int[] ones = new int[length];
            Arrays.fill(ones, 1);
            return new Axis(from, ones, new int[length], new int[] {1 << BITS});
        }

        private static Axis filtered(int in, int out, int left, int length, boolean cubic) {
            double step = (double) in / out;
            double widening = Math.max(step, 1);
            double support = (cubic ? 2 : 1) * widening;
            double narrowing = 1 / widening;
            int most = Math.min(in, (int) Math.ceil(support) * 2 + 1);
            Axis axis =
                    new Axis(
                            new int[length],
                            new int[length],
                            new int[length],
                            new int[Math.multiplyExact(length, most)]);
            double[] w = new double[most];
            for (int i = 0; i < length; i++) {
                double centre = (left + i + 0.5) * step;
                int low = Math.max(0, (int) (centre - support + 0.5));
                int high = Math.min(in, (int) (centre + support + 0.5));
                double sum = 0;
                for (int t = 0; t < high - low; t++) {
                    double x = Math.abs((t + low - centre + 0.5) * narrowing);
                    w[t] = cubic ? cubic(x) : Math.max(0, 1 - x);
                    sum += w[t];
                }
                axis.from[i] = low;
                axis.count[i] = high - low;
                axis.start[i] = i * most;
                for (int t = 0; t < high - low; t++) {
                    double scaled = w[t] / sum * (1 << BITS);
                    axis.weights[i * most + t] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
                }
            }
            return axis;
        }

        /** Keys' kernel with a = -0.5. */
        private static double cubic(double x) {
            if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
            if (x < 2) return (((x - 5) * x + 8) * x - 4) * -0.5;
            return 0;
        }
    }
}
