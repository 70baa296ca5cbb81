package sc.fiji.cam.fiji;

import org.jspecify.annotations.Nullable;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.cam.batch.BatchResult;
import sc.fiji.cam.batch.BatchSettings;
import sc.fiji.cam.data.Cancelled;

/**
 * Many images by one model, for SciJava: scripts, {@code --run}, other commands. The menu and the
 * macro label belong to {@link BatchImages}.
 */
@Plugin(
        type = Command.class,
        label = BatchImages.LABEL,
        menuPath = "Plugins>EfficientNet CAM>" + BatchImages.LABEL,
        headless = true,
        attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public class BatchCommand extends PictureOptionsCommand {
    @Parameter(persist = false, required = false)
    private @Nullable String input;

    @Parameter(persist = false, required = false)
    private @Nullable String output;

    @Parameter(persist = false, required = false)
    private @Nullable String recursive;

    @Parameter(persist = false, required = false)
    private @Nullable String include;

    @Parameter(persist = false, required = false)
    private @Nullable String exclude;

    @Parameter(persist = false, required = false)
    private @Nullable String save;

    @Parameter(persist = false, required = false)
    private @Nullable String streams;

    @Parameter(persist = false, required = false)
    private @Nullable String restart;

    @Parameter(persist = false, required = false)
    private @Nullable String dryrun;

    @Parameter(persist = false, required = false)
    private @Nullable String failfast;

    /** Images that were asked for. */
    @Parameter(type = ItemIO.OUTPUT)
    private int images;

    /** Pages that have their results, those of earlier runs included. */
    @Parameter(type = ItemIO.OUTPUT)
    private int done;

    /** Pages among them that an earlier run had done. */
    @Parameter(type = ItemIO.OUTPUT)
    private int before;

    /** Images and pages that failed. */
    @Parameter(type = ItemIO.OUTPUT)
    private int failed;

    private final BatchImagesJob job;

    /** The command as SciJava makes it. */
    public BatchCommand() {
        this(BatchImagesJob.standard());
    }

    BatchCommand(BatchImagesJob job) {
        this.job = job;
    }

    @Override
    public void run() {
        BatchSettings settings = BatchSettings.of(given());
        try {
            fill(job.run(settings));
        } catch (Cancelled e) {
            cancel(e.getMessage());
        }
    }

    private void fill(BatchResult result) {
        images = result.images();
        done = result.done();
        before = result.before();
        failed = result.failed();
    }
}
