package sc.fiji.cam.engine;

import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Picture;

/**
 * An opened model as the front doors see it. {@link CamModel} is the one that runs; tests of doors
 * bring their own, which need no PyTorch.
 */
public interface Explainer extends AutoCloseable {
    /** What was read from the file. */
    Checkpoint checkpoint();

    /**
     * Explains one picture. May be called from several threads at once; results are bit-identical.
     *
     * @param picture what the network shall see
     * @param settings of the run
     * @param progress asked between steps whether to stop
     * @throws sc.fiji.cam.data.CamException if a class does not exist or the size does not fit
     * @throws sc.fiji.cam.data.Cancelled if the user stopped it
     */
    CamResult explain(Picture picture, CamSettings settings, CamProgress progress);

    /** Frees the native memory; not while a run is under way. */
    @Override
    void close();
}
