package sc.fiji.cam.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Block;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Scaling;
import sc.fiji.cam.network.TrainingProgram.Batch;

/** The batches of a training: which images, how they are shown, what they count. */
final class Batches {
    /** Share of every image's weight that is spread over all classes (label smoothing). */
    private static final double SMOOTHING = 0.1;

    /** Share of pictures for which the last block's branch is left out; less in front of it. */
    private static final double DEPTH = 0.2;

    private final List<Sample> samples;
    private final double[] weights;
    private final Architecture architecture;
    private final Scaling scaling;
    private final int distinct;
    private final int size;
    private final double equivariance;
    private final long seed;

    /**
     * @param samples to learn from
     * @param weights of each class in the loss
     * @param architecture whose blocks and features are left out at random
     * @param scaling mean and std
     * @param size images per batch, at least 2; fewer if there are fewer
     * @param equivariance above 0, half as many images, each also turned by 180 degrees: see {@link
     *     Batch}
     * @param seed of everything random
     */
    Batches(
            List<Sample> samples,
            double[] weights,
            Architecture architecture,
            Scaling scaling,
            int size,
            double equivariance,
            long seed) {
        this.samples = samples;
        this.weights = weights;
        this.architecture = architecture;
        this.scaling = scaling;
        this.distinct = Math.min(equivariance > 0 ? size / 2 : size, samples.size());
        this.size = equivariance > 0 ? 2 * distinct : distinct;
        this.equivariance = equivariance;
        this.seed = seed;
    }

    /** Batches per epoch; images that do not fill the last are left to another epoch. */
    int count() {
        return samples.size() / distinct;
    }

    /** The images of an epoch in their order. */
    List<Sample> order(int epoch) {
        List<Sample> order = new ArrayList<>(samples);
        Collections.shuffle(order, new Random(Seeds.of(seed, Seeds.ORDER, epoch)));
        return order;
    }

    /**
     * One batch.
     *
     * @param order of the epoch
     * @param epoch from 0
     * @param index of the batch in its epoch
     * @param edge of the input, pixels
     */
    Batch get(List<Sample> order, int epoch, int index, int edge) {
        List<Sample> chosen =
                new ArrayList<>(order.subList(index * distinct, (index + 1) * distinct));
        float[] input = new float[size * 3 * edge * edge];
        for (int i = 0; i < distinct; i++) {
            Random random = new Random(Seeds.of(seed, Seeds.PICTURE, epoch, index, i));
            Augmentation shown = Augmentation.draw(random);
            put(shown, chosen.get(i), i, edge, input);
            if (equivariance > 0) put(shown.upsideDown(), chosen.get(i), distinct + i, edge, input);
        }
        if (equivariance > 0) chosen.addAll(List.copyOf(chosen));
        Random random = new Random(Seeds.of(seed, Seeds.DEPTH, epoch, index));
        return new Batch(
                new Planes(3 * size, edge, edge, input),
                targets(chosen),
                keep(random),
                drop(random),
                equivariance);
    }

    /**
     * As many images as they are when they are explained, nothing left out; a few come twice if
     * there are too few.
     */
    Batch plain(List<Sample> order, int index, int edge) {
        float[] input = new float[size * 3 * edge * edge];
        for (int i = 0; i < size; i++) {
            Sample sample = order.get((index * size + i) % order.size());
            put(Augmentation.NONE, sample, i, edge, input);
        }
        float[] keep = new float[architecture.blocks().size() * size];
        float[] drop = new float[size * architecture.features()];
        Arrays.fill(keep, 1);
        Arrays.fill(drop, 1);
        return new Batch(new Planes(3 * size, edge, edge, input), new float[0], keep, drop, 0);
    }

    private void put(Augmentation shown, Sample sample, int place, int edge, float[] input) {
        Planes planes = shown.show(sample.picture(), edge, scaling);
        int length = planes.values().length;
        System.arraycopy(planes.values(), 0, input, place * length, length);
    }

    /** Share of each class in the loss, weighted by class; all shares sum to 1. */
    float[] targets(List<Sample> chosen) {
        int classes = weights.length;
        double all = 0;
        for (Sample sample : chosen) all += weights[sample.label()];
        float[] targets = new float[chosen.size() * classes];
        for (int i = 0; i < chosen.size(); i++) {
            int label = chosen.get(i).label();
            double weight = weights[label] / all;
            for (int c = 0; c < classes; c++) {
                double share = SMOOTHING / classes + (c == label ? 1 - SMOOTHING : 0);
                targets[i * classes + c] = (float) (weight * share);
            }
        }
        return targets;
    }

    /**
     * Stochastic depth as torchvision has it: the rate grows evenly with the block.
     *
     * @see <a href="https://arxiv.org/abs/1603.09382">Huang et al. 2016</a>
     */
    private float[] keep(Random random) {
        List<Block> blocks = architecture.blocks();
        float[] keep = new float[blocks.size() * size];
        for (int b = 0; b < blocks.size(); b++) {
            fill(keep, b * size, size, DEPTH * b / blocks.size(), random);
        }
        return keep;
    }

    /** Dropout in front of the classifier: 0.2 for B0 and B1, 0.1 more for every two sizes. */
    private float[] drop(Random random) {
        double rate = 0.2 + 0.1 * (architecture.ordinal() / 2);
        float[] drop = new float[size * architecture.features()];
        fill(drop, 0, drop.length, rate, random);
        return drop;
    }

    private static void fill(float[] factors, int from, int count, double rate, Random random) {
        float kept = (float) (1 / (1 - rate));
        Arrays.fill(factors, from, from + count, kept);
        for (int i = from; i < from + count; i++) {
            if (random.nextDouble() < rate) factors[i] = 0;
        }
    }
}
