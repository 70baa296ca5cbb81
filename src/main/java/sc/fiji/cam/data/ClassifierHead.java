package sc.fiji.cam.data;

/**
 * The linear layer behind global average pooling: {@code logit[c] = sum_k weight[c][k] * pooled[k]
 * + bias[c]}.
 *
 * @param weight C x K
 * @param bias C
 */
public record ClassifierHead(Tensor weight, Tensor bias) {
    /** Checks the shapes. */
    public ClassifierHead {
        if (weight.shape().length != 2 || !bias.hasShape(weight.shape()[0])) {
            throw new IllegalArgumentException("head of " + weight + " and " + bias);
        }
    }

    /** Number of classes C. */
    public int classes() {
        return weight.shape()[0];
    }

    /** Number of feature channels K. */
    public int channels() {
        return weight.shape()[1];
    }

    /** Weight of channel {@code k} for class {@code c}. */
    public float weight(int c, int k) {
        return weight.values()[c * channels() + k];
    }

    /** Bias of class {@code c}, logits. */
    public float bias(int c) {
        return bias.values()[c];
    }
}
