package sc.fiji.cam.samples;

/**
 * Smooth noise over the plane: random values at whole coordinates, between them a cubic. Nothing is
 * stored, so it has no bounds.
 *
 * @param seed which noise
 */
record Noise(long seed) {

    /** The value at a place, -1 to 1; one wave is about two units long. */
    double at(double x, double y) {
        double fx = Math.floor(x);
        double fy = Math.floor(y);
        long ix = (long) fx;
        long iy = (long) fy;
        double tx = smooth(x - fx);
        double ty = smooth(y - fy);
        double top = corner(ix, iy) + tx * (corner(ix + 1, iy) - corner(ix, iy));
        double low = corner(ix, iy + 1) + tx * (corner(ix + 1, iy + 1) - corner(ix, iy + 1));
        return top + ty * (low - top);
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }

    private double corner(long x, long y) {
        return 2 * unit(x, y, 0) - 1;
    }

    /**
     * A random number that belongs to a whole place.
     *
     * @param which one of several
     * @return 0 to 1
     */
    double unit(long x, long y, int which) {
        long key = seed + x * 0x632be59bd9b4e019L + y * 0xd1342543de82ef95L + which * 0x9e3779b9L;
        return (Draws.mix(key) >>> 11) * 0x1p-53;
    }
}
