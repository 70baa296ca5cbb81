package sc.fiji.cam.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Start of the command line. */
public final class Main {
    /** Set by {@code ./cam} if standard error is a terminal; Java cannot tell. */
    private static final String WATCHED = "cam.terminal";

    private Main() {}

    /**
     * Runs one command and ends the program with its exit code: 0 done, 1 something could not be
     * read, used or written, 2 the command line is wrong, 130 cancelled.
     *
     * @param args as typed
     */
    public static void main(String[] args) {
        // Nobody reads the logs of the libraries here; failures arrive as exceptions.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setProperty("java.awt.headless", "true");
        Terminal terminal =
                new Terminal(
                        writer(FileDescriptor.out),
                        writer(FileDescriptor.err),
                        Boolean.getBoolean(WATCHED));
        System.exit(run(args, terminal, Models.ENGINE));
    }

    /** Runs one command and returns its exit code. */
    static int run(String[] args, Terminal terminal, Models models) {
        int code = Commands.line(terminal, models).execute(args);
        terminal.out().flush();
        terminal.err().flush();
        return code;
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        FileOutputStream stream = new FileOutputStream(descriptor);
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
    }
}
