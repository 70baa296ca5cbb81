package sc.fiji.cam.train;

import java.util.List;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.network.TrainingState;

/**
 * Multinomial logistic regression with a squared penalty on the weights: the linear layer W, b that
 * minimises {@code mean over i of w_i (-log softmax(W x_i + b)[y_i]) + penalty / 2 |W|^2}, for
 * features of mean 0 and variance 1. The scaling is put into W and b in the end, so the layer takes
 * features as they are.
 */
final class LogisticRegression {
    private static final double TOLERANCE = 1e-6;

    /** Variance over squared mean, of 32-bit features that do not vary. */
    private static final double CONSTANT = 1e-12;

    private final double[][] x;
    private final int[] labels;
    private final double[] weights;
    private final int classes;
    private final double[] mean;
    private final double[] std;

    /**
     * @param features per sample, K each
     * @param labels per sample
     * @param weights of each class; the mean over all samples is 1
     */
    LogisticRegression(List<float[]> features, List<Integer> labels, double[] weights) {
        this.labels = labels.stream().mapToInt(Integer::intValue).toArray();
        this.weights = weights;
        this.classes = weights.length;
        int n = features.size();
        int k = features.get(0).length;
        this.x = new double[n][k];
        this.mean = new double[k];
        this.std = new double[k];
        for (int j = 0; j < k; j++) {
            for (float[] f : features) mean[j] += f[j] / (double) n;
            double variance = 0;
            for (float[] f : features) variance += (f[j] - mean[j]) * (f[j] - mean[j]) / n;
            // A feature that never changes tells nothing, and its variance is rounding.
            boolean varies = variance > CONSTANT * mean[j] * mean[j];
            std[j] = varies ? Math.sqrt(variance) : 1;
            for (int i = 0; varies && i < n; i++) {
                x[i][j] = (features.get(i)[j] - mean[j]) / std[j];
            }
        }
    }

    /**
     * Finds the layer.
     *
     * @param penalty above 0
     */
    LinearLayer fit(double penalty) {
        int k = mean.length;
        double[] start = new double[classes * (k + 1)];
        double[] found = Lbfgs.minimum((w, g) -> loss(w, g, penalty), start, TOLERANCE);
        float[] matrix = new float[classes * k];
        float[] bias = new float[classes];
        for (int c = 0; c < classes; c++) {
            double shift = found[classes * k + c];
            for (int j = 0; j < k; j++) {
                double w = found[c * k + j] / std[j];
                matrix[c * k + j] = (float) w;
                shift -= w * mean[j];
            }
            bias[c] = (float) shift;
        }
        return new LinearLayer(
                new Tensor(TrainingState.HEAD_WEIGHT, new int[] {classes, k}, matrix),
                new Tensor(TrainingState.HEAD_BIAS, new int[] {classes}, bias));
    }

    /** Penalised loss and its gradient; W row by row, then b. */
    double loss(double[] w, double[] gradient, double penalty) {
        int k = mean.length;
        double loss = 0;
        for (int i = 0; i < classes * k; i++) {
            loss += penalty / 2 * w[i] * w[i];
            gradient[i] = penalty * w[i];
        }
        for (int c = 0; c < classes; c++) gradient[classes * k + c] = 0;
        double[] z = new double[classes];
        for (int i = 0; i < x.length; i++) {
            double share = weights[labels[i]] / x.length;
            loss += share * entropy(w, x[i], labels[i], z);
            for (int c = 0; c < classes; c++) {
                double error = share * (z[c] - (c == labels[i] ? 1 : 0));
                for (int j = 0; j < k; j++) gradient[c * k + j] += error * x[i][j];
                gradient[classes * k + c] += error;
            }
        }
        return loss;
    }

    /** Minus the logarithm of the probability of a class; all probabilities into {@code z}. */
    private double entropy(double[] w, double[] features, int label, double[] z) {
        int k = features.length;
        double top = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            z[c] = w[classes * k + c];
            for (int j = 0; j < k; j++) z[c] += w[c * k + j] * features[j];
            top = Math.max(top, z[c]);
        }
        double own = z[label];
        double sum = 0;
        for (int c = 0; c < classes; c++) sum += z[c] = Math.exp(z[c] - top);
        for (int c = 0; c < classes; c++) z[c] /= sum;
        return top + Math.log(sum) - own;
    }
}
