package sc.fiji.cam.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.OutputFailed;

/**
 * Where the command line prints: results on standard output, one line per failure on standard
 * error, and progress there only if somebody is watching.
 *
 * @param out standard output
 * @param err standard error
 * @param watched whether standard error is a terminal
 */
record Terminal(PrintWriter out, PrintWriter err, boolean watched) {
    private static final String CLEAR_LINE = "\r\u001b[K";

    /** Prints a line of the result. */
    void say(String line) {
        out.println(line);
        out.flush();
    }

    /**
     * To be called where standard output is the result itself.
     *
     * @throws OutputFailed if anything printed so far did not arrive
     */
    void requireArrived() {
        if (!out.checkError()) return;
        throw new OutputFailed(
                "standard output", "it cannot be written", "Check who reads it, or the disk.");
    }

    /** Shows what is being done, over the last such line. */
    void progress(String line) {
        if (!watched) return;
        err.print(CLEAR_LINE + line);
        err.flush();
    }

    /** Prints one line about a failure. */
    void fail(String line) {
        if (watched) err.print(CLEAR_LINE);
        err.println(oneLine(line));
        err.flush();
    }

    /**
     * Prints one line about a failure that says what it happened to.
     *
     * @param origin the file or image that was worked on; empty if the failure names it
     * @param problem what went wrong
     * @param debug whether to print the trace too
     */
    void fail(String origin, Throwable problem, boolean debug) {
        fail(origin, text(problem), debug ? problem : null);
    }

    /**
     * Prints one line about a failure that says what it happened to.
     *
     * @param origin the file or image that was worked on; empty if the text names it
     * @param text what went wrong
     * @param trace to print too; null for none
     */
    void fail(String origin, String text, @Nullable Throwable trace) {
        fail(origin.isEmpty() || text.contains(oneLine(origin)) ? text : origin + ": " + text);
        if (trace != null) trace.printStackTrace(err);
        err.flush();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }

    private static String text(Throwable problem) {
        if (problem instanceof CamException) return String.valueOf(problem.getMessage());
        if (problem instanceof OutOfMemoryError) {
            return "there is not enough memory ("
                    + problem.getMessage()
                    + "). Allow more: JAVA_OPTS=-Xmx8g ./cam ...";
        }
        return "unexpected failure, please report it: "
                + problem
                + ". Run again with --debug for details.";
    }
}
