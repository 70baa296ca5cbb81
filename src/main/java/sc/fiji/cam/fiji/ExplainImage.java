package sc.fiji.cam.fiji;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.plugin.PlugIn;
import ij.plugin.frame.Recorder;
import java.awt.GraphicsEnvironment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.MacroOptions;

/**
 * Menu and macro entry: explains the current image on the calling thread. A macro never meets a
 * dialog: keys it leaves out take their defaults, and whatever is wrong stops it.
 *
 * <p>Names no class of SciJava or DJL, so that plain ImageJ can load it.
 */
public final class ExplainImage implements PlugIn {
    /** Leaf of the menu path and first argument of {@code run(...)} in macros; never changes. */
    public static final String LABEL = "Explain Image...";

    static final String TITLE = "EfficientNet CAM";

    private static final int LINE_LENGTH = 90;

    private final ExplainJob job;

    /** The entry as ImageJ makes it. */
    public ExplainImage() {
        this(ExplainJob.standard());
    }

    ExplainImage(ExplainJob job) {
        this.job = job;
    }

    @Override
    public void run(String arg) {
        String options = Macro.getOptions();
        ImagePlus image = WindowManager.getCurrentImage();
        boolean macro = calledByMacro(options);
        try {
            Optional<CamSettings> settings =
                    macro ? Optional.of(settings(options)) : ExplainDialog.ask(image);
            if (settings.isPresent()) job.run(image, settings.get());
        } catch (RuntimeException | LinkageError | OutOfMemoryError error) {
            report(error, macro);
        }
    }

    private static CamSettings settings(@Nullable String options) {
        return CamSettings.of(MacroOptions.parse(options == null ? "" : options));
    }

    /**
     * Whether a macro or script waits for this call. ImageJ names every thread that passed through
     * {@code run(...)}; the other signs catch macros that an embedding program runs on threads of
     * its own. A click in the menu has a thread named as the command and gets its dialog, even
     * while a macro elsewhere waits for the user.
     */
    private static boolean calledByMacro(@Nullable String options) {
        String thread = Thread.currentThread().getName();
        boolean menu = thread.equals(LABEL);
        return options != null
                || thread.startsWith("Run$_")
                || GraphicsEnvironment.isHeadless()
                || Interpreter.isBatchMode()
                || (IJ.isMacro() && !menu);
    }

    /** Tells the user; the last statement is the only one that stops a macro. */
    private static void report(Throwable error, boolean macro) {
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
