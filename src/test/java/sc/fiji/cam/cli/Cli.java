package sc.fiji.cam.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** Runs commands as {@code ./cam} does, within the test. */
final class Cli {
    /** A model that must not be opened. */
    static final Models NONE =
            settings -> {
                throw new AssertionError("a model was opened");
            };

    private Cli() {}

    /**
     * What a command did.
     *
     * @param code exit code
     * @param out standard output
     * @param err standard error
     */
    record Outcome(int code, String out, String err) {
        /** The lines of standard error. */
        List<String> errors() {
            return err.lines().toList();
        }
    }

    static Outcome run(Models models, String... args) {
        return run(models, false, args);
    }

    static Outcome run(Models models, boolean watched, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), watched);
        int code = Main.run(args, terminal, models);
        return new Outcome(code, out.toString(), err.toString());
    }
}
