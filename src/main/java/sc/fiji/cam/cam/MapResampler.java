package sc.fiji.cam.cam;

import sc.fiji.cam.data.Placement;
import sc.fiji.cam.data.Planes;

/** Draws a grid at the pixels of an image. */
public final class MapResampler {
    private MapResampler() {}

    /**
     * Interpolates a grid bilinearly at every pixel of an image; beyond the outermost cell centres
     * the value of the outermost cells is repeated.
     *
     * @param grid {@code 1 x rows x columns}; read only
     * @param placement where its cells lie in the image
     * @param width of the image, pixels
     * @param height of the image, pixels
     * @return {@code 1 x height x width}, newly allocated, same unit
     */
    public static Planes resample(Planes grid, Placement placement, int width, int height) {
        if (grid.count() != 1) throw new IllegalArgumentException(grid + ", needs one plane");
        int columns = grid.width();
        double[] at = new double[width];
        for (int x = 0; x < width; x++) at[x] = clamp(placement.column(x), columns);
        int[] ends = ends(at, columns);
        float[] fractions = new float[width];
        for (int x = 0; x < width; x++) fractions[x] = (float) (at[x] - cell(at[x], columns));

        float[] values = new float[Math.multiplyExact(width, height)];
        double[] row = new double[columns];
        for (int y = 0; y < height; y++) {
            double v = clamp(placement.row(y), grid.height());
            int above = cell(v, grid.height());
            int below = Math.min(above + 1, grid.height() - 1);
            for (int i = 0; i < columns; i++) {
                double a = grid.at(0, above, i);
                row[i] = a + (v - above) * (grid.at(0, below, i) - a);
            }
            draw(row, ends, fractions, values, y * width);
        }
        return new Planes(1, height, width, values);
    }

    /** One row of pixels, cell by cell, so that the inner loop has nothing to look up. */
    private static void draw(double[] row, int[] ends, float[] fractions, float[] to, int offset) {
        int x = 0;
        for (int i = 0; i < ends.length; i++) {
            float left = (float) row[i];
            float rise = (float) (row[Math.min(i + 1, row.length - 1)] - row[i]);
            for (; x < ends[i]; x++) to[offset + x] = left + fractions[x] * rise;
        }
    }

    private static double clamp(double position, int cells) {
        return Math.max(0, Math.min(cells - 1, position));
    }

    /** The cell at or before a position; the last but one at the end, so that it has a next one. */
    private static int cell(double position, int cells) {
        return Math.min((int) position, Math.max(0, cells - 2));
    }

    /** For each cell, the pixel behind the last one drawn between it and the next cell. */
    private static int[] ends(double[] at, int cells) {
        int[] ends = new int[Math.max(1, cells - 1)];
        int x = 0;
        for (int i = 0; i < ends.length; i++) {
            while (x < at.length && cell(at[x], cells) == i) x++;
            ends[i] = x;
        }
        return ends;
    }
}
