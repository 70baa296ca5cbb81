package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.cam.data.Activation;
import sc.fiji.cam.data.ActivationLayer;
import sc.fiji.cam.data.Output;
import sc.fiji.cam.data.Pooling;

/**
 * The layers behind the features, as a container states them or names suggest them; values are not
 * read yet.
 *
 * @param pooling how a channel becomes one number
 * @param steps behind the pooling, in order
 * @param output how logits become probabilities
 */
record HeadPlan(Pooling pooling, List<Step> steps, Output output) {
    /** Copies the list. */
    HeadPlan {
        steps = List.copyOf(steps);
    }

    /** One layer of the file. */
    sealed interface Step {}

    /**
     * A linear layer.
     *
     * @param weight outputs x inputs
     * @param bias outputs; absent: 0
     */
    record Linear(RawTensor weight, Optional<RawTensor> bias) implements Step {}

    /**
     * Batch normalisation with stored statistics.
     *
     * @param gamma scale; absent: 1
     * @param beta shift; absent: 0
     * @param mean stored mean
     * @param variance stored variance
     * @param eps added to the variance
     */
    record Norm(
            Optional<RawTensor> gamma,
            Optional<RawTensor> beta,
            RawTensor mean,
            RawTensor variance,
            double eps)
            implements Step {}

    /**
     * An activation function.
     *
     * @param layer function and parameter
     */
    record Activate(ActivationLayer layer) implements Step {}

    /**
     * A layer that does nothing in inference.
     *
     * @param what for people: {@code Dropout 0.3}
     */
    record Idle(String what) implements Step {}

    /** Whether this function is one of its layers. */
    boolean has(Activation function) {
        return steps.stream()
                .anyMatch(s -> s instanceof Activate a && a.layer().function() == function);
    }

    /** The tensors that this head uses. */
    List<RawTensor> tensors() {
        List<RawTensor> used = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Linear linear) {
                used.add(linear.weight());
                linear.bias().ifPresent(used::add);
            } else if (step instanceof Norm norm) {
                norm.gamma().ifPresent(used::add);
                norm.beta().ifPresent(used::add);
                used.add(norm.mean());
                used.add(norm.variance());
            }
        }
        return used;
    }
}
