package sc.fiji.cam.cli;

import java.nio.file.Path;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.engine.Explainer;

/** Where opened models come from. Tests of files and exit codes need no PyTorch. */
interface Models {
    /** Models that run. */
    Models ENGINE = (file, settings) -> CamModel.open(PackedModel.read(file, settings), settings);

    /**
     * Opens a checkpoint.
     *
     * @param file as the user named it; {@code .xz} is unpacked
     * @throws sc.fiji.cam.data.CamException if file or engine cannot be used
     */
    Explainer open(Path file, CamSettings settings);
}
