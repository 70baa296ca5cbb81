package sc.fiji.cam.fiji;

import ij.IJ;
import ij.ImageJ;
import sc.fiji.cam.testing.Golden;

/** Opens ImageJ with a picture and the dialog, to be looked at. Needs a display. */
final class ExplainDemo {
    private ExplainDemo() {}

    /**
     * @param args an image; without it a picture of the golden pack
     */
    public static void main(String[] args) {
        new ImageJ();
        IJ.openImage(args.length > 0 ? args[0] : Golden.picture("a", "300").toString()).show();
        IJ.log("A checkpoint to try: " + Golden.file("torchvision_state_dict.pth"));
        new ExplainImage().run("");
    }
}
