package sc.fiji.cam.fiji;

import ij.IJ;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.batch.BatchProgress;
import sc.fiji.cam.batch.Failure;

/** ImageJ's status line, progress bar and log; Escape cancels. */
final class ImageJProgress implements BatchProgress {
    private ImageJProgress() {}

    /** Works with the status line, which is empty again when the work ends, however it ends. */
    static <T> T during(Function<ImageJProgress, T> work) {
        IJ.resetEscape();
        try {
            return work.apply(new ImageJProgress());
        } finally {
            IJ.showProgress(1);
            IJ.showStatus("");
        }
    }

    @Override
    public void update(double fraction, String message) {
        IJ.showStatus(message);
        IJ.showProgress(fraction);
    }

    @Override
    public boolean cancelled() {
        return IJ.escapePressed();
    }

    @Override
    public void failed(Failure failure, @Nullable Throwable cause) {
        String slice = failure.slice() == 0 ? "" : "slice " + failure.slice() + " of ";
        boolean named = failure.message().startsWith(failure.image());
        say(slice + (named ? "" : failure.image() + ": ") + failure.message());
    }

    @Override
    public void planned(String image) {
        say(image);
    }

    @Override
    public void say(String line) {
        IJ.log(Door.TITLE + ": " + line);
    }
}
