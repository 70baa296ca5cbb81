package sc.fiji.cam.fiji;

import ij.ImagePlus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.cam.batch.BatchResult;
import sc.fiji.cam.batch.BatchSettings;
import sc.fiji.cam.cam.MapResampler;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.image.Pictures;
import sc.fiji.cam.train.Training;

/**
 * The door for scripts (Groovy, Jython) and for other plugins: the options of the macro command as
 * a map of texts, the result as an object, every error as an exception.
 *
 * <pre>{@code
 * result = EfficientNetCam.explain(image, ["model": "/data/b3.pth", "target": "top2"])
 * println result.predictions()[0].label()
 * map = EfficientNetCam.map(result, 0, image.width, image.height)
 * }</pre>
 */
public final class EfficientNetCam {
    private EfficientNetCam() {}

    /**
     * Explains the current slice of an image as the menu does: overlay, and table and map as the
     * options say. The image need not be shown.
     *
     * @param image of any type; its pixels are not changed
     * @param options text by key, as in macros; without {@code model} the bundled one
     * @throws sc.fiji.cam.data.CamException for whatever a user can put right
     * @throws sc.fiji.cam.data.Cancelled if Escape was pressed
     */
    public static CamResult explain(ImagePlus image, Map<String, String> options) {
        return ExplainJob.standard().run(image, CamSettings.of(options));
    }

    /**
     * Explains an ImgLib2 image. Nothing is drawn and nothing is shown, so {@code map=show} and
     * {@code table=results} are refused.
     *
     * @param image as {@link Pictures#of(RandomAccessibleInterval)} takes it
     * @param options text by key, as in macros; without {@code model} the bundled one
     * @throws sc.fiji.cam.data.CamException for whatever a user can put right
     * @throws sc.fiji.cam.data.Cancelled if Escape was pressed
     */
    public static <T extends RealType<T>> CamResult explain(
            RandomAccessibleInterval<T> image, Map<String, String> options) {
        CamSettings settings = CamSettings.of(options);
        refuse(options, "map", "show");
        refuse(options, "table", "results");
        return ExplainJob.standard().run(Pictures.of(image), settings);
    }

    /**
     * Explains many images as {@code Batch...} does, and waits for that. Images that fail are
     * counted, not thrown.
     *
     * @param options text by key, as in macros; {@code input} and {@code output} are needed
     * @throws sc.fiji.cam.data.CamException for whatever a user can put right
     * @throws sc.fiji.cam.data.Cancelled if Escape was pressed; the same call goes on later
     */
    public static BatchResult batch(Map<String, String> options) {
        return BatchImagesJob.standard().run(BatchSettings.of(options));
    }

    /**
     * Trains a model as {@code Train...} does, and waits for that.
     *
     * @param options text by key, as in macros; {@code output}, and {@code input} or {@code rois}
     *     are needed
     * @throws sc.fiji.cam.data.CamException for whatever a user can put right
     * @throws sc.fiji.cam.data.Cancelled if Escape was pressed before anything was learnt
     */
    public static Training.Result train(Map<String, String> options) {
        return TrainImagesJob.run(TrainRequest.of(options));
    }

    /**
     * Trains a model on the ROIs in the overlays of images: each ROI's bounding box, as displayed,
     * is one picture, and its name, without a number at its end, its class.
     *
     * @param images need not be shown
     * @param options text by key, as in macros; {@code output} is needed
     * @throws sc.fiji.cam.data.CamException for whatever a user can put right
     * @throws sc.fiji.cam.data.Cancelled if Escape was pressed before anything was learnt
     */
    public static Training.Result train(List<ImagePlus> images, Map<String, String> options) {
        Map<String, String> all = new LinkedHashMap<>(options);
        all.put("rois", "overlay");
        return TrainImagesJob.run(TrainRequest.of(all), images);
    }

    /**
     * One map of a result, interpolated at the pixels of the image: signed, in logits for an exact
     * map, without bias.
     *
     * @param index of the map in {@link CamResult#maps()}
     * @param width of the explained image, pixels
     * @param height of the explained image, pixels
     * @return x, y; newly allocated
     */
    public static Img<FloatType> map(CamResult result, int index, int width, int height) {
        ClassMap map = result.maps().get(index);
        Planes pixels =
                MapResampler.resample(map.grid(), result.geometry().placement(), width, height);
        return ArrayImgs.floats(pixels.values(), width, height);
    }

    private static void refuse(Map<String, String> options, String key, String value) {
        if (!value.equals(options.get(key))) return;
        throw new WrongUse(
                "option " + key,
                "found \"" + value + "\", but an ImgLib2 image is not shown in ImageJ",
                "Leave it out and use the result, or explain an ImagePlus.");
    }
}
