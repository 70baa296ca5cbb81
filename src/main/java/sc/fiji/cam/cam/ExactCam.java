package sc.fiji.cam.cam;

import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Pooling;

/**
 * Class activation maps of a network that ends in global average pooling and one linear layer.
 *
 * @see <a href="https://arxiv.org/abs/1512.04150">Zhou et al. 2016, equation 2</a>
 */
public final class ExactCam {
    private ExactCam() {}

    /**
     * Computes the class activation map of one class: per cell, the sum over channels of weight
     * times feature.
     *
     * <p>{@code map[y][x] = sum_k w[c][k] * f[k][y][x]}. No ReLU, no scaling; signed, in logits.
     * The mean over all cells plus {@code bias[c]} is the logit of class c.
     *
     * @param features last maps before pooling, {@code K x H x W}; read only
     * @param head linear layer, {@code C x K}
     * @param classIndex class c, {@code 0 <= c < C}
     * @return {@code 1 x H x W}, newly allocated
     * @throws IllegalArgumentException if the two K differ or c is out of range
     */
    public static Planes of(Planes features, LinearLayer head, int classIndex) {
        if (features.count() != head.channels() || classIndex >= head.classes()) {
            throw new IllegalArgumentException(
                    features + ", class " + classIndex + " of " + head.weight());
        }
        double[] row = new double[head.channels()];
        for (int k = 0; k < row.length; k++) row[k] = head.weight(classIndex, k);
        return weighted(features, row);
    }

    /**
     * The raw last convolution seen through the classifier: {@code map = sum_k w[c][k] * z[k]} with
     * {@code z} the output of the head convolution before normalisation and activation. It has no
     * unit and does not sum to the logit.
     *
     * @param input of the head convolution, channels x H x W; read only
     * @param kernel of the head convolution, not folded, K x channels (x 1 x 1)
     * @param head linear layer, C x K
     * @param classIndex class c
     * @return {@code 1 x H x W}, newly allocated
     */
    public static Planes lastConvolution(
            Planes input, float[] kernel, LinearLayer head, int classIndex) {
        int channels = input.count();
        // (W_c . W_head) . X: one row of weights instead of K maps.
        double[] row = new double[channels];
        for (int k = 0; k < head.channels(); k++) {
            double w = head.weight(classIndex, k);
            for (int i = 0; i < channels; i++) row[i] += w * kernel[k * channels + i];
        }
        return weighted(input, row);
    }

    /**
     * How far a map is from summing to the logit: {@code |mean(map) + bias - logit|}, behind max
     * pooling {@code |sum(map) + bias - logit|}.
     *
     * @param map {@code 1 x H x W}, logits
     * @param pooling of the head
     * @return logits, not negative; NaN if the map holds NaN
     */
    public static double completeness(Planes map, Pooling pooling, double bias, double logit) {
        double sum = 0;
        for (float v : map.values()) sum += v;
        if (pooling == Pooling.AVERAGE) sum /= map.values().length;
        return Math.abs(sum + bias - logit);
    }

    /**
     * What completeness must not exceed: rounding of 32-bit sums.
     *
     * @param map {@code 1 x H x W}, logits
     * @return {@code 1e-5 * max(1, max |map|)}, logits
     */
    public static double bound(Planes map) {
        return 1e-5 * Math.max(1, map.maxAbs());
    }

    /** Sum over planes of weight times plane, {@code 1 x H x W}. */
    static Planes weighted(Planes planes, double[] weights) {
        int area = planes.height() * planes.width();
        double[] sum = new double[area];
        float[] values = planes.values();
        for (int k = 0; k < weights.length; k++) {
            double w = weights[k];
            for (int i = 0, at = k * area; i < area; i++, at++) sum[i] += w * values[at];
        }
        float[] map = new float[area];
        for (int i = 0; i < area; i++) map[i] = (float) sum[i];
        return new Planes(1, planes.height(), planes.width(), map);
    }
}
