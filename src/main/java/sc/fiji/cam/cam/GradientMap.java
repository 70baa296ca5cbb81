package sc.fiji.cam.cam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.cam.data.ActivationLayer;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.HeadLayer;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Pooling;
import sc.fiji.cam.data.ScaleLayer;

/**
 * Maps of a head that is not one linear layer: the gradient of a logit over the pooled features,
 * times the features. With {@code J[k] = d logit / d pooled[k]} at this picture,
 *
 * <ul>
 *   <li>average pooling: {@code map = sum_k J[k] A[k]}, and {@code mean(map) + bias = logit};
 *   <li>max pooling: channel k counts at its largest cell only (the first, if there are several),
 *       and {@code sum(map) + bias = logit}.
 * </ul>
 *
 * The bias is {@code logit - sum_k J[k] pooled[k]}: that of the linear piece which is active for
 * this picture. Both J and bias change from picture to picture, so this is no class activation map.
 * For one linear layer behind average pooling it is the same as {@link ExactCam}.
 */
public final class GradientMap {
    private final Planes features;
    private final Head head;
    private final int[] largest;
    private final double[] pooled;
    private final List<double[]> inputs = new ArrayList<>();
    private final double[] logits;

    /**
     * Runs a head, in 64-bit arithmetic.
     *
     * @param features last maps before pooling, {@code K x H x W}; read only, kept
     * @param head what follows them
     * @throws IllegalArgumentException if the head does not take K channels
     */
    public GradientMap(Planes features, Head head) {
        this.features = features;
        this.head = head;
        boolean max = head.pooling() == Pooling.MAX;
        this.largest = max ? largest(features) : new int[0];
        this.pooled = max ? at(features, largest) : means(features);
        double[] x = pooled;
        for (HeadLayer layer : head.layers()) {
            inputs.add(x);
            x = forward(layer, x);
        }
        this.logits = x;
    }

    /** Logits of all classes, a copy. */
    public float[] logits() {
        float[] rounded = new float[logits.length];
        for (int c = 0; c < rounded.length; c++) rounded[c] = (float) logits[c];
        return rounded;
    }

    /**
     * The gradient of one logit over the pooled features.
     *
     * @param classIndex class c
     * @return J, K values, newly allocated
     */
    public double[] gradient(int classIndex) {
        double[] g = new double[logits.length];
        g[classIndex] = 1;
        for (int i = inputs.size() - 1; i >= 0; i--) {
            g = backward(head.layers().get(i), inputs.get(i), g);
        }
        return g;
    }

    /**
     * The bias that belongs to a gradient: what no cell owes.
     *
     * @param gradient J of class {@code classIndex}
     * @return logits
     */
    public double bias(int classIndex, double[] gradient) {
        double sum = 0;
        for (int k = 0; k < gradient.length; k++) sum += gradient[k] * pooled[k];
        return logits[classIndex] - sum;
    }

    /**
     * The map that belongs to a gradient.
     *
     * @param gradient J of a class
     * @return {@code 1 x H x W}, signed, newly allocated
     */
    public Planes map(double[] gradient) {
        if (head.pooling() == Pooling.AVERAGE) return ExactCam.weighted(features, gradient);
        int area = features.height() * features.width();
        double[] sum = new double[area];
        for (int k = 0; k < gradient.length; k++) sum[largest[k]] += gradient[k] * pooled[k];
        float[] map = new float[area];
        for (int i = 0; i < area; i++) map[i] = (float) sum[i];
        return new Planes(1, features.height(), features.width(), map);
    }

    /** The cell of every channel's largest value, the first if there are several; a NaN wins. */
    private static int[] largest(Planes features) {
        int area = features.height() * features.width();
        float[] values = features.values();
        int[] largest = new int[features.count()];
        for (int k = 0; k < largest.length; k++) {
            int best = 0;
            for (int i = 1; i < area; i++) {
                float value = values[k * area + i];
                if (value > values[k * area + best] || Float.isNaN(value)) best = i;
            }
            largest[k] = best;
        }
        return largest;
    }

    private static double[] at(Planes features, int[] cells) {
        int area = features.height() * features.width();
        double[] pooled = new double[features.count()];
        Arrays.setAll(pooled, k -> features.values()[k * area + cells[k]]);
        return pooled;
    }

    private static double[] means(Planes features) {
        int area = features.height() * features.width();
        float[] values = features.values();
        double[] pooled = new double[features.count()];
        for (int k = 0; k < pooled.length; k++) {
            for (int i = 0; i < area; i++) pooled[k] += values[k * area + i];
            pooled[k] /= area;
        }
        return pooled;
    }

    private static double[] forward(HeadLayer layer, double[] in) {
        if (layer instanceof LinearLayer linear) {
            requireInputs(linear, in);
            double[] out = new double[linear.classes()];
            for (int c = 0; c < out.length; c++) {
                out[c] = linear.bias(c);
                for (int k = 0; k < in.length; k++) out[c] += linear.weight(c, k) * in[k];
            }
            return out;
        }
        double[] out = in.clone();
        if (layer instanceof ScaleLayer s) {
            for (int k = 0; k < out.length; k++) {
                out[k] = out[k] * s.scale().values()[k] + s.shift().values()[k];
            }
        } else if (layer instanceof ActivationLayer a) {
            Arrays.setAll(out, k -> a.function().of(in[k], a.alpha()));
        }
        return out;
    }

    private static void requireInputs(LinearLayer linear, double[] in) {
        if (linear.channels() == in.length) return;
        throw new IllegalArgumentException(linear.weight() + " behind " + in.length + " channels");
    }

    private static double[] backward(HeadLayer layer, double[] in, double[] gradient) {
        double[] g = new double[in.length];
        if (layer instanceof LinearLayer linear) {
            for (int c = 0; c < gradient.length; c++) {
                if (gradient[c] == 0) continue;
                for (int k = 0; k < g.length; k++) g[k] += linear.weight(c, k) * gradient[c];
            }
        } else if (layer instanceof ScaleLayer s) {
            Arrays.setAll(g, k -> gradient[k] * s.scale().values()[k]);
        } else if (layer instanceof ActivationLayer a) {
            Arrays.setAll(g, k -> gradient[k] * a.function().slope(in[k], a.alpha()));
        }
        return g;
    }
}
