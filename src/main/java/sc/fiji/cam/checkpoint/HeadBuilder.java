package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sc.fiji.cam.data.Activation;
import sc.fiji.cam.data.ActivationLayer;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.HeadLayer;
import sc.fiji.cam.data.Output;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.UnsupportedCheckpoint;
import sc.fiji.cam.data.WeightMismatch;

/**
 * Reads the layers of a plan and merges neighbours that are affine. One output becomes two classes:
 * 1 with the logit, 0 with its negative.
 */
final class HeadBuilder {
    private final String origin;
    private final List<HeadLayer> layers = new ArrayList<>();
    private final List<String> drawn = new ArrayList<>();

    /** The affine layer that is still to be merged with what follows. */
    private Optional<Affine> open = Optional.empty();

    private int width;
    private long parameters;

    private HeadBuilder(String origin, int channels) {
        this.origin = origin;
        this.width = channels;
    }

    /**
     * Builds a head.
     *
     * @param channels of the features, K
     * @throws sc.fiji.cam.data.CamException if shapes do not follow on one another, values are not
     *     finite, or no linear layer ends it
     */
    static Head build(String origin, HeadPlan plan, int channels) {
        HeadBuilder builder = new HeadBuilder(origin, channels);
        for (HeadPlan.Step step : plan.steps()) builder.add(step);
        return builder.head(plan);
    }

    private Head head(HeadPlan plan) {
        if (open.isEmpty() || !(open.get() instanceof Affine.Dense last)) {
            throw new UnsupportedCheckpoint(
                    origin,
                    "its head ends without a linear layer (" + String.join(", ", drawn) + ")",
                    "Save the classifier with its last linear layer.");
        }
        boolean one = width == 1;
        layers.add((one ? last.bothSigns() : last).rounded());
        Output output = one ? Output.PAIR : plan.output();
        return new Head(plan.pooling(), layers, output, drawn, parameters);
    }

    private void add(HeadPlan.Step step) {
        if (step instanceof HeadPlan.Linear linear) {
            add(linear);
        } else if (step instanceof HeadPlan.Norm norm) {
            add(norm);
        } else if (step instanceof HeadPlan.Activate activate) {
            add(activate.layer());
        } else if (step instanceof HeadPlan.Idle idle) {
            drawn.add(idle.what());
        }
    }

    private void add(ActivationLayer activation) {
        if (activation.function() == Activation.NONE) return;
        drawn.add(activation.function().id());
        open.ifPresent(affine -> layers.add(affine.rounded()));
        open = Optional.empty();
        layers.add(activation);
    }

    private void add(HeadPlan.Linear linear) {
        RawTensor raw = linear.weight();
        boolean follows = raw.shape().length == 2 && raw.shape()[1] == width;
        if (!follows || raw.shape()[0] < 1) throw mismatch(raw);
        int out = raw.shape()[0];
        float[] values = load(raw, "classifier.weight").values();
        double[][] weight = new double[out][width];
        for (int i = 0; i < values.length; i++) weight[i / width][i % width] = values[i];
        drawn.add("Linear " + width + " -> " + out);
        parameters += values.length + linear.bias().map(b -> out).orElse(0);
        width = out;
        add(new Affine.Dense(weight, vector(linear.bias(), "classifier.bias", 0)));
    }

    private void add(HeadPlan.Norm norm) {
        double[] mean = vector(Optional.of(norm.mean()), "running_mean", 0);
        double[] variance = vector(Optional.of(norm.variance()), "head.running_var", 1);
        double[] scale = vector(norm.gamma(), "weight", 1);
        double[] shift = vector(norm.beta(), "bias", 0);
        for (int k = 0; k < width; k++) {
            scale[k] /= Math.sqrt(variance[k] + norm.eps());
            shift[k] -= mean[k] * scale[k];
        }
        drawn.add("BatchNorm " + width);
        int trained = (norm.gamma().isPresent() ? 1 : 0) + (norm.beta().isPresent() ? 1 : 0);
        parameters += (long) trained * width;
        add(new Affine.Diagonal(scale, shift));
    }

    private void add(Affine next) {
        open = Optional.of(open.map(before -> before.then(next)).orElse(next));
    }

    /** Reads one number per channel. */
    private double[] vector(Optional<RawTensor> source, String as, double otherwise) {
        double[] vector = new double[width];
        Arrays.fill(vector, otherwise);
        if (source.isEmpty()) return vector;
        if (!source.get().hasShape(width)) throw mismatch(source.get());
        float[] values = load(source.get(), as).values();
        for (int i = 0; i < width; i++) vector[i] = values[i];
        return vector;
    }

    private Tensor load(RawTensor raw, String as) {
        Network.requireNumbers(origin, raw.name(), raw);
        return Network.checked(origin, raw, raw.load(as));
    }

    private WeightMismatch mismatch(RawTensor tensor) {
        String found = tensor.toString().replace(" [", " is [");
        return new WeightMismatch(
                origin,
                "tensor " + found + ", which does not follow on " + width + " channels",
                "The layers of the head do not fit together: the file is damaged, or was changed.");
    }
}
