package sc.fiji.cam.fiji;

import ij.IJ;
import java.util.function.Function;
import org.scijava.Context;
import sc.fiji.cam.batch.BatchJob;
import sc.fiji.cam.batch.BatchResult;
import sc.fiji.cam.batch.BatchSettings;
import sc.fiji.cam.batch.PictureReader;
import sc.fiji.cam.data.CamSettings;
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
                () ->
                        ImageJProgress.during(
                                progress -> BatchJob.run(settings, opener, reader(), progress)));
    }

    /** What Fiji opens; what ImageJ opens, if this is no Fiji. */
    private static PictureReader reader() {
        // How ImageJ 1 code gets at the context of the Fiji around it; null where there is none.
        Object context = IJ.runPlugIn("org.scijava.Context", "");
        return context == null ? PictureReader.IMAGEJ : new FijiReader((Context) context);
    }
}
