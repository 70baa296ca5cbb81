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
 * @param sources where size, scaling and channels were found
 */
public record InputSpec(
        Optional<InputSize> size,
        Optional<ResizeMode> resize,
        Optional<Double> crop,
        Optional<Interpolation> interpolation,
        Scaling scaling,
        ChannelOrder channels,
        Sources sources) {

    /** What nothing says and what is usual was taken for. */
    public static final String ASSUMED = "assumed";

    /**
     * Where a part was found: {@code file}, the path of a file beside it, {@code option}, {@code
     * architecture} (a size), {@value #ASSUMED}.
     *
     * @param size of the input
     * @param scaling of its values
     * @param channels their order
     */
    public record Sources(String size, String scaling, String channels) {}

    /**
     * Size and scaling from one place.
     *
     * @param source of the scaling, and of the size if there is one; no file tells the order of
     *     colours
     */
    public InputSpec(
            Optional<InputSize> size,
            Optional<ResizeMode> resize,
            Optional<Double> crop,
            Optional<Interpolation> interpolation,
            Scaling scaling,
            ChannelOrder channels,
            String source) {
        this(
                size,
                resize,
                crop,
                interpolation,
                scaling,
                channels,
                new Sources(size.isPresent() ? source : "architecture", source, ASSUMED));
    }

    /** ImageNet's mean and std, nothing else known. */
    public static final InputSpec IMAGENET =
            new InputSpec(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Scaling.IMAGENET,
                    ChannelOrder.RGB,
                    ASSUMED);
}
