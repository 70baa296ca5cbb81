package sc.fiji.cam.samples;

/** Gaussian blur; the picture goes on beyond its border as its outermost pixels. */
final class Blur {
    private Blur() {}

    /**
     * @param image {@code size * size} values, row by row; read only
     * @param sigma standard deviation, pixels
     * @return newly allocated
     */
    static double[] gaussian(double[] image, int size, double sigma) {
        int reach = (int) Math.ceil(3 * sigma);
        double[] weights = new double[2 * reach + 1];
        double sum = 0;
        for (int i = -reach; i <= reach; i++) {
            weights[i + reach] = sigma == 0 ? 1 : StrictMath.exp(-i * i / (2 * sigma * sigma));
            sum += weights[i + reach];
        }
        for (int i = 0; i < weights.length; i++) weights[i] /= sum;
        return transposed(transposed(image, size, weights), size, weights);
    }

    /** Blurs the rows and makes them columns. */
    private static double[] transposed(double[] image, int size, double[] weights) {
        int reach = weights.length / 2;
        double[] out = new double[image.length];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double sum = 0;
                for (int k = -reach; k <= reach; k++) {
                    int at = Math.max(0, Math.min(size - 1, x + k));
                    sum += weights[k + reach] * image[y * size + at];
                }
                out[x * size + y] = sum;
            }
        }
        return out;
    }
}
