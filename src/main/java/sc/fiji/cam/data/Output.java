package sc.fiji.cam.data;

/** How logits become probabilities. */
public enum Output implements Choice {
    /** One class of several: {@code p[c] = exp(z[c]) / sum exp(z)}. */
    SOFTMAX("softmax"),
    /** Every class by itself: {@code p[c] = 1 / (1 + exp(-z[c]))}. */
    SIGMOID("sigmoid");

    private final String id;

    Output(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
