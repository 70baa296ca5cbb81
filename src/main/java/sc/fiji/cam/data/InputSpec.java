package sc.fiji.cam.data;

import java.util.List;
import java.util.Optional;

/**
 * How pictures are brought to the network, as far as a file says. What is empty here takes the
 * default of {@link Options}.
 *
 * @param size of the input; empty: the architecture's own
 * @param resize how the picture gets that size
 * @param crop share of the short side that is kept
 * @param interpolation filter
 * @param mean subtracted per channel R, G, B, on the 0..1 scale
 * @param std divided by per channel, same scale
 * @param source where this was found: {@code file}, a path, {@code assumed}
 */
public record InputSpec(
        Optional<InputSize> size,
        Optional<ResizeMode> resize,
        Optional<Double> crop,
        Optional<Interpolation> interpolation,
        List<Float> mean,
        List<Float> std,
        String source) {

    /** ImageNet's mean and std, nothing else known. */
    public static final InputSpec IMAGENET =
            new InputSpec(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(0.485f, 0.456f, 0.406f),
                    List.of(0.229f, 0.224f, 0.225f),
                    "assumed");
}
