package sc.fiji.cam.fiji;

import org.jspecify.annotations.Nullable;
import org.scijava.plugin.Parameter;

/** A SciJava command with all options that say how a picture is explained. */
abstract class PictureOptionsCommand extends ModelOptionsCommand {
    @Parameter(persist = false, required = false)
    private @Nullable String target;

    @Parameter(persist = false, required = false)
    private @Nullable String top;

    @Parameter(persist = false, required = false)
    private @Nullable String method;

    @Parameter(persist = false, required = false)
    private @Nullable String size;

    @Parameter(persist = false, required = false)
    private @Nullable String resize;

    @Parameter(persist = false, required = false)
    private @Nullable String crop;

    @Parameter(persist = false, required = false)
    private @Nullable String interpolation;

    @Parameter(persist = false, required = false)
    private @Nullable String registration;

    @Parameter(persist = false, required = false)
    private @Nullable String display;

    @Parameter(persist = false, required = false)
    private @Nullable String range;

    @Parameter(persist = false, required = false)
    private @Nullable String lut;

    @Parameter(persist = false, required = false)
    private @Nullable String opacity;

    @Parameter(persist = false, required = false)
    private @Nullable String device;

    @Parameter(persist = false, required = false)
    private @Nullable String threads;
}
