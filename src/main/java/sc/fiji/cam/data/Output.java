package sc.fiji.cam.data;

import java.util.Arrays;

/** How logits become probabilities. */
public enum Output implements Choice {
    /** One class of several: {@code p[c] = exp(z[c]) / sum exp(z)}. */
    SOFTMAX("softmax") {
        @Override
        public double[] probabilities(float[] logits) {
            double max = Double.NEGATIVE_INFINITY;
            for (float z : logits) max = Math.max(max, z);
            double[] p = new double[logits.length];
            for (int c = 0; c < p.length; c++) p[c] = Math.exp(logits[c] - max);
            double sum = Arrays.stream(p).sum();
            for (int c = 0; c < p.length; c++) p[c] /= sum;
            return p;
        }
    },
    /**
     * One output z as two classes: class 1 has logit z and {@code 1 / (1 + exp(-z))}, class 0 its
     * negative and the rest.
     */
    PAIR("sigmoid") {
        @Override
        public double[] probabilities(float[] logits) {
            return SIGMOID.probabilities(logits);
        }
    },
    /** Every class by itself: {@code p[c] = 1 / (1 + exp(-z[c]))}. */
    SIGMOID("sigmoid") {
        @Override
        public double[] probabilities(float[] logits) {
            double[] p = new double[logits.length];
            for (int c = 0; c < p.length; c++) p[c] = Activation.SIGMOID.of(logits[c], 0);
            return p;
        }
    };

    private final String id;

    Output(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    /**
     * The probabilities.
     *
     * @param logits finite, one per class
     * @return 0 to 1 each, newly allocated
     */
    public abstract double[] probabilities(float[] logits);
}
