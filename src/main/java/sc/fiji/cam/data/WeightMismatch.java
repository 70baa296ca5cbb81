package sc.fiji.cam.data;

/** The tensors of a weight file are not those of the network. */
public final class WeightMismatch extends CamException {
    private static final long serialVersionUID = 1L;

    /**
     * @param origin what was read
     * @param problem what was found and what was expected
     * @param advice what to do; may be empty
     */
    public WeightMismatch(String origin, String problem, String advice) {
        super(origin, problem, advice);
    }
}
