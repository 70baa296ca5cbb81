package sc.fiji.cam.data;

/** PyTorch or the asked device cannot be used here. */
public final class EngineUnavailable extends CamException {
    private static final long serialVersionUID = 1L;

    /**
     * @param origin what was read
     * @param problem what was found and what was expected
     * @param advice what to do; may be empty
     */
    public EngineUnavailable(String origin, String problem, String advice) {
        super(origin, problem, advice);
    }

    /**
     * @param origin what was started
     * @param problem what was found
     * @param advice what to do
     * @param cause the exception that revealed it, for logs
     */
    public EngineUnavailable(String origin, String problem, String advice, Throwable cause) {
        super(origin, problem, advice);
        initCause(cause);
    }
}
