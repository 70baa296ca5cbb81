package sc.fiji.cam.batch;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import sc.fiji.cam.batch.Entry.Millis;
import sc.fiji.cam.data.Prediction;
import sc.fiji.cam.engine.InputGuard;

/** Counts and times of a run, and what is said of them. Safe for several threads. */
final class Tally {
    /** A failure to be reported by the thread that watches. */
    private record Failed(Failure failure, Throwable cause) {}

    private static final int SECONDS_PER_MINUTE = 60;

    private final Stopwatch clock = new Stopwatch();
    private final InputGuard guard = new InputGuard();
    private final Queue<Failed> unreported = new ArrayDeque<>();
    private final int before;
    private long total;
    private int done;
    private int failed;
    private Millis millis = Millis.NONE;
    private double network;

    /**
     * @param total pages as far as they are known: one for an image that was not opened yet
     * @param before pages that were done by older runs
     */
    Tally(long total, int before) {
        this.total = total;
        this.before = before;
    }

    /** An image that counted as one page has more. */
    synchronized void pagesFound(int more) {
        total += more;
    }

    synchronized void done(Millis times) {
        done++;
        millis = millis.plus(times);
    }

    synchronized void failed(Failure failure, Throwable cause) {
        failed++;
        unreported.add(new Failed(failure, cause));
    }

    synchronized void networkBusy(double milliseconds) {
        network += milliseconds;
    }

    synchronized void seen(List<Prediction> predictions) {
        guard.add(predictions);
    }

    /** What the pictures of this run say together about wrong scaling. */
    synchronized Optional<String> warning() {
        return guard.ofRun();
    }

    synchronized int doneNow() {
        return done;
    }

    synchronized int failedNow() {
        return failed;
    }

    synchronized Millis millis() {
        return millis;
    }

    double seconds() {
        return clock.millis() / 1000;
    }

    /**
     * Share of the time in which the streams had a picture in the network, 0 to 1.
     *
     * @param streams their number
     */
    synchronized double busy(int streams) {
        return Math.min(1, network / (clock.millis() * streams));
    }

    /** Reports what is new. */
    void report(BatchProgress progress) {
        for (Optional<Failed> f = nextFailure(); f.isPresent(); f = nextFailure()) {
            progress.failed(f.get().failure(), f.get().cause());
        }
        double fraction;
        String line;
        synchronized (this) {
            long finished = before + done + failed;
            fraction = total == 0 ? 1 : Math.min(1, (double) finished / total);
            line = line(finished);
        }
        progress.update(fraction, line);
    }

    private synchronized Optional<Failed> nextFailure() {
        return Optional.ofNullable(unreported.poll());
    }

    private String line(long finished) {
        StringBuilder text = new StringBuilder();
        text.append(finished).append(" of ").append(total);
        double rate = (done + failed) / seconds();
        if (done + failed > 0) {
            text.append(String.format(Locale.ROOT, ", %.1f images/s", rate));
            text.append(", ").append(duration((total - finished) / rate)).append(" left");
        }
        if (failed > 0) text.append(", ").append(failed).append(" failed");
        return text.toString();
    }

    private static String duration(double seconds) {
        long s = Math.round(seconds);
        long minutes = s / SECONDS_PER_MINUTE;
        if (minutes == 0) return s + " s";
        long hours = minutes / SECONDS_PER_MINUTE;
        if (hours == 0) return minutes + " min";
        return hours + " h " + minutes % SECONDS_PER_MINUTE + " min";
    }
}
