package sc.fiji.cam.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import ij.IJ;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs ImageJ's readers and writers without dialogs, and catches what they print. They tell of
 * errors only in windows or, without windows, on standard output; there is no other way to learn
 * the reason, or to keep it out of a command's output.
 *
 * @param value what the call returned; null if it threw
 * @param said the first line that it printed, or the exception; empty if neither
 */
record Quiet<T>(@Nullable T value, String said) {

    /** Runs one call; one at a time, since the streams belong to the whole program. */
    static synchronized <T> Quiet<T> call(Supplier<@Nullable T> action) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream caught = new PrintStream(bytes, true, UTF_8);
        IJ.redirectErrorMessages(true);
        System.setOut(caught);
        System.setErr(caught);
        try {
            T value = action.get();
            return new Quiet<>(value, firstLine(bytes));
        } catch (RuntimeException e) {
            return new Quiet<>(null, e.toString());
        } finally {
            System.setOut(out);
            System.setErr(err);
            IJ.redirectErrorMessages(false);
        }
    }

    private static String firstLine(ByteArrayOutputStream bytes) {
        return bytes.toString(UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }
}
