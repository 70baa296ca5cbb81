package sc.fiji.cam.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Block;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.TensorSpec;
import sc.fiji.cam.data.WeightSet;

/** Networks made for tests: random weights of sane size, and the delta network. */
public final class Networks {
    private Networks() {}

    /**
     * Weights in front of the classifier, and the classifier.
     *
     * @param architecture whose shapes
     * @param weights canonical names
     * @param head the linear layer
     */
    public record Network(Architecture architecture, WeightSet weights, LinearLayer head) {}

    /**
     * Random weights, scaled so that activations neither vanish nor explode; the same seed gives
     * the same network.
     *
     * @param classes outputs C
     */
    public static Network random(Architecture architecture, int classes, long seed) {
        Random random = new Random(seed);
        List<Tensor> tensors = new ArrayList<>();
        for (TensorSpec spec : architecture.tensors()) {
            tensors.add(fill(spec, sampler(spec, random)));
        }
        int k = architecture.features();
        double scale = 1 / Math.sqrt(k);
        Tensor weight =
                fill(
                        TensorSpec.of("classifier.weight", classes, k),
                        () -> random.nextGaussian() * scale);
        Tensor bias =
                fill(TensorSpec.of("classifier.bias", classes), () -> random.nextGaussian() * 0.1);
        WeightSet weights = new WeightSet("random " + architecture.id(), tensors);
        return new Network(architecture, weights, new LinearLayer(weight, bias));
    }

    private interface Sampler {
        double next();
    }

    private static Sampler sampler(TensorSpec spec, Random random) {
        String name = spec.name();
        if (name.endsWith("running_var")) return () -> 0.5 + random.nextDouble();
        if (name.endsWith("running_mean")) return () -> random.nextGaussian() * 0.2;
        if (name.endsWith("bn.weight")) return () -> 0.8 + 0.4 * random.nextDouble();
        if (spec.shape().size() == 1) return () -> random.nextGaussian() * 0.1;
        int[] s = spec.sizes();
        double gain = 2 / Math.sqrt((double) s[1] * s[2] * s[3]);
        return () -> random.nextGaussian() * gain;
    }

    private static Tensor fill(TensorSpec spec, Sampler sampler) {
        int size = spec.shape().stream().reduce(1, (a, b) -> a * b);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) values[i] = (float) sampler.next();
        return new Tensor(spec.name(), spec.sizes(), values);
    }

    /**
     * The delta network: lights one cell of the features for one pixel of the input, exactly. Three
     * channels R, G, B run through unmixed; every lit value is a power of two times the input.
     *
     * <p>Feed V = 64 at one pixel of channel c after normalisation and 0 elsewhere: the features
     * are 0 but {@code V * gain()} in channel c at cell (i, j) where {@code y = 32 i + off +
     * shift}, same for x.
     *
     * @param architecture whose layers
     * @param eps of the family: the batch normalisations become the identity bit for bit
     * @param doubling whether skipping blocks add their branch (each doubles the amplitude), or
     *     keep it silent
     * @param taps canonical layer name ({@code stem}, {@code blocks.5.dw}) to the tap {ty, tx} that
     *     replaces the centre; use layers of blocks without skip
     * @param bytes whether the stem's normalisation takes ordinary 8-bit pictures behind ImageNet's
     *     mean and std: black gives 0, 255 gives {@code 256 * 0.5 / std[c]}
     */
    public record Delta(
            Architecture architecture,
            float eps,
            boolean doubling,
            Map<String, int[]> taps,
            boolean bytes) {
        private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
        private static final float[] STD = {0.229f, 0.224f, 0.225f};

        /** Centre taps, doubling, network input. */
        public static Delta of(Architecture architecture, float eps) {
            return new Delta(architecture, eps, true, Map.of(), false);
        }

        /** With one layer's tap off the centre. */
        public Delta tap(String layer, int ty, int tx) {
            Map<String, int[]> more = new HashMap<>(taps);
            more.put(layer, new int[] {ty, tx});
            return new Delta(architecture, eps, doubling, more, bytes);
        }

        /** For ordinary 8-bit pictures. */
        public Delta forBytes() {
            return new Delta(architecture, eps, doubling, taps, true);
        }

        /** Skipping blocks silent: lit values keep their size. */
        public Delta silent() {
            return new Delta(architecture, eps, false, taps, bytes);
        }

        /** Lit feature per lit input: 2 to the number of skipping blocks, or 1. */
        public double gain() {
            if (!doubling) return 1;
            return Math.pow(2, architecture.blocks().stream().filter(Block::skips).count());
        }

        /**
         * The weights; the head maps channel c to class c (three classes).
         *
         * @param weight W[c][c], for instance {@code 1 / (64 * gain())} for maps of exactly 1
         * @param bias of every class
         */
        public Network network(float weight, float bias) {
            List<Tensor> tensors = new ArrayList<>();
            for (TensorSpec spec : architecture.tensors()) tensors.add(tensor(spec));
            int k = architecture.features();
            float[] w = new float[3 * k];
            for (int c = 0; c < 3; c++) w[c * k + c] = weight;
            LinearLayer head =
                    new LinearLayer(
                            new Tensor("classifier.weight", new int[] {3, k}, w),
                            new Tensor(
                                    "classifier.bias",
                                    new int[] {3},
                                    new float[] {bias, bias, bias}));
            WeightSet set = new WeightSet("delta " + architecture.id(), tensors);
            return new Network(architecture, set, head);
        }

        private Tensor tensor(TensorSpec spec) {
            int[] s = spec.sizes();
            float[] v = new float[spec.shape().stream().reduce(1, (a, b) -> a * b)];
            String name = spec.name();
            if (name.endsWith("running_var")) {
                Arrays.fill(v, 1 - eps);
            } else if (name.endsWith("bn.weight")) {
                Arrays.fill(v, 1);
            } else if (name.endsWith("se.expand.bias")) {
                Arrays.fill(v, 30);
            } else if (name.endsWith("conv.weight") && !isSilent(name)) {
                kernel(name.replace(".conv.weight", ""), s, v);
            }
            if (bytes && name.equals("stem.bn.weight")) Arrays.fill(v, 256);
            if (bytes && name.equals("stem.bn.running_mean")) {
                for (int c = 0; c < 3; c++) v[c] = (0.5f - MEAN[c]) / STD[c];
            }
            return new Tensor(name, s, v);
        }

        private boolean isSilent(String name) {
            if (doubling || !name.endsWith("project.conv.weight")) return false;
            return architecture.blocks().stream()
                    .anyMatch(b -> b.skips() && name.startsWith(b.name() + "."));
        }

        private void kernel(String layer, int[] s, float[] v) {
            int centre = s[2] / 2;
            int[] tap = taps.getOrDefault(layer, new int[] {centre, centre});
            boolean depthwise = layer.endsWith(".dw");
            for (int c = 0; c < 3; c++) {
                int in = depthwise ? 0 : c;
                v[((c * s[1] + in) * s[2] + tap[0]) * s[3] + tap[1]] = 1;
            }
        }
    }
}
