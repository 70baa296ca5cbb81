package sc.fiji.cam.fiji;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import ij.plugin.frame.Recorder;
import java.awt.GraphicsEnvironment;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.Cancelled;

/** What menu entries have in common: who called, and how errors are told. */
final class Door {
    static final String TITLE = "EfficientNet CAM";

    private static final int LINE_LENGTH = 90;

    private Door() {}

    /**
     * Whether a macro or script waits for this call. ImageJ names every thread that passed through
     * {@code run(...)}; the other signs catch macros that an embedding program runs on threads of
     * its own. A click in the menu has a thread named as the command and gets its dialog, even
     * while a macro elsewhere waits for the user.
     *
     * @param label of the command
     * @param options of the macro; null if there is none
     */
    static boolean calledByMacro(String label, @Nullable String options) {
        String thread = Thread.currentThread().getName();
        boolean menu = thread.equals(label);
        return options != null
                || thread.startsWith("Run$_")
                || GraphicsEnvironment.isHeadless()
                || Interpreter.isBatchMode()
                || (IJ.isMacro() && !menu);
    }

    /** Tells the user; the last statement is the only one that stops a macro. */
    static void report(Throwable error, boolean macro) {
        // ImageJ stops a macro by an exception that must travel on to the macro's interpreter.
        if (error instanceof RuntimeException stop
                && Macro.MACRO_CANCELED.equals(stop.getMessage())) {
            throw stop;
        }
        IJ.showProgress(1);
        IJ.showStatus("");
        if (IJ.recording()) Recorder.setCommand(null);
        if (error instanceof Cancelled && !macro) return;
        if (!(error instanceof CamException || error instanceof Cancelled)) IJ.log(trace(error));
        String text = (macro ? TITLE + ": " : "") + message(error);
        IJ.error(TITLE, GraphicsEnvironment.isHeadless() ? text : wrapped(text));
    }

    private static String message(Throwable error) {
        if (error instanceof CamException) return String.valueOf(error.getMessage());
        if (error instanceof Cancelled) return "stopped by the user.";
        if (error instanceof OutOfMemoryError) {
            return "out of memory. Raise it in Edit > Options > Memory & Threads, or use a"
                    + " smaller size. ("
                    + error.getMessage()
                    + ")";
        }
        return "unexpected " + error + ". The log has details; please report them.";
    }

    private static String trace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    /** Breaks a long line at spaces: ImageJ's message box is as wide as its longest line. */
    static String wrapped(String text) {
        StringBuilder lines = new StringBuilder();
        int length = 0;
        for (String word : text.split(" ")) {
            if (length > 0 && length + 1 + word.length() > LINE_LENGTH) {
                lines.append('\n');
                length = 0;
            }
            if (length > 0) lines.append(' ');
            lines.append(word);
            length += word.length() + 1;
        }
        return lines.toString();
    }
}
