package sc.fiji.cam.evaluate;

import sc.fiji.cam.data.Planes;

/**
 * Fills holes smoothly: every removed pixel becomes the weighted mean of its eight neighbours, 1/6
 * for those beside it and 1/12 for those across, all removed pixels at once. At the border of the
 * picture the weights of the neighbours that exist count. Solved by conjugate gradients: the matrix
 * is symmetric and positive definite as long as one pixel is left.
 *
 * @see <a href="https://arxiv.org/abs/2202.00449">Rong et al. 2022, section 4.3</a>
 */
final class Filling {
    private static final int[] DX = {-1, 1, 0, 0, -1, 1, -1, 1};
    private static final int[] DY = {0, 0, -1, 1, -1, -1, 1, 1};
    private static final double BESIDE = 1 / 6.0;
    private static final double ACROSS = 1 / 12.0;

    /** Of the remaining error, relative; pixels have 24 bits. */
    private static final double TOLERANCE = 1e-7;

    private static final int MOST_ROUNDS = 10_000;

    private final int width;
    private final int height;
    private final boolean[] removed;

    private Filling(int width, int height, boolean[] removed) {
        this.width = width;
        this.height = height;
        this.removed = removed;
    }

    /**
     * @param picture read only
     * @param removed by pixel, row by row; at least one must stay
     * @return the picture without holes, newly allocated
     */
    static Planes fill(Planes picture, boolean[] removed) {
        boolean all = true;
        for (boolean r : removed) all &= r;
        if (all) throw new IllegalArgumentException("nothing is left of " + picture);
        Filling filling = new Filling(picture.width(), picture.height(), removed);
        float[] values = picture.values().clone();
        for (int c = 0; c < picture.count(); c++) filling.solve(values, c * removed.length);
        return new Planes(picture.count(), picture.height(), picture.width(), values);
    }

    private void solve(float[] values, int offset) {
        double[] known = new double[removed.length];
        for (int i = 0; i < known.length; i++) known[i] = removed[i] ? 0 : values[offset + i];
        double[] residual = laplacian(known);
        double start = 0;
        for (int i = 0; i < residual.length; i++) {
            residual[i] = removed[i] ? -residual[i] : 0;
            start += residual[i] * residual[i];
        }
        double[] x = new double[removed.length];
        double[] direction = residual.clone();
        double error = start;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            if (error <= TOLERANCE * TOLERANCE * start) break;
            double[] image = laplacian(direction);
            double step = error / dot(direction, image);
            double next = 0;
            for (int i = 0; i < x.length; i++) {
                if (!removed[i]) continue;
                x[i] += step * direction[i];
                residual[i] -= step * image[i];
                next += residual[i] * residual[i];
            }
            for (int i = 0; i < x.length; i++) {
                if (removed[i]) direction[i] = residual[i] + next / error * direction[i];
            }
            error = next;
        }
        for (int i = 0; i < x.length; i++) if (removed[i]) values[offset + i] = (float) x[i];
    }

    private double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) if (removed[i]) sum += a[i] * b[i];
        return sum;
    }

    /** At removed pixels, the weighted sum of differences from the neighbours; else 0. */
    private double[] laplacian(double[] v) {
        double[] out = new double[v.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                if (!removed[i]) continue;
                for (int n = 0; n < DX.length; n++) {
                    int nx = x + DX[n];
                    int ny = y + DY[n];
                    if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue;
                    out[i] += (n < 4 ? BESIDE : ACROSS) * (v[i] - v[ny * width + nx]);
                }
            }
        }
        return out;
    }
}
