package sc.fiji.cam.checkpoint;

import java.util.Arrays;
import sc.fiji.cam.data.HeadLayer;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.ScaleLayer;
import sc.fiji.cam.data.Tensor;

/** An affine layer in 64-bit arithmetic, while it is merged with its neighbours. */
sealed interface Affine {
    /** This layer and the one behind it as one; neither is changed. */
    Affine then(Affine next);

    /** The layer in 32 bits. */
    HeadLayer rounded();

    /**
     * {@code out = weight in + bias}.
     *
     * @param weight outputs x inputs
     * @param bias outputs
     */
    record Dense(double[][] weight, double[] bias) implements Affine {
        @Override
        public Dense then(Affine next) {
            double[] bias = next.of(bias());
            double[][] product =
                    next instanceof Dense dense
                            ? Arrays.stream(dense.weight())
                                    .map(this::times)
                                    .toArray(double[][]::new)
                            : scaled(((Diagonal) next).scale());
            return new Dense(product, bias);
        }

        private double[] times(double[] row) {
            double[] product = new double[weight[0].length];
            for (int h = 0; h < row.length; h++) {
                for (int k = 0; k < product.length; k++) product[k] += row[h] * weight[h][k];
            }
            return product;
        }

        private double[][] scaled(double[] scale) {
            double[][] scaled = new double[weight.length][];
            for (int c = 0; c < scaled.length; c++) {
                double by = scale[c];
                scaled[c] = Arrays.stream(weight[c]).map(w -> w * by).toArray();
            }
            return scaled;
        }

        @Override
        public double[] of(double[] in) {
            double[] out = bias.clone();
            for (int c = 0; c < out.length; c++) {
                for (int k = 0; k < in.length; k++) out[c] += weight[c][k] * in[k];
            }
            return out;
        }

        /** One output z as two: -z and z. */
        Dense bothSigns() {
            double[] negative = Arrays.stream(weight[0]).map(w -> -w).toArray();
            return new Dense(
                    new double[][] {negative, weight[0]}, new double[] {-bias[0], bias[0]});
        }

        @Override
        public LinearLayer rounded() {
            int in = weight[0].length;
            float[] values = new float[weight.length * in];
            for (int i = 0; i < values.length; i++) values[i] = (float) weight[i / in][i % in];
            Tensor matrix = new Tensor("classifier.weight", new int[] {weight.length, in}, values);
            return new LinearLayer(matrix, vector("classifier.bias", bias));
        }
    }

    /**
     * {@code out = scale in + shift}.
     *
     * @param scale per channel
     * @param shift per channel
     */
    record Diagonal(double[] scale, double[] shift) implements Affine {
        @Override
        public Affine then(Affine next) {
            double[] moved = next.of(shift);
            if (next instanceof Diagonal diagonal) {
                double[] product = scale.clone();
                for (int k = 0; k < product.length; k++) product[k] *= diagonal.scale()[k];
                return new Diagonal(product, moved);
            }
            double[][] weight = ((Dense) next).weight();
            double[][] product = new double[weight.length][];
            for (int c = 0; c < product.length; c++) {
                product[c] = weight[c].clone();
                for (int k = 0; k < scale.length; k++) product[c][k] *= scale[k];
            }
            return new Dense(product, moved);
        }

        @Override
        public double[] of(double[] in) {
            double[] out = shift.clone();
            for (int k = 0; k < out.length; k++) out[k] += scale[k] * in[k];
            return out;
        }

        @Override
        public ScaleLayer rounded() {
            return new ScaleLayer(vector("scale", scale), vector("shift", shift));
        }
    }

    /** What the layer makes of some numbers, newly allocated. */
    double[] of(double[] in);

    private static Tensor vector(String name, double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < rounded.length; i++) rounded[i] = (float) values[i];
        return new Tensor(name, new int[] {rounded.length}, rounded);
    }
}
