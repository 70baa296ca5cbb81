package sc.fiji.cam.data;

/**
 * What tensors cannot tell about a network: how it pads, and the eps of its batch normalisation.
 *
 * @param padding of the layers of stride 2
 * @param eps added to the variance in every batch normalisation
 */
public record Family(Padding padding, float eps) {
    /** eps of torchvision's B0 to B4 and of timm's {@code efficientnet_*}. */
    public static final float TORCH_EPS = 1e-5f;

    /** eps of everything that descends from TensorFlow, and of torchvision's B5 to B7. */
    public static final float TENSORFLOW_EPS = 1e-3f;

    /** The name used in options and results: torch, tensorflow, static:N, keras-none, explicit. */
    public String id() {
        return padding.id();
    }

    /**
     * Follows one axis of the input through the five layers of stride 2.
     *
     * @param architecture whose layers
     * @param size input size along this axis, pixels
     * @param vertical true for rows, false for columns
     */
    public AxisPlan plan(Architecture architecture, int size, boolean vertical) {
        return AxisPlan.of(architecture, padding, size, vertical);
    }
}
