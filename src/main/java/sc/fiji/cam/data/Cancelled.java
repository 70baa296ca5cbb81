package sc.fiji.cam.data;

/** The user stopped the run. Not an error: nothing is shown, nothing is written. */
public final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The one message. */
    public Cancelled() {
        super("cancelled");
    }
}
