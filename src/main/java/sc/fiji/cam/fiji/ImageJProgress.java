package sc.fiji.cam.fiji;

import ij.IJ;
import sc.fiji.cam.data.CamProgress;

/** ImageJ's status line and progress bar; Escape cancels. */
final class ImageJProgress implements CamProgress {
    @Override
    public void update(double fraction, String message) {
        IJ.showStatus(message);
        IJ.showProgress(fraction);
    }

    @Override
    public boolean cancelled() {
        return IJ.escapePressed();
    }
}
