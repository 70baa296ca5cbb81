package sc.fiji.cam.checkpoint;

import java.nio.file.Path;
import sc.fiji.cam.data.CamSettings;

/** Opens weight files of every known format. */
public final class Checkpoints {
    private Checkpoints() {}

    /**
     * Reads a weight file.
     *
     * @param file the file
     * @param settings whose {@code labels} and {@code family} are heeded
     * @throws sc.fiji.cam.data.CamException if it is no weight file of an EfficientNet
     */
    public static Checkpoint read(Path file, CamSettings settings) {
        throw new UnsupportedOperationException();
    }
}
