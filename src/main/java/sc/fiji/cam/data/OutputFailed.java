package sc.fiji.cam.data;

/** A result cannot be written. */
public final class OutputFailed extends CamException {
    private static final long serialVersionUID = 1L;

    /**
     * @param origin what was read
     * @param problem what was found and what was expected
     * @param advice what to do; may be empty
     */
    public OutputFailed(String origin, String problem, String advice) {
        super(origin, problem, advice);
    }
}
