package sc.fiji.cam.fiji;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.plugin.PlugIn;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Calls a menu entry as ImageJ's macro language does. */
final class MacroThread {
    private MacroThread() {}

    /**
     * Runs it on a thread named as those of macros.
     *
     * @param options as the macro gives them
     * @param image that is current, or null
     * @return the error that stops the macro, or null if it goes on
     */
    static @Nullable String run(PlugIn entry, String options, @Nullable ImagePlus image) {
        AtomicReference<@Nullable String> error = new AtomicReference<>();
        Thread thread =
                new Thread(
                        () -> {
                            Macro.setOptions(options);
                            WindowManager.setTempCurrentImage(image);
                            try {
                                entry.run("");
                            } catch (RuntimeException e) {
                                assertEquals(Macro.MACRO_CANCELED, e.getMessage());
                                error.set(IJ.getErrorMessage());
                            } finally {
                                WindowManager.setTempCurrentImage(null);
                                Macro.setOptions(null);
                            }
                        },
                        "Run$_Macro$");
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return error.get();
    }
}
