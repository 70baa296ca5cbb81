package sc.fiji.cam.train;

import sc.fiji.cam.data.AxisPlan;

/**
 * How learning rate, input size and averaging change in the course of a training.
 *
 * @param epochs passes over all images
 * @param steps updates per epoch
 * @param peak highest learning rate
 * @param size edge of the input at the end, pixels
 */
record Schedule(int epochs, int steps, double peak, int size) {
    /** Part of all steps in which the rate rises. */
    private static final double WARM_UP = 0.05;

    /** Last rate, of the highest. */
    private static final double LAST = 0.01;

    /** Part of the epochs in which the size grows, from half to all of it. */
    private static final double GROWING = 0.7;

    private static final int SMALLEST_START = 64;

    /** Averages reach back over this part of all steps, and over this many at most. */
    private static final double MEMORY = 0.05;

    private static final int LONGEST_MEMORY = 1000;

    /** Updates in all. */
    int total() {
        return epochs * steps;
    }

    /**
     * Learning rate of an update: rises evenly, then falls along half a cosine.
     *
     * @param step updates made before
     * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter 2017, equation 5</a>
     */
    double rate(int step) {
        int rising = Math.max(1, (int) (WARM_UP * total()));
        if (step < rising) return peak * (step + 1) / rising;
        double course = (step - rising) / (double) Math.max(1, total() - rising);
        return peak * (LAST + (1 - LAST) * (1 + StrictMath.cos(StrictMath.PI * course)) / 2);
    }

    /**
     * Edge of the input in an epoch, pixels: small pictures first, which cost less; {@link
     * #centred} ones while it grows.
     *
     * @param epoch from 0
     * @see <a href="https://arxiv.org/abs/2104.00298">Tan and Le 2021, section 4</a>
     */
    int size(int epoch) {
        int start = Math.min(size, Math.max(SMALLEST_START, size / 2));
        double growing = GROWING * (epochs - 1);
        if (epoch >= growing) return size;
        double edge = start + (size - start) * epoch / growing;
        return Math.min(size, centred(edge));
    }

    /**
     * The nearest edge at which the first cell lies on the first pixel, and the last on the last: a
     * number of cells and one pixel. At others the grid leaves a margin at the right and below, and
     * the network learns what holds at such sizes alone.
     *
     * @see <a href="https://arxiv.org/abs/2010.02178">Alsallakh et al. 2021, section 4</a>
     */
    static int centred(double edge) {
        return (int) Math.round((edge - 1) / AxisPlan.STEP) * AxisPlan.STEP + 1;
    }

    /**
     * How far averages move towards the present weights in an update.
     *
     * @param step updates made before
     */
    double share(int step) {
        double memory = Math.max(1, Math.min(LONGEST_MEMORY, MEMORY * total()));
        return Math.max(1 / memory, 9.0 / (10 + step));
    }

    /** How much of all work is done when an epoch begins; work goes with the number of pixels. */
    double done(int epoch) {
        double before = 0;
        double all = 0;
        for (int e = 0; e < epochs; e++) {
            double cost = (double) size(e) * size(e);
            if (e < epoch) before += cost;
            all += cost;
        }
        return before / all;
    }
}
