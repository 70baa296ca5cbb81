package sc.fiji.cam.batch;

/**
 * What a batch has come to.
 *
 * @param images that were asked for
 * @param done pages that have their results, those of earlier runs included
 * @param before pages among them that an earlier run had done
 * @param failed images and pages that failed
 * @param ignored files in folders that are no images, and hidden ones
 */
public record BatchResult(int images, int done, int before, int failed, int ignored) {
    /** One line for people. */
    public String text() {
        return "images "
                + images
                + ", pages done "
                + done
                + " ("
                + before
                + " of them before), failed "
                + failed
                + ", other files "
                + ignored;
    }
}
