package sc.fiji.cam.data;

import java.util.List;
import java.util.Optional;

/**
 * What makes logits of the features: pooling, then layers. Neighbouring affine layers are merged,
 * so a head that amounts to one linear layer is one.
 *
 * @param pooling how a channel becomes one number
 * @param layers behind the pooling, in order; the last is linear, its outputs are the logits
 * @param output how logits become probabilities
 * @param drawn the layers as the file has them, for people: {@code Linear 1536 -> 10}
 * @param parameters number of trained values in the file's layers
 */
public record Head(
        Pooling pooling,
        List<HeadLayer> layers,
        Output output,
        List<String> drawn,
        long parameters) {
    /** Checks that a linear layer ends it. */
    public Head {
        layers = List.copyOf(layers);
        drawn = List.copyOf(drawn);
        boolean ends = !layers.isEmpty() && layers.get(layers.size() - 1) instanceof LinearLayer;
        if (!ends) throw new IllegalArgumentException("a head must end with a linear layer");
    }

    /** Average pooling and one linear layer, classes that exclude each other. */
    public static Head of(LinearLayer layer) {
        String linear = "Linear " + layer.channels() + " -> " + layer.classes();
        long parameters = layer.weight().values().length + (long) layer.classes();
        return new Head(
                Pooling.AVERAGE, List.of(layer), Output.SOFTMAX, List.of(linear), parameters);
    }

    /**
     * The linear layer that is the whole head behind average pooling: then class maps are exact.
     */
    public Optional<LinearLayer> linear() {
        boolean whole = pooling == Pooling.AVERAGE && layers.size() == 1;
        return whole ? Optional.of(last()) : Optional.empty();
    }

    /** The last layer. */
    public LinearLayer last() {
        return (LinearLayer) layers.get(layers.size() - 1);
    }

    /** The pooling and the layers of the file, for people. */
    public String describe() {
        return pooling.id() + " pooling, " + String.join(", ", drawn);
    }

    /** Number of classes. */
    public int classes() {
        return last().classes();
    }
}
