package sc.fiji.cam.batch;

import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.CamProgress;

/**
 * Where a batch reports. {@link #update} gets the share of images done and a line with count, rate
 * and time left, a few times a second at most; {@link #cancelled} is asked between pictures. All
 * calls come from the thread that runs the job.
 */
public interface BatchProgress extends CamProgress {
    /** Reports nothing and never stops. */
    BatchProgress NONE =
            new BatchProgress() {
                @Override
                public void update(double fraction, String message) {}

                @Override
                public boolean cancelled() {
                    return false;
                }
            };

    /**
     * Says that an image or a page failed.
     *
     * @param cause for traces; null if there is none
     */
    default void failed(Failure failure, @Nullable Throwable cause) {}

    /**
     * Names an image that a dry run has found, and the folder of its results if there are several.
     */
    default void planned(String image) {}

    /** Says a whole sentence about the job: what it found at its start, what to heed at its end. */
    default void say(String line) {}
}
