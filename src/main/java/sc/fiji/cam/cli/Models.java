package sc.fiji.cam.cli;

import java.nio.file.Path;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Picture;

/** Where opened models come from. Tests of files and exit codes need no PyTorch. */
interface Models {
    /**
     * Opens a checkpoint.
     *
     * @param file as the user named it; {@code .xz} is unpacked
     * @throws sc.fiji.cam.data.CamException if file or engine cannot be used
     */
    Opened open(Path file, CamSettings settings);

    /** An opened model. */
    interface Opened extends AutoCloseable {
        /** What was read from the file. */
        Checkpoint checkpoint();

        /** Explains one picture. */
        CamResult explain(Picture picture, CamSettings settings, CamProgress progress);

        @Override
        void close();
    }
}
