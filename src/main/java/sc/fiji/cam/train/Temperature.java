package sc.fiji.cam.train;

import java.util.List;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Tensor;

/**
 * One number T that all logits are divided by, so that probabilities are as often right as they
 * say: a network that learnt from smoothed labels is surer than it admits. No answer changes, and a
 * class map stays exact, because T goes into weights and bias of the classifier.
 *
 * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al. 2017, section 4.2</a>
 */
final class Temperature {
    /** T lies between one over this and this. */
    private static final double FURTHEST = 20;

    private static final int HALVINGS = 60;

    private Temperature() {}

    /**
     * Finds the T with the lowest mean of {@code -sum_c t_c log softmax(z / T)_c}. Target t of an
     * image's class is {@code 1 - d}, the rest is spread over the others, with {@code d = 1 / (n +
     * 2)} of n images: without it, images that are all right would ask for T = 0. The mean is
     * convex in 1 / T, and its slope {@code mean(sum_c (p_c - t_c) z_c)} has one zero. A T that
     * does not lower the plain loss is not used: few images that are all right are no reason to
     * doubt a network that is sure.
     *
     * @param logits per image, one for each class
     * @param labels per image
     * @return between 1/20 and 20; 1 if no other is better
     * @see "Platt 1999, Probabilistic outputs for support vector machines, section 2.2, for the
     *     targets"
     */
    static double fit(List<float[]> logits, List<Integer> labels) {
        double low = -Math.log(FURTHEST);
        double high = Math.log(FURTHEST);
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (slope(logits, labels, Math.exp(middle)) < 0) low = middle;
            else high = middle;
        }
        double found = Math.exp(-(low + high) / 2);
        return loss(logits, labels, found) < loss(logits, labels, 1) ? found : 1;
    }

    private static double loss(List<float[]> logits, List<Integer> labels, double t) {
        List<float[]> divided = logits.stream().map(z -> over(z, t)).toList();
        return Scores.of(divided, labels, logits.get(0).length).loss();
    }

    /** Of the sum over images, along {@code inverse = 1 / T}. */
    private static double slope(List<float[]> logits, List<Integer> labels, double inverse) {
        double doubt = 1.0 / (logits.size() + 2);
        double slope = 0;
        for (int i = 0; i < logits.size(); i++) {
            float[] z = logits.get(i);
            double[] p = Scores.softmax(z, inverse);
            for (int c = 0; c < z.length; c++) {
                boolean own = c == labels.get(i);
                double target = own ? 1 - doubt : doubt / (z.length - 1);
                slope += (p[c] - target) * z[c];
            }
        }
        return slope;
    }

    /** The classifier whose logits are those of another over T. */
    static LinearLayer over(LinearLayer head, double temperature) {
        return new LinearLayer(over(head.weight(), temperature), over(head.bias(), temperature));
    }

    /** Logits over T, as that classifier gives them. */
    static float[] over(float[] values, double temperature) {
        float[] divided = new float[values.length];
        for (int i = 0; i < values.length; i++) divided[i] = (float) (values[i] / temperature);
        return divided;
    }

    private static Tensor over(Tensor tensor, double temperature) {
        return new Tensor(tensor.name(), tensor.shape(), over(tensor.values(), temperature));
    }
}
