package sc.fiji.cam.train;

import java.util.Locale;
import java.util.function.LongSupplier;

/** Guesses how long a training takes from how far it is; starts anew when a new part begins. */
public final class TimeLeft {
    /** Less than this says nothing yet. */
    private static final double LEAST = 1e-3;

    private static final double MINUTE = 60;
    private static final double HOUR = 3600;

    private final LongSupplier nanos;
    private long start;
    private double from = Double.POSITIVE_INFINITY;
    private double last = Double.POSITIVE_INFINITY;

    /** With the machine's clock. */
    public TimeLeft() {
        this(System::nanoTime);
    }

    TimeLeft(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * The time left, {@code ", about 3 min left"}; empty while nothing is known.
     *
     * @param fraction done, 0 to 1; a smaller one than before begins a new part
     */
    public String text(double fraction) {
        long now = nanos.getAsLong();
        if (fraction < last) {
            start = now;
            from = fraction;
        }
        last = fraction;
        if (fraction - from < LEAST) return "";
        double left = (now - start) / 1e9 * (1 - fraction) / (fraction - from);
        return ", about " + amount(left) + " left";
    }

    private static String amount(double seconds) {
        if (seconds < MINUTE) return (int) Math.ceil(seconds) + " s";
        if (seconds < 2 * HOUR) return (int) Math.ceil(seconds / MINUTE) + " min";
        return String.format(Locale.ROOT, "%.1f h", seconds / HOUR);
    }
}
