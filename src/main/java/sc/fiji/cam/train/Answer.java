package sc.fiji.cam.train;

/**
 * What the model says about an image that was put aside.
 *
 * @param source of the image
 * @param truth index of its class
 * @param answer index of the class with the largest logit
 * @param probability of the answer, 0 to 1
 */
public record Answer(Source source, int truth, int answer, double probability) {
    /** Whether the model is right. */
    public boolean right() {
        return truth == answer;
    }
}
