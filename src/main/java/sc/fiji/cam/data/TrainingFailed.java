package sc.fiji.cam.data;

/** A training cannot begin or go on. */
public final class TrainingFailed extends CamException {
    private static final long serialVersionUID = 1L;

    /**
     * @param origin what was trained or read
     * @param problem what was found and what was expected
     * @param advice what to do; may be empty
     */
    public TrainingFailed(String origin, String problem, String advice) {
        super(origin, problem, advice);
    }
}
