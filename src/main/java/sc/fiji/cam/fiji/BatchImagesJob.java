package sc.fiji.cam.fiji;

import java.util.function.Function;
import sc.fiji.cam.batch.BatchJob;
import sc.fiji.cam.batch.BatchProgress;
import sc.fiji.cam.batch.BatchResult;
import sc.fiji.cam.batch.BatchSettings;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.engine.BundledModels;
import sc.fiji.cam.engine.Explainer;

/** One batch inside ImageJ, the same from menu, macro, command and script. */
final class BatchImagesJob {
    private final Function<CamSettings, Explainer> opener;

    BatchImagesJob(Function<CamSettings, Explainer> opener) {
        this.opener = opener;
    }

    /** The job with models from files. */
    static BatchImagesJob standard() {
        return new BatchImagesJob(ModelCache::open);
    }

    /**
     * Explains all images, and waits for that.
     *
     * @throws sc.fiji.cam.data.CamException for whatever a user can put right
     * @throws sc.fiji.cam.data.Cancelled if Escape was pressed; the same call goes on later
     */
    BatchResult run(BatchSettings settings) {
        return ExplainJob.asOurselves(
                () -> ImageJProgress.during(progress -> run(settings, progress)));
    }

    private BatchResult run(BatchSettings settings, BatchProgress progress) {
        BundledModels.standard().unasked(settings.cam()).ifPresent(progress::say);
        InstalledLuts luts = InstalledLuts.here();
        try {
            BatchResult result =
                    BatchJob.run(settings, opener, new FijiReader(), luts::find, progress);
            progress.say(settings.output() + ": " + result.text());
            return result;
        } catch (Cancelled e) {
            progress.say("stopped. The same call goes on where this one was stopped.");
            throw e;
        }
    }
}
