package sc.fiji.cam.train;

import java.util.Arrays;
import java.util.List;
import sc.fiji.cam.data.Choice;

/** What counts the same in the loss. */
public enum Balance implements Choice {
    /** Every class, however many images it has. */
    CLASSES("classes"),
    /** Every image: classes with more of them count more. */
    IMAGES("images");

    private final String id;

    Balance(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    /**
     * Weights of the classes in the loss; their mean over all samples is 1.
     *
     * @param samples at least one of each class
     * @param classes number of classes
     */
    double[] weights(List<Sample> samples, int classes) {
        double[] weights = new double[classes];
        if (this == IMAGES) {
            Arrays.fill(weights, 1);
            return weights;
        }
        for (Sample sample : samples) weights[sample.label()]++;
        for (int c = 0; c < classes; c++) weights[c] = samples.size() / (classes * weights[c]);
        return weights;
    }
}
