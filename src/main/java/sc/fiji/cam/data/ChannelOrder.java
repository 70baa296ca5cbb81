package sc.fiji.cam.data;

/** The order in which a network gets the colours. */
public enum ChannelOrder implements Choice {
    /** Red first, as nearly everywhere. */
    RGB("RGB"),
    /** Blue first: trained on pictures read by OpenCV. */
    BGR("BGR");

    private final String id;

    ChannelOrder(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
