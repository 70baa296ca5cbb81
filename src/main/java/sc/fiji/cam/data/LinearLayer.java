package sc.fiji.cam.data;

/**
 * A linear layer: {@code out[c] = sum_k weight[c][k] * in[k] + bias[c]}. Alone behind average
 * pooling it is a whole classifier, and class maps are exact.
 *
 * @param weight C x K
 * @param bias C
 */
public record LinearLayer(Tensor weight, Tensor bias) implements HeadLayer {
    /** Checks the shapes. */
    public LinearLayer {
        if (weight.shape().length != 2 || !bias.hasShape(weight.shape()[0])) {
            throw new IllegalArgumentException("linear layer of " + weight + " and " + bias);
        }
    }

    /** Number of outputs C; of the last layer, the number of classes. */
    public int classes() {
        return weight.shape()[0];
    }

    /** Number of inputs K; of the first layer, the number of feature channels. */
    public int channels() {
        return weight.shape()[1];
    }

    /** Weight of input {@code k} for output {@code c}. */
    public float weight(int c, int k) {
        return weight.values()[c * channels() + k];
    }

    /** Bias of output {@code c}; of the last layer, logits. */
    public float bias(int c) {
        return bias.values()[c];
    }
}
