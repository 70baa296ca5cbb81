package sc.fiji.cam.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.batch.BatchProgress;
import sc.fiji.cam.batch.Failure;

/** Shows a batch: a bar to those who watch, a line every few seconds to a log file. */
final class TerminalProgress implements BatchProgress {
    private static final long PAUSE = Duration.ofSeconds(5).toNanos();
    private static final int BAR = 24;

    private final Terminal terminal;
    private final Interruption interruption;
    private final boolean debug;
    private long said = System.nanoTime();

    TerminalProgress(Terminal terminal, Interruption interruption, boolean debug) {
        this.terminal = terminal;
        this.interruption = interruption;
        this.debug = debug;
    }

    @Override
    public void update(double fraction, String message) {
        if (terminal.watched()) {
            int full = (int) (fraction * BAR);
            terminal.progress("[" + "#".repeat(full) + "-".repeat(BAR - full) + "] " + message);
        } else if (System.nanoTime() - said >= PAUSE) {
            said = System.nanoTime();
            terminal.say(message);
        }
    }

    @Override
    public boolean cancelled() {
        return interruption.asked();
    }

    @Override
    public void failed(Failure failure, @Nullable Throwable cause) {
        String slice = failure.slice() == 0 ? "" : ", slice " + failure.slice();
        terminal.fail(failure.image() + slice, failure.message(), debug ? cause : null);
    }

    @Override
    public void planned(String image) {
        terminal.progress("");
        terminal.say(image);
    }

    @Override
    public void say(String line) {
        terminal.progress("");
        terminal.say("note: " + line);
    }
}
