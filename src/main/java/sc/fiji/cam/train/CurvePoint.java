package sc.fiji.cam.train;

/**
 * One epoch of the curves of loss and accuracy.
 *
 * @param epoch from 1
 * @param size edge of the input, pixels
 * @param loss mean over the training images, as augmented
 * @param asideLoss of the averaged network, over the images put aside
 * @param asideAccuracy of the same, 0 to 1
 */
public record CurvePoint(int epoch, int size, double loss, double asideLoss, double asideAccuracy) {
    /** In one word, exactly. */
    String text() {
        return epoch + ":" + size + ":" + loss + ":" + asideLoss + ":" + asideAccuracy;
    }

    /** Reads {@link #text}. */
    static CurvePoint parse(String text) {
        String[] parts = text.split(":");
        return new CurvePoint(
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Double.parseDouble(parts[2]),
                Double.parseDouble(parts[3]),
                Double.parseDouble(parts[4]));
    }
}
