package sc.fiji.cam.data;

import java.util.Optional;

/**
 * How pictures are brought to the network, as far as a file says. What is empty here takes the
 * default of {@link Options}.
 *
 * @param size of the input; empty: the architecture's own
 * @param resize how the picture gets that size
 * @param crop share of the short side that is kept
 * @param interpolation filter
 * @param scaling the values it gets
 * @param channels the order of its colours
 * @param source where this was found: {@code file}, a path, {@code assumed}
 */
public record InputSpec(
        Optional<InputSize> size,
        Optional<ResizeMode> resize,
        Optional<Double> crop,
        Optional<Interpolation> interpolation,
        Scaling scaling,
        ChannelOrder channels,
        String source) {

    /** ImageNet's mean and std, nothing else known. */
    public static final InputSpec IMAGENET =
            new InputSpec(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Scaling.IMAGENET,
                    ChannelOrder.RGB,
                    "assumed");
}
