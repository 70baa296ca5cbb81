package sc.fiji.cam.testing;

import java.util.Map;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.network.Network.Form;

/** Opened models of networks that exist only in memory. */
public final class Models {
    private Models() {}

    /** A checkpoint around a network, as if read from a file. */
    public static Checkpoint checkpoint(Networks.Network network, Family family) {
        return Checkpoint.of(
                network.architecture(), family, network.weights(), Head.of(network.head()));
    }

    /** Opens a network; the caller closes it. */
    public static CamModel open(Networks.Network network, Family family, Form form) {
        return CamModel.open(
                checkpoint(network, family), CamSettings.of(Map.of("threads", "1")), form);
    }

    /** An input of zeros with one lit value. */
    public static Planes lit(int height, int width, int channel, int y, int x, float value) {
        Planes planes = new Planes(3, height, width, new float[3 * height * width]);
        planes.values()[(channel * height + y) * width + x] = value;
        return planes;
    }
}
