package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.InputSpec;
import sc.fiji.cam.data.Labels;
import sc.fiji.cam.data.ModelFacts;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.WeightSet;

/**
 * A weight file, understood: everything needed to run the network it holds, and what had to be
 * assumed.
 *
 * @param facts file, checksum, container, dialect, family and architecture
 * @param architecture size of the network
 * @param family padding and eps
 * @param weights all tensors in front of the classifier, canonical names, checked against {@link
 *     Architecture#tensors()}
 * @param head pooling and the layers behind it
 * @param labels names of the classes
 * @param input how pictures are prepared
 * @param parameters number of trained values in network and head
 * @param assumptions what the file does not say and was assumed, whole sentences
 */
public record Checkpoint(
        ModelFacts facts,
        Architecture architecture,
        Family family,
        WeightSet weights,
        Head head,
        Labels labels,
        InputSpec input,
        long parameters,
        List<String> assumptions) {

    /** Copies the list. */
    public Checkpoint {
        assumptions = List.copyOf(assumptions);
    }

    /**
     * A network that comes from no file: numbered classes, ImageNet's mean and std.
     *
     * @param architecture size of the network
     * @param family padding and eps
     * @param weights canonical names
     * @param head pooling and layers
     */
    public static Checkpoint of(
            Architecture architecture, Family family, WeightSet weights, Head head) {
        ModelFacts facts =
                new ModelFacts(
                        weights.origin(),
                        "",
                        "memory",
                        "canonical",
                        family.id(),
                        architecture.id());
        Labels labels = Labels.numbered(head.classes());
        long parameters = parameters(weights, head);
        return new Checkpoint(
                facts,
                architecture,
                family,
                weights,
                head,
                labels,
                InputSpec.IMAGENET,
                parameters,
                List.of());
    }

    /**
     * The same network as another file: for results and messages.
     *
     * @param file path to show
     */
    public Checkpoint named(String file) {
        return with(facts.named(file), family);
    }

    /** The same network with one more sentence, in front of the others. */
    public Checkpoint assuming(String sentence) {
        List<String> more = new ArrayList<>(List.of(sentence));
        more.addAll(assumptions);
        return new Checkpoint(
                facts, architecture, family, weights, head, labels, input, parameters, more);
    }

    /** The same weights under another family; for comparisons. */
    public Checkpoint with(Family other) {
        return with(facts.with(other), other);
    }

    /** The same network with another classifier, whose classes are numbered; for comparisons. */
    public Checkpoint with(Head other) {
        Labels numbered = Labels.numbered(other.classes());
        long count = parameters(weights, other);
        return new Checkpoint(
                facts, architecture, family, weights, other, numbered, input, count, assumptions);
    }

    private Checkpoint with(ModelFacts facts, Family family) {
        return new Checkpoint(
                facts, architecture, family, weights, head, labels, input, parameters, assumptions);
    }

    /** Trained values: all but the running statistics of the batch normalisations. */
    static long parameters(WeightSet weights, Head head) {
        long sum = head.parameters();
        for (Tensor tensor : weights.tensors()) {
            if (!tensor.name().contains(".running_")) sum += tensor.values().length;
        }
        return sum;
    }
}
