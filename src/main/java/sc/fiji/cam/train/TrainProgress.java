package sc.fiji.cam.train;

import java.util.List;
import java.util.Locale;
import sc.fiji.cam.data.CamProgress;

/** Where a training reports how it goes, and asks whether to stop. */
public interface TrainProgress extends CamProgress {
    /** Reports nothing and never stops. */
    TrainProgress NONE =
            new TrainProgress() {
                @Override
                public void update(double fraction, String message) {}

                @Override
                public boolean cancelled() {
                    return false;
                }

                @Override
                public void note(String sentence) {}

                @Override
                public void epoch(Epoch done) {}
            };

    /** Something the user should know: an image that is skipped, a training that is resumed. */
    void note(String sentence);

    /** An epoch has ended. */
    void epoch(Epoch done);

    /**
     * Loss and accuracy of all epochs so far, after every epoch and when a training is resumed.
     *
     * @param points by epoch
     */
    default void curve(List<CurvePoint> points) {}

    /**
     * How one epoch went.
     *
     * @param number from 1
     * @param of epochs in all
     * @param size edge of the input, pixels
     * @param loss mean over the training images, as augmented
     * @param scores of the averaged network on the images put aside
     */
    record Epoch(int number, int of, int size, double loss, Scores scores) {
        /** One line for people. */
        public String text() {
            return String.format(
                    Locale.ROOT,
                    "epoch %d of %d, %d px: loss %.4f, put aside: loss %.4f, accuracy %s",
                    number,
                    of,
                    size,
                    loss,
                    scores.loss(),
                    TrainReport.percent(scores.accuracy()));
        }
    }
}
