package sc.fiji.cam.data;

/**
 * A function applied to every number.
 *
 * @param function the function
 * @param alpha its parameter, where it has one (slope of leaky ReLU below 0, scale of ELU); else 0
 */
public record ActivationLayer(Activation function, double alpha) implements HeadLayer {
    /** The function with its usual parameter. */
    public ActivationLayer(Activation function) {
        this(function, function.alpha());
    }
}
