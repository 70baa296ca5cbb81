package sc.fiji.cam.image;

import ij.ImagePlus;
import java.nio.file.Path;

/** Opens image files without dialogs. */
public final class ImageFiles {
    private ImageFiles() {}

    /**
     * Opens an image file as ImageJ does.
     *
     * @throws sc.fiji.cam.data.BadPicture if it is missing or unreadable; nothing is shown
     */
    public static ImagePlus open(Path file) {
        throw new UnsupportedOperationException();
    }
}
