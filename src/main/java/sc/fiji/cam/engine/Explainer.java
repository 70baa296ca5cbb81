package sc.fiji.cam.engine;

import java.util.Map;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ModelFacts;
import sc.fiji.cam.data.Picture;

/**
 * An opened model as the front doors see it. {@link CamModel} is the one that runs; tests of doors
 * bring their own, which need no PyTorch.
 */
public interface Explainer extends AutoCloseable {
    /** What was read from the file. */
    Checkpoint checkpoint();

    /**
     * Everything about the model that results depend on, by name: checksum, classes, head, scaling.
     * Equal for equal models; texts for people.
     */
    default Map<String, String> identity() {
        return ModelReport.identity(checkpoint());
    }

    /** What identifies the model in a result. */
    default ModelFacts facts() {
        return checkpoint().facts();
    }

    /**
     * Refuses settings that do not fit this model; needs no picture.
     *
     * @throws sc.fiji.cam.data.WrongUse if a class does not exist, or the method needs another head
     */
    default void check(CamSettings settings) {
        settings.target().check(checkpoint().labels());
        Explanation.method(checkpoint(), settings);
    }

    /**
     * Explains one picture. May be called from several threads at once; results are bit-identical.
     *
     * @param picture what the network shall see
     * @param settings of the run
     * @param progress asked between steps whether to stop
     * @throws sc.fiji.cam.data.CamException if the settings do not fit the model, or the size the
     *     memory
     * @throws sc.fiji.cam.data.Cancelled if the user stopped it
     */
    CamResult explain(Picture picture, CamSettings settings, CamProgress progress);

    /** Frees the native memory; not while a run is under way. */
    @Override
    void close();
}
