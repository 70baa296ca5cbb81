package sc.fiji.cam.batch;

import java.util.function.Function;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.engine.Explainer;

/** Explains many images: nothing lost, nothing done twice. */
public final class BatchJob {
    private BatchJob() {}

    /**
     * Explains all images that have no results yet, and writes the tables of all of them. Works on
     * threads of its own; returns when all have ended.
     *
     * @param settings of the batch
     * @param opener opens the model that the settings name; the job closes it
     * @param reader opens images
     * @param progress where to report, and what to ask whether to stop
     * @throws sc.fiji.cam.data.WrongUse before anything is done: if inputs, settings, model and the
     *     older results in the output folder do not fit together
     * @throws sc.fiji.cam.data.OutputFailed if the output folder cannot be written
     * @throws sc.fiji.cam.data.Cancelled if the user stopped it; the same call goes on later
     */
    public static BatchResult run(
            BatchSettings settings,
            Function<CamSettings, Explainer> opener,
            PictureReader reader,
            BatchProgress progress) {
        throw new UnsupportedOperationException();
    }
}
