package sc.fiji.cam.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that stay the same from one round of a measurement to the next. */
final class StreamThreads implements AutoCloseable {
    /** One piece of work. */
    interface Work {
        /**
         * @param number of the piece
         * @param stream number of the thread that does it
         */
        void run(int number, int stream);
    }

    private final List<ExecutorService> threads = new ArrayList<>();

    StreamThreads(int count) {
        for (int i = 0; i < count; i++) threads.add(Executors.newSingleThreadExecutor());
    }

    int count() {
        return threads.size();
    }

    /** Does something once on every thread, one after the other. */
    <T> List<T> onEach(Callable<T> work) {
        List<T> results = new ArrayList<>();
        for (ExecutorService thread : threads) results.add(result(thread.submit(work)));
        return results;
    }

    /** Shares pieces of work among all threads, and waits until they are done. */
    void share(int pieces, Work work) {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads.size(); i++) {
            int stream = i;
            Runnable loop =
                    () -> {
                        for (int n = next.getAndIncrement(); n < pieces; ) {
                            work.run(n, stream);
                            n = next.getAndIncrement();
                        }
                    };
            running.add(threads.get(i).submit(loop));
        }
        running.forEach(StreamThreads::result);
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) throw known;
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        threads.forEach(ExecutorService::shutdown);
    }
}
