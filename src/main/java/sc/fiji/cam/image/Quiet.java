package sc.fiji.cam.image;

import ij.IJ;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
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
        IJ.redirectErrorMessages(true);
        System.setOut(catching(bytes, out));
        System.setErr(catching(bytes, err));
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

    /** What this thread prints goes to the bytes, what others print where it would have gone. */
    private static PrintStream catching(ByteArrayOutputStream bytes, PrintStream others) {
        Thread reading = Thread.currentThread();
        OutputStream parting =
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        if (Thread.currentThread() == reading) bytes.write(b);
                        else others.write(b);
                    }

                    @Override
                    public void write(byte[] text, int start, int length) throws IOException {
                        OutputStream to = Thread.currentThread() == reading ? bytes : others;
                        to.write(text, start, length);
                        to.flush();
                    }
                };
        return new PrintStream(parting, true, Charset.defaultCharset());
    }

    private static String firstLine(ByteArrayOutputStream bytes) {
        return bytes.toString(Charset.defaultCharset())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }
}
