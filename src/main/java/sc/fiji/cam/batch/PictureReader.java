package sc.fiji.cam.batch;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import sc.fiji.cam.image.Pages;

/** Where pages come from. Inside Fiji there are more openers than here. */
public interface PictureReader {
    /** What ImageJ itself opens. */
    PictureReader IMAGEJ =
            new PictureReader() {
                private static final Set<String> ENDINGS =
                        Set.of(
                                "tif", "tiff", "png", "jpg", "jpeg", "bmp", "gif", "dcm", "dicom",
                                "fit", "fits", "fts", "pgm", "ppm", "pbm", "pnm");

                @Override
                public boolean knows(String fileName) {
                    int dot = fileName.lastIndexOf('.');
                    return ENDINGS.contains(fileName.substring(dot + 1).toLowerCase(Locale.ROOT));
                }

                @Override
                public Pages open(Path file) {
                    return Pages.open(file);
                }
            };

    /** Whether a file found in a folder is an image, by its name. */
    boolean knows(String fileName);

    /**
     * Opens an image; called by several threads at once.
     *
     * @throws sc.fiji.cam.data.BadPicture if it is missing or unreadable
     */
    Pages open(Path file);
}
