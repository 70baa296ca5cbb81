package sc.fiji.cam.data;

/** What map is computed. */
public enum Method implements Choice {
    /** Class activation map: classifier weights times features. Exact, in logits. */
    CAM("cam"),
    /**
     * Gradient map at the last features: the gradient of the logit over the pooled features, times
     * the features. For heads that are not one linear layer, which have no class activation map;
     * for one linear layer the same numbers.
     */
    GRADIENT("gradient"),
    /** Classifier weights times the raw output of the last convolution. No unit, no sum. */
    LAST_CONV("last-conv");

    private final String id;

    Method(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
