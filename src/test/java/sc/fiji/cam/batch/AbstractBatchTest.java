package sc.fiji.cam.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.cli.FakeModel;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.render.Luts;
import sc.fiji.cam.testing.Micrographs;
import sc.fiji.cam.testing.Trees;

/** Runs batches over generated images with a model that needs no PyTorch. */
abstract class AbstractBatchTest {
    /** Not the same from one run to the next: what it cost, and in which order. */
    public static final List<String> OF_THE_RUN = List.of("run.json", "journal.jsonl", ".lock");

    @TempDir Path folder;
    Path data;
    Path out;
    final Map<String, String> options = new TreeMap<>();
    final Watcher watcher = new Watcher();

    @BeforeEach
    void name() throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        out = folder.resolve("out");
        options.put("model", "fake.pth");
        options.put("recursive", "true");
        options.put("streams", "2");
    }

    /** Takes notes, and cancels when it is told to. */
    static final class Watcher implements BatchProgress {
        final List<Failure> failures = new ArrayList<>();
        final List<String> said = new ArrayList<>();
        final List<String> planned = new ArrayList<>();
        final List<String> lines = new ArrayList<>();
        volatile boolean cancel;

        @Override
        public void update(double fraction, String message) {
            lines.add(message);
        }

        @Override
        public boolean cancelled() {
            return cancel;
        }

        @Override
        public void failed(Failure failure, @Nullable Throwable cause) {
            failures.add(failure);
        }

        @Override
        public void planned(String image) {
            planned.add(image);
        }

        @Override
        public void say(String line) {
            said.add(line);
        }
    }

    /** Counts what it is asked; stops the run after a number of pictures. */
    class CountingModel extends FakeModel {
        final AtomicInteger explained = new AtomicInteger();
        int cancelAfter = Integer.MAX_VALUE;
        boolean closed;

        @Override
        public CamResult explain(Picture picture, CamSettings settings, CamProgress progress) {
            if (explained.incrementAndGet() > cancelAfter) watcher.cancel = true;
            if (progress.cancelled()) throw new Cancelled();
            return super.explain(picture, settings, progress);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    BatchResult run(CountingModel model, String... inputs) {
        return run(model, PictureReader.IMAGEJ, inputs);
    }

    BatchResult run(CountingModel model, PictureReader reader, String... inputs) {
        options.putIfAbsent("output", out.toString());
        List<String> given = inputs.length == 0 ? List.of(data.toString()) : List.of(inputs);
        BatchSettings settings = BatchSettings.of(options).withInputs(given);
        return BatchJob.run(settings, s -> model, reader, Luts::find, watcher);
    }

    BatchResult run(String... inputs) {
        return run(new CountingModel(), inputs);
    }

    void images(int good, int corrupt) throws IOException {
        Micrographs.write(data, good, corrupt, 48);
    }

    List<CSVRecord> table(String name) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
        try (var reader = Files.newBufferedReader(out.resolve(name))) {
            return format.parse(reader).getRecords();
        }
    }

    /** Checksums of all files of a run by path, but for what belongs to that run alone. */
    static Map<String, String> files(Path root) throws IOException {
        return Trees.sums(root, OF_THE_RUN);
    }

    /** The files of a run of this batch that nobody has disturbed. */
    Map<String, String> undisturbed() throws IOException {
        Path other = folder.resolve("undisturbed");
        Map<String, String> before = new TreeMap<>(options);
        options.put("output", other.toString());
        run();
        options.clear();
        options.putAll(before);
        watcher.failures.clear();
        Map<String, String> files = files(other);
        assertEquals(true, files.containsKey("predictions.csv"));
        return files;
    }
}
