package sc.fiji.cam.fiji;

import org.jspecify.annotations.Nullable;
import org.scijava.plugin.Parameter;
import sc.fiji.cam.data.Options;

/** A SciJava command with the options of a model, {@link Options#OF_MODEL}. */
abstract class ModelOptionsCommand extends OptionsCommand {
    @Parameter(persist = false, required = false)
    private @Nullable String model;

    @Parameter(persist = false, required = false)
    private @Nullable String labels;

    @Parameter(persist = false, required = false)
    private @Nullable String family;

    @Parameter(persist = false, required = false)
    private @Nullable String entry;

    @Parameter(persist = false, required = false)
    private @Nullable String activation;

    @Parameter(persist = false, required = false)
    private @Nullable String pooling;

    @Parameter(persist = false, required = false)
    private @Nullable String scaling;

    @Parameter(persist = false, required = false)
    private @Nullable String channels;
}
