package sc.fiji.cam.batch;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * Hands things from one stage to the next. Full, it holds the earlier stage up; stopped, it lets
 * everybody go home.
 */
final class Belt<T> {
    private final Queue<T> things = new ArrayDeque<>();
    private final int capacity;
    private int makers;
    private boolean stopped;

    /**
     * @param capacity most things on it
     * @param makers threads that put things on it
     */
    Belt(int capacity, int makers) {
        this.capacity = capacity;
        this.makers = makers;
    }

    /** Puts a thing on it, waiting for room; false if it was stopped. */
    synchronized boolean put(T thing) {
        while (things.size() >= capacity && !stopped) await();
        if (stopped) return false;
        things.add(thing);
        notifyAll();
        return true;
    }

    /** Takes the oldest thing, waiting for one; empty if no more will come. */
    synchronized Optional<T> take() {
        while (things.isEmpty() && makers > 0 && !stopped) await();
        if (stopped || things.isEmpty()) return Optional.empty();
        notifyAll();
        return Optional.of(things.remove());
    }

    /** Says that one of those who put things on it has ended. */
    synchronized void makerEnded() {
        makers--;
        notifyAll();
    }

    /** Drops everything. */
    synchronized void stop() {
        stopped = true;
        things.clear();
        notifyAll();
    }

    private void await() {
        try {
            wait();
        } catch (InterruptedException e) {
            // Threads of the job are stopped by stop() alone: an interrupt would close files.
        }
    }
}
