package sc.fiji.cam.cli;

import java.nio.file.Path;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.engine.CamModel;

/** A model of the engine. Loading this class is what starts PyTorch: only {@code explain} does. */
record EngineModel(CamModel model) implements Models.Opened {
    static Models.Opened open(Path file, CamSettings settings) {
        return new EngineModel(CamModel.open(PackedModel.read(file, settings), settings));
    }

    @Override
    public Checkpoint checkpoint() {
        return model.checkpoint();
    }

    @Override
    public CamResult explain(Picture picture, CamSettings settings, CamProgress progress) {
        return model.explain(picture, settings, progress);
    }

    @Override
    public void close() {
        model.close();
    }
}
