package sc.fiji.cam.cli;

import java.nio.file.Path;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Labels;
import sc.fiji.cam.data.Picture;

/** Where opened models come from. Tests of files and exit codes need no PyTorch. */
interface Models {
    /**
     * Opens a checkpoint.
     *
     * @throws sc.fiji.cam.data.CamException if file or engine cannot be used
     */
    Opened open(Path file, CamSettings settings);

    /** An opened model. */
    interface Opened extends AutoCloseable {
        /** Names of all classes. */
        Labels labels();

        /** Explains one picture. */
        CamResult explain(Picture picture, CamSettings settings, CamProgress progress);

        @Override
        void close();
    }
}
