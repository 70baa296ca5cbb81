package sc.fiji.cam.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.TensorSpec;
import sc.fiji.cam.data.WeightSet;

/** Weights before any training; the same seed gives the same on every machine. */
public final class Initial {
    private static final double HEAD_STD = 0.01;

    private Initial() {}

    /**
     * Kernels normal with variance 2 / (outputs x k x k), normalisations the identity, biases 0: as
     * torchvision's.
     *
     * @see <a href="https://arxiv.org/abs/1502.01852">He et al. 2015</a>
     */
    public static WeightSet weights(Architecture architecture, long seed) {
        Random random = new Random(seed);
        List<Tensor> tensors = new ArrayList<>();
        for (TensorSpec spec : architecture.tensors()) {
            String name = spec.name();
            int[] shape = spec.sizes();
            if (shape.length == 4) {
                double fanOut = (double) shape[0] * shape[2] * shape[3];
                tensors.add(normal(name, shape, Math.sqrt(2 / fanOut), random));
            } else {
                boolean one = name.endsWith("bn.weight") || name.endsWith("running_var");
                tensors.add(constant(name, shape, one ? 1 : 0));
            }
        }
        return new WeightSet("initial " + architecture.id(), tensors);
    }

    /** A classifier that gives every class nearly the same probability. */
    public static LinearLayer head(Architecture architecture, int classes, long seed) {
        int[] shape = {classes, architecture.features()};
        Random random = new Random(seed);
        return new LinearLayer(
                normal(TrainingState.HEAD_WEIGHT, shape, HEAD_STD, random),
                constant(TrainingState.HEAD_BIAS, new int[] {classes}, 0));
    }

    private static Tensor normal(String name, int[] shape, double std, Random random) {
        float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) values[i] = (float) (std * random.nextGaussian());
        return new Tensor(name, shape, values);
    }

    private static Tensor constant(String name, int[] shape, float value) {
        float[] values = new float[shape[0]];
        Arrays.fill(values, value);
        return new Tensor(name, shape, values);
    }
}
