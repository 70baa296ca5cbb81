package sc.fiji.cam.data;

/** A weight file is sound, but holds something that this program does not read. */
public final class UnsupportedCheckpoint extends CamException {
    private static final long serialVersionUID = 1L;

    /**
     * @param origin what was read
     * @param problem what was found and what was expected
     * @param advice what to do; may be empty
     */
    public UnsupportedCheckpoint(String origin, String problem, String advice) {
        super(origin, problem, advice);
    }
}
