package sc.fiji.cam.batch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.batch.Entry.FileState;
import sc.fiji.cam.batch.Entry.Millis;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.OutputFailed;
import sc.fiji.cam.data.Timings;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.engine.Explainer;
import sc.fiji.cam.image.Page;
import sc.fiji.cam.image.Pages;
import sc.fiji.cam.image.WholeFile;

/**
 * Readers decode ahead, streams run the network, writers draw and write behind; each stage on
 * threads of its own. Belts between them are short, and {@link PictureMemory} bounds what large
 * pictures take, so memory does not grow with the number of images.
 */
final class Pipeline {
    /** A page on its way. */
    private record Job(
            int input, int slice, int count, FileState state, Page page, double decode) {}

    /** A page that was explained. */
    private record Answer(Job job, CamResult result) {}

    private final List<Input> inputs;
    private final BatchSettings settings;
    private final PictureReader reader;
    private final Explainer model;
    private final PageFiles files;
    private final Ledger ledger;
    private final Path output;
    private final Tally tally;
    private final PictureMemory memory = new PictureMemory();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
    private final Belt<Job> decoded;
    private final Belt<Answer> explained;
    private final int streams;
    private volatile boolean stopped;

    Pipeline(
            List<Input> inputs,
            BatchSettings settings,
            PictureReader reader,
            Explainer model,
            PageFiles files,
            Ledger ledger,
            Path output,
            Tally tally) {
        this.inputs = inputs;
        this.settings = settings;
        this.reader = reader;
        this.model = model;
        this.files = files;
        this.ledger = ledger;
        this.output = output;
        this.tally = tally;
        this.streams = settings.streamsHere();
        this.decoded = new Belt<>(streams + 1, streams);
        this.explained = new Belt<>(streams + 1, streams);
    }

    /** Asked between pictures, deep down in the network too. */
    private final CamProgress untilStopped =
            new CamProgress() {
                @Override
                public void update(double fraction, String message) {}

                @Override
                public boolean cancelled() {
                    return stopped;
                }
            };

    /**
     * Explains everything that is not done.
     *
     * @param progress asked a few times a second whether to stop
     * @throws Cancelled if it said so; all threads have ended then
     */
    void run(BatchProgress progress) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            threads.add(thread("reader " + i, this::read, decoded::makerEnded));
            threads.add(thread("stream " + i, this::explain, explained::makerEnded));
            threads.add(thread("writer " + i, this::write, () -> {}));
        }
        threads.forEach(Thread::start);
        boolean cancelled = false;
        for (Thread thread : threads) {
            while (!ended(thread)) {
                tally.report(progress);
                cancelled |= progress.cancelled() || Thread.interrupted();
                if (cancelled) stop();
            }
        }
        Throwable problem = broken.get();
        if (problem instanceof Error error) throw error;
        if (problem instanceof RuntimeException exception) throw exception;
        if (cancelled) throw new Cancelled();
    }

    private static boolean ended(Thread thread) {
        try {
            thread.join(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private Thread thread(String name, Runnable work, Runnable atEnd) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                work.run();
                            } catch (Cancelled e) {
                                stop();
                            } catch (RuntimeException | Error e) {
                                broken.compareAndSet(null, e);
                                stop();
                            } finally {
                                atEnd.run();
                            }
                        },
                        "batch " + name);
        thread.setDaemon(true);
        return thread;
    }

    private void stop() {
        stopped = true;
        decoded.stop();
        explained.stop();
        memory.stop();
    }

    private void read() {
        for (int i = next.getAndIncrement(); i < inputs.size(); i = next.getAndIncrement()) {
            if (stopped) return;
            if (!ledger.isDone(i)) read(i);
        }
    }

    private void read(int input) {
        FileState state = Ledger.stateOf(inputs.get(input));
        try {
            Stopwatch opening = new Stopwatch();
            Pages pages = reader.open(Path.of(inputs.get(input).image()));
            double millis = opening.millis() / pages.count();
            tally.pagesFound(pages.count() - ledger.pagesKnown(input));
            for (int slice = 1; slice <= pages.count() && !stopped; slice++) {
                if (ledger.isDone(input, slice, pages.count())) continue;
                read(input, state, pages, slice, millis);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            fail(input, state, 0, "decode", e);
        }
    }

    private void read(int input, FileState state, Pages pages, int slice, double opening) {
        try {
            Stopwatch decoding = new Stopwatch();
            Page page = pages.page(slice);
            double millis = opening + decoding.millis();
            if (!memory.take(page.picture())) return;
            decoded.put(new Job(input, slice, pages.count(), state, page, millis));
        } catch (RuntimeException | OutOfMemoryError e) {
            fail(input, state, slice, "decode", e);
        }
    }

    private void explain() {
        for (Optional<Job> job = decoded.take(); job.isPresent(); job = decoded.take()) {
            explain(job.get());
        }
    }

    private void explain(Job job) {
        Stopwatch working = new Stopwatch();
        try {
            CamSettings own = settings(inputs.get(job.input()));
            CamResult result = model.explain(job.page().picture(), own, untilStopped);
            tally.networkBusy(working.millis());
            tally.seen(result.predictions());
            explained.put(new Answer(job, result));
        } catch (Cancelled | WrongUse e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            memory.giveBack(job.page().picture());
            fail(job.input(), job.state(), job.slice(), "network", e);
        }
    }

    private CamSettings settings(Input input) {
        if (input.target().isEmpty()) return settings.cam();
        return settings.cam().with("target", input.target());
    }

    private void write() {
        for (Optional<Answer> a = explained.take(); a.isPresent(); a = explained.take()) {
            Job job = a.get().job();
            try {
                write(job, a.get().result());
            } catch (RuntimeException | OutOfMemoryError e) {
                // All images behind it would fail too; the next call goes on with this one.
                if (e instanceof OutputFailed full && WholeFile.isFull(output)) throw full;
                fail(job.input(), job.state(), job.slice(), "write", e);
            } finally {
                memory.giveBack(job.page().picture());
            }
        }
    }

    private void write(Job job, CamResult result) {
        Stopwatch writing = new Stopwatch();
        String name = ledger.name(job.input(), job.slice(), job.count());
        files.write(name, job.page(), result, this::place);
        Input input = inputs.get(job.input());
        FinishedPage page =
                FinishedPage.of(
                        input.image(),
                        job.slice(),
                        job.count(),
                        result,
                        settings.cam().top(),
                        map -> files.overlay(name, map));
        Timings t = result.timings();
        Millis millis =
                new Millis(job.decode(), t.prepare(), t.network(), t.map(), writing.millis());
        ledger.add(
                job.input(),
                new Entry(
                        input.image(),
                        ledger.name(job.input()),
                        input.target(),
                        job.state(),
                        page,
                        files.fileNames(name, result),
                        result.device(),
                        millis,
                        null));
        tally.done(millis);
    }

    private Path place(String file) {
        Path path = output.resolve(file);
        WholeFile.makeFolder(path.getParent());
        return path;
    }

    private void fail(int input, FileState state, int slice, String stage, Throwable problem) {
        if (stopped) return;
        Failure failure = Failure.of(inputs.get(input).image(), slice, stage, problem);
        ledger.add(input, Entry.failed(inputs.get(input), ledger.name(input), state, failure));
        tally.failed(failure, problem);
        if (settings.failFast()) stop();
    }
}
