package sc.fiji.cam.engine;

import java.nio.file.Path;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Point;

/** An opened model: read once, immutable, shared by threads. Holds native memory until closed. */
public final class CamModel implements AutoCloseable {
    /**
     * Opens a checkpoint; starts PyTorch if that has not happened.
     *
     * @param file the checkpoint
     * @param settings whose {@code labels}, {@code family}, {@code device}, {@code threads} count
     * @throws sc.fiji.cam.data.CamException if file or engine cannot be used
     */
    public static CamModel open(Path file, CamSettings settings) {
        throw new UnsupportedOperationException();
    }

    /** What was read from the file. */
    public Checkpoint checkpoint() {
        throw new UnsupportedOperationException();
    }

    /** Centre of the trained weights, input pixels (an estimate; see {@code docs/geometry.md}). */
    public Point own() {
        throw new UnsupportedOperationException();
    }

    /**
     * Explains one picture. May be called from several threads at once; results are bit-identical.
     *
     * @param picture what the network shall see
     * @param settings of the run
     * @param progress asked between steps whether to stop
     * @throws sc.fiji.cam.data.CamException if a class does not exist or the size does not fit
     */
    public CamResult explain(Picture picture, CamSettings settings, CamProgress progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
