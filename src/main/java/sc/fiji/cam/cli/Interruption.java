package sc.fiji.cam.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and its like, as a question that a job may ask. Java ends the program as soon as its hooks
 * have; this one waits until the job has put everything away, and gives the promised exit code.
 */
final class Interruption implements AutoCloseable {
    /** A forward pass of the largest network takes seconds on a slow machine. */
    private static final int LONGEST_SECONDS = 120;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "interruption");
    private volatile boolean asked;

    private Interruption() {}

    /** Begins to listen. */
    static Interruption watch() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** Whether the program shall end. */
    boolean asked() {
        return asked;
    }

    private void stop() {
        asked = true;
        try {
            if (ended.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(Exit.CANCELLED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is being ended: the hook waits.
        }
        ended.countDown();
    }
}
