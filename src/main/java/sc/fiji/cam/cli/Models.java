package sc.fiji.cam.cli;

import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.engine.Explainer;

/** Where opened models come from. Tests of files and exit codes need no PyTorch. */
interface Models {
    /** Models that run. */
    Models ENGINE = settings -> CamModel.open(PackedModel.read(settings), settings);

    /**
     * Opens the model that settings name; a file that ends in {@code .xz} is unpacked.
     *
     * @throws sc.fiji.cam.data.CamException if file or engine cannot be used
     */
    Explainer open(CamSettings settings);
}
