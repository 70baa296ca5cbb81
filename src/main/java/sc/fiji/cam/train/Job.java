package sc.fiji.cam.train;

import java.util.List;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.Scaling;

/**
 * What is to be trained on what, everything checked.
 *
 * @param settings of the training
 * @param start the network to start from, its classifier already that of the new classes
 * @param classes names, in order
 * @param split the images
 * @param size edge of the input, pixels
 */
record Job(TrainSettings settings, Checkpoint start, List<String> classes, Split split, int size) {
    /** Weights of the classes in the loss. */
    double[] weights() {
        return settings.balance().weights(split.training(), classes.size());
    }

    /** Mean and std that the network gets. */
    Scaling scaling() {
        return start.input().scaling();
    }
}
