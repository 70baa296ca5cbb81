package sc.fiji.cam.data;

/**
 * An error that a user can understand and act upon: what was read, what was found, what was
 * expected, what to do. The message is one line; front doors show it as it is, without a trace.
 */
public abstract class CamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param origin what was read: a file, an image, an option
     * @param problem what was found and what was expected, without a closing full stop
     * @param advice what to do, one or more sentences; may be empty
     */
    protected CamException(String origin, String problem, String advice) {
        super(oneLine(origin + ": " + problem + "." + (advice.isEmpty() ? "" : " " + advice)));
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\r\\n]+", " ").replaceAll("\\.{2,}$", ".");
    }

    /**
     * Adds the lower-level exception that revealed the problem, for logs.
     *
     * @param cause that exception
     * @return this
     */
    public CamException because(Throwable cause) {
        initCause(cause);
        return this;
    }
}
