package sc.fiji.cam.fiji;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import java.awt.GraphicsEnvironment;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.cam.Heatmap;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Prediction;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.engine.BundledModels;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.image.Pictures;
import sc.fiji.cam.image.Results;
import sc.fiji.cam.render.Blend;
import sc.fiji.cam.render.Lut;

/**
 * One explanation inside ImageJ, the same from menu, macro, command and script: picture, model,
 * overlay, map, table, log. Works on the calling thread; knows no dialog and no current image.
 */
final class ExplainJob {
    private final ModelCache models;

    ExplainJob(ModelCache models) {
        this.models = models;
    }

    /** The job with the models that the whole process shares. */
    static ExplainJob standard() {
        return new ExplainJob(ModelCache.SHARED);
    }

    /**
     * Explains the current slice of an image, which need not be shown, and draws the map of the
     * first target over it. Everything that can be refused is refused before the network runs.
     *
     * @throws sc.fiji.cam.data.CamException for whatever a user can put right
     * @throws sc.fiji.cam.data.Cancelled if Escape was pressed; nothing is drawn then
     */
    CamResult run(@Nullable ImagePlus image, CamSettings settings) {
        return asOurselves(
                () -> {
                    Picture picture = Pictures.of(image);
                    requireDisplay(settings);
                    Lut lut = InstalledLuts.here().find(settings.lut());
                    int slice = image.getCurrentSlice();
                    CamResult result = explain(picture, settings);
                    draw(image, slice, result, settings, lut);
                    if (settings.table().equals("results")) {
                        PredictionTable.append(image.getTitle(), slice, result, settings.top());
                    }
                    log(result);
                    return result;
                });
    }

    /** Explains a picture that is no ImageJ image: nothing is drawn and no table is written. */
    CamResult run(Picture picture, CamSettings settings) {
        return asOurselves(() -> explain(picture, settings));
    }

    private CamResult explain(Picture picture, CamSettings settings) {
        CamResult result =
                ImageJProgress.during(progress -> models.explain(picture, settings, progress));
        // In every result: the model may be open already, and its own notes said.
        return BundledModels.standard().unasked(settings).map(result::noting).orElse(result);
    }

    /**
     * DJL looks for its engine through the thread's class loader, once per process, and remembers a
     * failure. In plain ImageJ that loader does not see plugins; the plugin's own does.
     */
    static <T> T asOurselves(Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ExplainJob.class.getClassLoader());
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void requireDisplay(CamSettings settings) {
        boolean batch = Interpreter.isBatchMode() || (IJ.isMacro() && IJ.getInstance() == null);
        if (settings.map().equals("show") && GraphicsEnvironment.isHeadless() && !batch) {
            throw new WrongUse(
                    "option map",
                    "found \"show\", but there is neither a display nor a macro to show it to",
                    "Use map=none; a script makes maps with EfficientNetCam.map.");
        }
    }

    private static void draw(
            ImagePlus image, int slice, CamResult result, CamSettings settings, Lut lut) {
        ClassMap first = result.maps().get(0);
        Picture colours =
                Blend.colour(
                        Heatmap.drawn(result, first, settings, image.getWidth(), image.getHeight()),
                        lut);
        atSlice(image, slice, () -> Results.overlay(image, colours, settings.opacity(), first));
        image.updateAndDraw();
        if (!settings.map().equals("show")) return;
        for (ClassMap map : result.maps()) {
            Results.map(image, result, map, settings, lut.colours(), CamModel.versions()).show();
        }
    }

    /** Works at the slice that was explained, though the user may have moved on meanwhile. */
    private static void atSlice(ImagePlus image, int slice, Runnable work) {
        int now = image.getCurrentSlice();
        if (now != slice) image.setSliceWithoutUpdate(slice);
        work.run();
        if (now != slice) image.setSliceWithoutUpdate(now);
    }

    private static void log(CamResult result) {
        ClassMap first = result.maps().get(0);
        Prediction prediction = first.prediction();
        int others = result.maps().size() - 1;
        IJ.log(
                String.format(
                        Locale.ROOT,
                        "%s: class %d \"%s\"%s, logit %.6f, probability %.6f,"
                                + " completeness %.1e (bound %.1e), %s, %s",
                        result.title(),
                        prediction.classIndex(),
                        prediction.label(),
                        others == 0 ? "" : " (and " + others + " more)",
                        prediction.logit(),
                        prediction.probability(),
                        first.completeness(),
                        first.bound(),
                        result.device(),
                        result.model().file()));
        for (String note : result.notes()) IJ.log(Door.TITLE + ": " + note);
    }
}
