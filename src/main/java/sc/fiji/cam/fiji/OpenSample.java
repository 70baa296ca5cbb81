package sc.fiji.cam.fiji;

import ij.ImagePlus;
import ij.Macro;
import ij.plugin.PlugIn;
import sc.fiji.cam.data.MacroOptions;

/**
 * Menu and macro entry: opens an image that comes with the program and explains it by the bundled
 * model. Has no dialog; a macro chooses the image by the key {@code sample}.
 *
 * <p>Names no class of SciJava or DJL, so that plain ImageJ can load it.
 */
public final class OpenSample implements PlugIn {
    /** Leaf of the menu path and first argument of {@code run(...)} in macros; never changes. */
    public static final String LABEL = "Open Sample";

    private final SampleJob job;

    /** The entry as ImageJ makes it. */
    public OpenSample() {
        this(SampleJob.standard());
    }

    OpenSample(SampleJob job) {
        this.job = job;
    }

    @Override
    public void run(String arg) {
        String options = Macro.getOptions();
        boolean macro = Door.calledByMacro(LABEL, options);
        try {
            String text = options == null ? "" : options;
            ImagePlus image = SampleJob.open(MacroOptions.parse(text, SampleJob::requireKnown));
            // At once, because opening the model takes a moment.
            show(image);
            job.explain(image);
        } catch (RuntimeException | LinkageError | OutOfMemoryError error) {
            Door.report(error, macro);
        }
    }

    /** The slider of a window follows a slice that changes while the window is there. */
    private static void show(ImagePlus image) {
        int page = image.getCurrentSlice();
        image.setSliceWithoutUpdate(1);
        image.show();
        image.setSlice(page);
    }
}
