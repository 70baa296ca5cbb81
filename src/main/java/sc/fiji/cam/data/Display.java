package sc.fiji.cam.data;

/** What of the signed map is shown in colours. */
public enum Display implements Choice {
    /** What speaks for the class: negative values count as 0. */
    POSITIVE("positive"),
    /** Both signs; 0 is the middle colour. */
    SIGNED("signed");

    private final String id;

    Display(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
