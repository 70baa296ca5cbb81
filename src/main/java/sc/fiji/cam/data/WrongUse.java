package sc.fiji.cam.data;

/** An option has a value that is not allowed, or does not fit the model. */
public final class WrongUse extends CamException {
    private static final long serialVersionUID = 1L;

    /**
     * @param origin what was read
     * @param problem what was found and what was expected
     * @param advice what to do; may be empty
     */
    public WrongUse(String origin, String problem, String advice) {
        super(origin, problem, advice);
    }
}
