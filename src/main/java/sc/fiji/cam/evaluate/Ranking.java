package sc.fiji.cam.evaluate;

import java.util.stream.IntStream;
import sc.fiji.cam.data.Planes;

/** Orders of the values of a map. */
public final class Ranking {
    private Ranking() {}

    /**
     * Indices of the values, largest first; equal values in the order of the plane.
     *
     * @param map one plane, no NaN
     */
    static int[] descending(Planes map) {
        float[] values = map.values();
        return IntStream.range(0, values.length)
                .boxed()
                .sorted((a, b) -> Float.compare(values[b], values[a]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * Rank correlation (Spearman) of two maps: 1 if they order the cells alike, 0 if they have
     * nothing to do with each other, -1 if one is the other upside down. Equal values share the
     * mean of their ranks. The check of Adebayo et al. 2018: with weights made random, a map must
     * not stay what it was.
     *
     * @param a any planes
     * @param b of the same size
     * @return NaN if one of them is constant
     */
    public static double correlation(Planes a, Planes b) {
        if (a.values().length != b.values().length) {
            throw new IllegalArgumentException(a + " and " + b);
        }
        double[] x = ranks(a);
        double[] y = ranks(b);
        double mean = (x.length - 1) / 2.0;
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - mean) * (y[i] - mean);
            xx += (x[i] - mean) * (x[i] - mean);
            yy += (y[i] - mean) * (y[i] - mean);
        }
        return xy / Math.sqrt(xx * yy);
    }

    private static double[] ranks(Planes map) {
        int[] order = descending(map);
        float[] values = map.values();
        double[] ranks = new double[order.length];
        for (int from = 0, to; from < order.length; from = to) {
            to = from + 1;
            while (to < order.length && values[order[to]] == values[order[from]]) to++;
            for (int i = from; i < to; i++) ranks[order[i]] = (from + to - 1) / 2.0;
        }
        return ranks;
    }
}
