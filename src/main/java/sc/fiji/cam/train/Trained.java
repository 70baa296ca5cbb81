package sc.fiji.cam.train;

import java.util.List;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.WeightSet;

/**
 * A network as it was after some epoch.
 *
 * @param epoch from 1; 0 where there are none
 * @param weights canonical tensors in front of the classifier
 * @param head the classifier
 * @param scores on the images put aside
 * @param logits for these, in their order; empty where a file did not keep them
 */
record Trained(
        int epoch, WeightSet weights, LinearLayer head, Scores scores, List<float[]> logits) {}
