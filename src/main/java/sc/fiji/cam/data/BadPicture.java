package sc.fiji.cam.data;

/** An image is missing, cannot be read, or cannot be shown to the network. */
public final class BadPicture extends CamException {
    private static final long serialVersionUID = 1L;

    /**
     * @param origin what was read
     * @param problem what was found and what was expected
     * @param advice what to do; may be empty
     */
    public BadPicture(String origin, String problem, String advice) {
        super(origin, problem, advice);
    }
}
