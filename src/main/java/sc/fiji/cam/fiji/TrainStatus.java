package sc.fiji.cam.fiji;

import java.util.List;
import java.util.function.Consumer;
import sc.fiji.cam.train.CurvePoint;
import sc.fiji.cam.train.TimeLeft;
import sc.fiji.cam.train.TrainProgress;

/** A training in ImageJ's status line, progress bar and log, and as a curve; Escape cancels. */
final class TrainStatus implements TrainProgress {
    private final ImageJProgress imageJ;
    private final Consumer<List<CurvePoint>> curve;
    private final TimeLeft left = new TimeLeft();

    /**
     * @param imageJ where it is told
     * @param curve gets loss and accuracy after every epoch
     */
    TrainStatus(ImageJProgress imageJ, Consumer<List<CurvePoint>> curve) {
        this.imageJ = imageJ;
        this.curve = curve;
    }

    @Override
    public void update(double fraction, String message) {
        imageJ.update(fraction, message + left.text(fraction));
    }

    @Override
    public boolean cancelled() {
        return imageJ.cancelled();
    }

    @Override
    public void note(String sentence) {
        imageJ.say(sentence);
    }

    @Override
    public void epoch(Epoch done) {
        imageJ.say(done.text());
    }

    @Override
    public void curve(List<CurvePoint> points) {
        curve.accept(points);
    }
}
