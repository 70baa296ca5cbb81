package sc.fiji.cam.samples;

/**
 * Grains of about one unit: a site in every square of a lattice, each place belongs to the nearest.
 *
 * @param sites where in its square a site lies
 */
record Cells(Noise sites) {
    /**
     * Rows and columns of the lattice around a place, near ones first: far ones are then skipped.
     */
    private static final int[] OUTWARD = {0, -1, 1, -2, 2};

    /**
     * The grain of a place.
     *
     * @param column of the lattice, names the grain
     * @param row of the lattice, names the grain
     * @param nearest distance to its site
     * @param next distance to the nearest site of another grain
     */
    record Cell(long column, long row, double nearest, double next) {}

    /** The grain of a place. */
    Cell at(double u, double v) {
        long column = (long) Math.floor(u);
        long row = (long) Math.floor(v);
        double nearest = Double.MAX_VALUE;
        double next = Double.MAX_VALUE;
        long x = 0;
        long y = 0;
        for (int below : OUTWARD) {
            for (int beside : OUTWARD) {
                long i = column + beside;
                long j = row + below;
                if (gap(i - u) + gap(j - v) >= next) continue;
                double dx = i + sites.unit(i, j, 1) - u;
                double dy = j + sites.unit(i, j, 2) - v;
                double d = dx * dx + dy * dy;
                if (d < nearest) {
                    next = nearest;
                    nearest = d;
                    x = i;
                    y = j;
                } else if (d < next) {
                    next = d;
                }
            }
        }
        return new Cell(x, y, Math.sqrt(nearest), Math.sqrt(next));
    }

    /**
     * A random number that belongs to a grain.
     *
     * @param which one of several, from 3
     * @return 0 to 1
     */
    double unit(Cell cell, int which) {
        return sites.unit(cell.column, cell.row, which);
    }

    /** Squared distance from a square of the lattice that begins there, along one axis. */
    private static double gap(double start) {
        double outside = Math.max(0, Math.max(start, -start - 1));
        return outside * outside;
    }
}
