package sc.fiji.cam.train;

import java.util.List;

/**
 * How well logits tell the classes of images apart.
 *
 * @param loss mean cross entropy
 * @param confusion [true class][class found], number of images
 */
public record Scores(double loss, int[][] confusion) {
    /**
     * Compares logits with classes.
     *
     * @param logits per image, one for each class
     * @param labels per image
     * @param classes number of classes
     */
    static Scores of(List<float[]> logits, List<Integer> labels, int classes) {
        int[][] confusion = new int[classes][classes];
        double loss = 0;
        for (int i = 0; i < labels.size(); i++) {
            float[] z = logits.get(i);
            int top = answer(z);
            confusion[labels.get(i)][top]++;
            double sum = 0;
            for (float v : z) sum += Math.exp(v - z[top]);
            loss += z[top] + Math.log(sum) - z[labels.get(i)];
        }
        return new Scores(loss / labels.size(), confusion);
    }

    /**
     * Probabilities of classes.
     *
     * @param logits one for each class
     * @param inverse what they are multiplied by
     */
    static double[] softmax(float[] logits, double inverse) {
        double top = Double.NEGATIVE_INFINITY;
        for (float z : logits) top = Math.max(top, inverse * z);
        double[] p = new double[logits.length];
        double sum = 0;
        for (int c = 0; c < p.length; c++) sum += p[c] = Math.exp(inverse * logits[c] - top);
        for (int c = 0; c < p.length; c++) p[c] /= sum;
        return p;
    }

    /** Index of the largest logit; of equals the first. */
    static int answer(float[] logits) {
        int top = 0;
        for (int c = 1; c < logits.length; c++) if (logits[c] > logits[top]) top = c;
        return top;
    }

    /** Number of images. */
    public int images() {
        int all = 0;
        for (int[] row : confusion) for (int n : row) all += n;
        return all;
    }

    /** Share of images whose class was found. */
    public double accuracy() {
        int right = 0;
        for (int c = 0; c < confusion.length; c++) right += confusion[c][c];
        return right / (double) images();
    }

    /** Number of images of a class. */
    public int images(int c) {
        int all = 0;
        for (int n : confusion[c]) all += n;
        return all;
    }

    /** Of the images of a class, the share that was found. */
    public double recall(int c) {
        return confusion[c][c] / (double) images(c);
    }

    /** Of the images that were taken for a class, the share that is of it; NaN if there is none. */
    public double precision(int c) {
        int all = 0;
        for (int[] row : confusion) all += row[c];
        return confusion[c][c] / (double) all;
    }

    /** Whether these are better: more images right, or as many at a lower loss. */
    boolean betterThan(Scores other) {
        double difference = accuracy() - other.accuracy();
        return difference > 0 || difference == 0 && loss < other.loss;
    }
}
