package sc.fiji.cam.data;

/**
 * An error that a user can understand and act upon: what was read, what was found, what was
 * expected, what to do. The message is one line; front doors show it as it is, without a trace.
 */
public abstract class CamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Characters of a message. */
    private static final int LONGEST = 2000;

    /** Of these, what is kept of its end, where the advice is. */
    private static final int END = 400;

    /**
     * @param origin what was read: a file, an image, an option
     * @param problem what was found and what was expected, without a closing full stop
     * @param advice what to do, one or more sentences; may be empty
     */
    protected CamException(String origin, String problem, String advice) {
        super(oneLine(origin + ": " + problem + "." + (advice.isEmpty() ? "" : " " + advice)));
    }

    private static String oneLine(String text) {
        return readable(text).replaceAll("[\\r\\n]+", " ").replaceAll("\\.{2,}$", ".");
    }

    /** A file may hold a name of a million characters: beginning and end tell enough of it. */
    private static String readable(String text) {
        if (text.length() <= LONGEST) return text;
        return text.substring(0, LONGEST - END) + " [...] " + text.substring(text.length() - END);
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
