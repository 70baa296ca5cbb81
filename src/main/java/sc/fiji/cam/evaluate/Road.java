package sc.fiji.cam.evaluate;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import sc.fiji.cam.data.Planes;

/**
 * Remove and debias: as {@link Replacement}, but what is removed is filled from its surroundings,
 * so that the network cannot read the shape of the hole.
 *
 * @see <a href="https://arxiv.org/abs/2202.00449">Rong et al. 2022</a>
 */
public final class Road {
    private static final double[] SHARES = {0.2, 0.4, 0.6, 0.8};

    /** Of the noise that hides how smooth a filled hole is, in units of the network's input. */
    private static final double NOISE = 0.01;

    private Road() {}

    /**
     * Half the difference between removing the least and the most relevant pixels, the mean over
     * 20, 40, 60 and 80 % of them. Above 0: what the map calls evidence matters more than the rest.
     *
     * @param picture the network's input; read only
     * @param map one plane of the same width and height
     * @param answer of the network, usually the probability of the map's class
     * @param seed of the noise
     */
    public static double score(
            Planes picture, Planes map, ToDoubleFunction<Planes> answer, long seed) {
        int[] order = Ranking.descending(map);
        double sum = 0;
        for (double share : SHARES) {
            int count = (int) Math.round(share * order.length);
            boolean[] most = new boolean[order.length];
            boolean[] least = new boolean[order.length];
            for (int i = 0; i < count; i++) {
                most[order[i]] = true;
                least[order[order.length - 1 - i]] = true;
            }
            double without = answer.applyAsDouble(filled(picture, most, seed));
            sum += (answer.applyAsDouble(filled(picture, least, seed)) - without) / 2;
        }
        return sum / SHARES.length;
    }

    /** The picture with pixels filled from their surroundings, and noise on them. */
    private static Planes filled(Planes picture, boolean[] removed, long seed) {
        Random random = new Random(seed);
        Planes filled = Filling.fill(picture, removed);
        int area = removed.length;
        for (int i = 0; i < filled.values().length; i++) {
            if (removed[i % area]) filled.values()[i] += (float) (NOISE * random.nextGaussian());
        }
        return filled;
    }
}
