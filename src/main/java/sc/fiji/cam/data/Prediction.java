package sc.fiji.cam.data;

/**
 * What the network says about one class.
 *
 * @param rank from 1, by logit
 * @param classIndex number of the class, from 0
 * @param label its name
 * @param logit output before softmax
 * @param probability after softmax, 0 to 1
 */
public record Prediction(
        int rank, int classIndex, String label, double logit, double probability) {}
