package sc.fiji.cam.image;

import ij.ImagePlus;
import ij.measure.Calibration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.Picture;

/** One page of an image file by itself: the file may go on to others, or be closed. Immutable. */
public final class Page {
    private final Picture picture;
    private final String shortTitle;
    private final Calibration calibration;

    private Page(Picture picture, String shortTitle, Calibration calibration) {
        this.picture = picture;
        this.shortTitle = shortTitle;
        this.calibration = calibration;
    }

    /** The current slice of an image. */
    static Page of(ImagePlus image, Picture picture) {
        return new Page(picture, image.getShortTitle(), image.getCalibration().copy());
    }

    /** What the network sees. */
    public Picture picture() {
        return picture;
    }

    /**
     * Writes a map of this page as TIFF: what {@link Results#map} makes of the image.
     *
     * @throws sc.fiji.cam.data.OutputFailed if that fails; nothing is left then
     */
    public void saveMap(
            CamResult result,
            ClassMap map,
            CamSettings settings,
            List<Integer> colours,
            Map<String, String> versions,
            Path file) {
        ImagePlus image =
                Results.map(
                        shortTitle,
                        calibration.copy(),
                        picture.width(),
                        picture.height(),
                        result,
                        map,
                        settings,
                        colours,
                        versions);
        Results.saveTiff(image, file);
    }
}
