package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sc.fiji.cam.data.ActivationLayer;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.HeadLayer;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Output;
import sc.fiji.cam.data.ScaleLayer;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.UnsupportedCheckpoint;
import sc.fiji.cam.data.WeightMismatch;

/**
 * Reads the layers of a plan and merges those that are affine, in 64-bit arithmetic. One output
 * becomes two classes: 1 with the logit, 0 with its negative.
 */
final class HeadBuilder {
    private final String origin;
    private final List<Layer> layers = new ArrayList<>();
    private final List<String> drawn = new ArrayList<>();
    private int width;
    private long parameters;

    /** A layer while it is merged with its neighbours. */
    private sealed interface Layer {}

    /** {@code out = weight in + bias}. */
    private record Dense(double[][] weight, double[] bias) implements Layer {}

    /** {@code out = scale in + shift}. */
    private record Diagonal(double[] scale, double[] shift) implements Layer {}

    private record Function(ActivationLayer layer) implements Layer {}

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
        boolean ends =
                !builder.layers.isEmpty()
                        && builder.layers.get(builder.layers.size() - 1) instanceof Dense;
        if (!ends) {
            throw new UnsupportedCheckpoint(
                    origin,
                    "its head ends without a linear layer (" + builder.drawn + ")",
                    "Save the classifier with its last linear layer.");
        }
        Output output = builder.width == 1 ? builder.twoClasses() : plan.output();
        List<HeadLayer> done = builder.layers.stream().map(HeadBuilder::rounded).toList();
        return new Head(plan.pooling(), done, output, builder.drawn, builder.parameters);
    }

    private void add(HeadPlan.Step step) {
        if (step instanceof HeadPlan.Linear linear) {
            add(linear);
        } else if (step instanceof HeadPlan.Norm norm) {
            add(norm);
        } else if (step instanceof HeadPlan.Activate activate) {
            layers.add(new Function(activate.layer()));
            drawn.add(activate.layer().function().id());
        } else if (step instanceof HeadPlan.Idle idle) {
            drawn.add(idle.what());
        }
    }

    private void add(HeadPlan.Linear linear) {
        RawTensor raw = linear.weight();
        if (raw.shape().length != 2 || raw.shape()[1] != width) throw mismatch(raw);
        int out = raw.shape()[0];
        float[] values = Network.checked(origin, raw, raw.load("classifier.weight")).values();
        parameters += values.length + linear.bias().map(b -> out).orElse(0);
        double[][] weight = new double[out][width];
        for (int c = 0; c < out; c++) {
            for (int k = 0; k < width; k++) weight[c][k] = values[c * width + k];
        }
        double[] bias = vector(linear.bias(), out, 0);
        drawn.add("Linear " + width + " -> " + out);
        width = out;
        merge(new Dense(weight, bias));
    }

    private void add(HeadPlan.Norm norm) {
        double[] mean = vector(Optional.of(norm.mean()), width, 0);
        double[] variance = vector(Optional.of(norm.variance()), width, 1);
        double[] scale = vector(norm.gamma(), width, 1);
        double[] shift = vector(norm.beta(), width, 0);
        for (int k = 0; k < width; k++) {
            scale[k] /= Math.sqrt(variance[k] + norm.eps());
            shift[k] -= mean[k] * scale[k];
        }
        drawn.add("BatchNorm " + width);
        parameters +=
                norm.gamma().map(g -> width).orElse(0) + norm.beta().map(b -> width).orElse(0);
        merge(new Diagonal(scale, shift));
    }

    /** Takes up a layer, together with the one before it where both are affine. */
    private void merge(Layer next) {
        int last = layers.size() - 1;
        boolean affine = last >= 0 && !(layers.get(last) instanceof Function);
        layers.add(affine ? product(next, layers.remove(last)) : next);
    }

    private static Layer product(Layer next, Layer before) {
        if (next instanceof Diagonal d && before instanceof Diagonal b) {
            double[] scale = b.scale().clone();
            double[] shift = b.shift().clone();
            scale(d, scale, shift);
            return new Diagonal(scale, shift);
        }
        if (next instanceof Diagonal d && before instanceof Dense b) {
            double[][] weight =
                    Arrays.stream(b.weight()).map(double[]::clone).toArray(double[][]::new);
            double[] bias = b.bias().clone();
            for (int c = 0; c < weight.length; c++) {
                for (int k = 0; k < weight[c].length; k++) weight[c][k] *= d.scale()[c];
            }
            scale(d, new double[bias.length], bias);
            return new Dense(weight, bias);
        }
        return before instanceof Diagonal b
                ? behind((Dense) next, b)
                : behind((Dense) next, (Dense) before);
    }

    private static void scale(Diagonal by, double[] scale, double[] shift) {
        for (int k = 0; k < shift.length; k++) {
            scale[k] *= by.scale()[k];
            shift[k] = shift[k] * by.scale()[k] + by.shift()[k];
        }
    }

    private static Dense behind(Dense next, Diagonal before) {
        double[][] weight = new double[next.weight().length][];
        double[] bias = next.bias().clone();
        for (int c = 0; c < weight.length; c++) {
            weight[c] = next.weight()[c].clone();
            for (int k = 0; k < weight[c].length; k++) {
                bias[c] += weight[c][k] * before.shift()[k];
                weight[c][k] *= before.scale()[k];
            }
        }
        return new Dense(weight, bias);
    }

    private static Dense behind(Dense next, Dense before) {
        double[][] weight = new double[next.weight().length][before.weight()[0].length];
        double[] bias = next.bias().clone();
        for (int c = 0; c < weight.length; c++) {
            for (int h = 0; h < before.weight().length; h++) {
                double w = next.weight()[c][h];
                bias[c] += w * before.bias()[h];
                for (int k = 0; k < weight[c].length; k++)
                    weight[c][k] += w * before.weight()[h][k];
            }
        }
        return new Dense(weight, bias);
    }

    private Output twoClasses() {
        Dense one = (Dense) layers.remove(layers.size() - 1);
        double[] row = one.weight()[0];
        double[] negative = Arrays.stream(row).map(w -> -w).toArray();
        double bias = one.bias()[0];
        layers.add(new Dense(new double[][] {negative, row}, new double[] {-bias, bias}));
        return Output.SIGMOID;
    }

    private static HeadLayer rounded(Layer layer) {
        if (layer instanceof Dense dense) {
            int in = dense.weight()[0].length;
            float[] values = new float[dense.weight().length * in];
            for (int i = 0; i < values.length; i++)
                values[i] = (float) dense.weight()[i / in][i % in];
            int[] shape = {dense.weight().length, in};
            Tensor weight = new Tensor("classifier.weight", shape, values);
            return new LinearLayer(weight, tensor("classifier.bias", dense.bias()));
        }
        if (layer instanceof Diagonal diagonal) {
            return new ScaleLayer(
                    tensor("scale", diagonal.scale()), tensor("shift", diagonal.shift()));
        }
        return ((Function) layer).layer();
    }

    private static Tensor tensor(String name, double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < rounded.length; i++) rounded[i] = (float) values[i];
        return new Tensor(name, new int[] {rounded.length}, rounded);
    }

    private double[] vector(Optional<RawTensor> source, int length, double otherwise) {
        double[] vector = new double[length];
        Arrays.fill(vector, otherwise);
        if (source.isEmpty()) return vector;
        RawTensor raw = source.get();
        if (!raw.hasShape(length)) throw mismatch(raw);
        String as = raw.name().matches(".*(running_var|variance)") ? "head.running_var" : "head";
        float[] values = Network.checked(origin, raw, raw.load(as)).values();
        for (int i = 0; i < length; i++) vector[i] = values[i];
        return vector;
    }

    private WeightMismatch mismatch(RawTensor tensor) {
        return new WeightMismatch(
                origin,
                "tensor "
                        + tensor.toString().replace(" ", " is ")
                        + ", which does not follow on "
                        + width
                        + " channels",
                "The layers of the head do not fit together: the file is damaged, or was changed.");
    }
}
