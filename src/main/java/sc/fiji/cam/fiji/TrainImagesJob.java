package sc.fiji.cam.fiji;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sc.fiji.cam.train.ImageFolder;
import sc.fiji.cam.train.Samples;
import sc.fiji.cam.train.TrainProgress;
import sc.fiji.cam.train.TrainReport;
import sc.fiji.cam.train.Training;

/** One training inside ImageJ, the same from menu, macro, command and script. */
final class TrainImagesJob {
    private TrainImagesJob() {}

    /**
     * Trains on a folder, on ROIs of the open images or on those of the ROI Manager, and waits for
     * that.
     *
     * @throws sc.fiji.cam.data.CamException for whatever a user can put right
     * @throws sc.fiji.cam.data.Cancelled if Escape was pressed before anything was learnt
     */
    static Training.Result run(TrainRequest request) {
        // On the calling thread: in batch mode the current image is the macro's own.
        ImagePlus current = WindowManager.getCurrentImage();
        return train(
                request,
                told ->
                        switch (request.rois()) {
                            case OVERLAY -> RoiSamples.ofOverlays(RoiSamples.openImages(), told);
                            case MANAGER -> RoiSamples.ofManager(current, told);
                            case NONE -> ImageFolder.read(request.folder(), told);
                        });
    }

    /** Trains on the ROIs in the overlays of these images. */
    static Training.Result run(TrainRequest request, List<ImagePlus> images) {
        return train(request, told -> RoiSamples.ofOverlays(images, told));
    }

    private static Training.Result train(
            TrainRequest request, Function<TrainProgress, Samples> data) {
        Optional<TrainWindows> windows =
                request.show() && visible() ? Optional.of(new TrainWindows()) : Optional.empty();
        Function<ImageJProgress, Training.Result> work =
                bar -> {
                    TrainStatus status =
                            new TrainStatus(bar, points -> windows.ifPresent(w -> w.curve(points)));
                    return Training.run(data, request.settings(), status);
                };
        Training.Result result = ExplainJob.asOurselves(() -> ImageJProgress.during(work));
        List<String> lines =
                windows.isPresent() ? TrainReport.summary(result) : TrainReport.lines(result);
        lines.forEach(IJ::log);
        windows.ifPresent(w -> w.show(result));
        return result;
    }

    /** In batch mode a window would become an image of the macro. */
    private static boolean visible() {
        return !GraphicsEnvironment.isHeadless() && !Interpreter.isBatchMode();
    }
}
