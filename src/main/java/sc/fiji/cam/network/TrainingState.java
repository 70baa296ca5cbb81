package sc.fiji.cam.network;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.TensorSpec;
import sc.fiji.cam.data.WeightSet;

/**
 * All that a training has learnt up to one step: continued from it, a training goes on as if it had
 * never stopped.
 *
 * @param parameters trained tensors, canonical names, in the order of {@link #parameters}
 * @param buffers running means and variances, in the order of {@link #buffers}
 * @param averages moving averages of both, in this order
 * @param firstMoments the optimiser's means of gradients, one per parameter
 * @param secondMoments the optimiser's mean squares of gradients, one per parameter
 * @param steps updates made so far
 */
public record TrainingState(
        List<Tensor> parameters,
        List<Tensor> buffers,
        List<Tensor> averages,
        List<Tensor> firstMoments,
        List<Tensor> secondMoments,
        int steps) {
    /** Names of the classifier's two tensors. */
    public static final String HEAD_WEIGHT = "classifier.weight";

    /** See {@link #HEAD_WEIGHT}. */
    public static final String HEAD_BIAS = "classifier.bias";

    /** Copies the lists. */
    public TrainingState {
        parameters = List.copyOf(parameters);
        buffers = List.copyOf(buffers);
        averages = List.copyOf(averages);
        firstMoments = List.copyOf(firstMoments);
        secondMoments = List.copyOf(secondMoments);
    }

    /**
     * The state before the first step.
     *
     * @param architecture whose layers
     * @param weights canonical tensors in front of the classifier; arrays are shared
     * @param head the classifier; arrays are shared
     */
    public static TrainingState start(
            Architecture architecture, WeightSet weights, LinearLayer head) {
        List<Tensor> parameters = new ArrayList<>();
        for (TensorSpec spec : parameters(architecture, head.classes())) {
            parameters.add(
                    switch (spec.name()) {
                        case HEAD_WEIGHT -> head.weight().named(HEAD_WEIGHT);
                        case HEAD_BIAS -> head.bias().named(HEAD_BIAS);
                        default -> weights.get(spec.name());
                    });
        }
        List<Tensor> buffers =
                buffers(architecture).stream().map(s -> weights.get(s.name())).toList();
        List<Tensor> averages = new ArrayList<>(parameters);
        averages.addAll(buffers);
        return new TrainingState(
                parameters, buffers, averages, zeros(parameters), zeros(parameters), 0);
    }

    private static List<Tensor> zeros(List<Tensor> like) {
        return like.stream()
                .map(t -> new Tensor(t.name(), t.shape(), new float[t.values().length]))
                .toList();
    }

    /** Name and shape of every trained tensor, in the order of the layers; the classifier last. */
    static List<TensorSpec> parameters(Architecture architecture, int classes) {
        List<TensorSpec> list = new ArrayList<>(architecture.tensors());
        list.removeIf(TrainingState::isBuffer);
        list.add(TensorSpec.of(HEAD_WEIGHT, classes, architecture.features()));
        list.add(TensorSpec.of(HEAD_BIAS, classes));
        return list;
    }

    /** Name and shape of every running mean and variance, in the order of the layers. */
    static List<TensorSpec> buffers(Architecture architecture) {
        return architecture.tensors().stream().filter(TrainingState::isBuffer).toList();
    }

    private static boolean isBuffer(TensorSpec spec) {
        return spec.name().contains(".running_");
    }

    /** The averaged network in front of the classifier: what is evaluated and kept. */
    public WeightSet averagedWeights(String origin) {
        List<Tensor> list = new ArrayList<>(averages);
        list.removeIf(t -> t.name().equals(HEAD_WEIGHT) || t.name().equals(HEAD_BIAS));
        return new WeightSet(origin, list);
    }

    /** The averaged classifier. */
    public LinearLayer averagedHead() {
        WeightSet all = new WeightSet("averages", averages);
        return new LinearLayer(all.get(HEAD_WEIGHT), all.get(HEAD_BIAS));
    }
}
