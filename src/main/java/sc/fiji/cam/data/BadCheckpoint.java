package sc.fiji.cam.data;

/** A weight file is broken, or is no weight file at all. */
public final class BadCheckpoint extends CamException {
    private static final long serialVersionUID = 1L;

    /**
     * @param origin what was read
     * @param problem what was found and what was expected
     * @param advice what to do; may be empty
     */
    public BadCheckpoint(String origin, String problem, String advice) {
        super(origin, problem, advice);
    }
}
