package sc.fiji.cam.batch;

/** Time since it was made. */
public final class Stopwatch {
    private final long start = System.nanoTime();

    /** Milliseconds. */
    public double millis() {
        return (System.nanoTime() - start) / 1e6;
    }
}
