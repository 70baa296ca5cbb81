package sc.fiji.cam.cli;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import sc.fiji.cam.batch.BatchJob;
import sc.fiji.cam.batch.BatchProgress;
import sc.fiji.cam.batch.BatchSettings;
import sc.fiji.cam.batch.OutputNames;
import sc.fiji.cam.batch.PictureReader;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.engine.Explainer;
import sc.fiji.cam.engine.Rounds;
import sc.fiji.cam.engine.TorchScriptModel;
import sc.fiji.cam.image.WholeFile;
import sc.fiji.cam.network.Program;
import sc.fiji.cam.render.Lut;
import sc.fiji.cam.render.Luts;

/**
 * Images per second over a folder: the network alone in streams, a TorchScript file in as many, the
 * whole batch, and {@code explain}.
 */
final class Throughput implements AutoCloseable {
    private static final String NETWORK = "network";
    private static final String TORCHSCRIPT = "torchscript";
    private static final String BATCH = "batch";
    private static final String EXPLAIN = "explain";

    private final CamSettings settings;
    private final Path folder;
    private final List<String> images;
    private final StreamThreads streams;
    private final CamModel model;
    private final Planes input;
    private final List<TorchScriptModel> scripts = new ArrayList<>();
    private final Lut lut = Luts.find("jet");

    /**
     * Opens everything that will be timed.
     *
     * @param settings whose {@code model}, {@code size} and {@code family} count
     * @param folder of images, not entered
     * @param against TorchScript file of the same network; empty for none
     * @param streams pictures in the network at a time
     */
    Throughput(CamSettings settings, Path folder, List<Path> against, int streams) {
        this.settings = settings;
        this.folder = folder;
        this.images = images(folder);
        this.streams = new StreamThreads(streams);
        this.model = CamModel.open(PackedModel.read(settings), settings);
        this.input = Contest.waves(model.preparation(settings).size(), 1);
        for (Path file : against) {
            // On their own threads: PyTorch remembers the number of processor threads by thread.
            scripts.addAll(this.streams.onEach(() -> TorchScriptModel.open(file, 1)));
        }
    }

    private static List<String> images(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> images =
                    files.filter(f -> PictureReader.IMAGEJ.knows(f.getFileName().toString()))
                            .map(Path::toString)
                            .sorted()
                            .toList();
            if (!images.isEmpty()) return images;
        } catch (IOException e) {
            throw new WrongUse("option images", folder + " cannot be listed", "Name a folder.");
        }
        throw new WrongUse("option images", "there are none in " + folder, "Name a folder.");
    }

    /**
     * Measures all ways once per round, in shuffled order.
     *
     * @param rounds after those to warm up
     */
    ThroughputReport measure(int rounds) {
        Map<String, Runnable> ways = new LinkedHashMap<>();
        List<Double> busy = new ArrayList<>();
        ways.put(NETWORK, () -> streams.share(images.size(), (i, stream) -> network()));
        if (!scripts.isEmpty()) {
            ways.put(
                    TORCHSCRIPT,
                    () ->
                            streams.share(
                                    images.size(),
                                    (i, stream) -> scripts.get(stream).run(input, 1)));
        }
        ways.put(BATCH, () -> inFolder(out -> busy.add(batch(out))));
        ways.put(EXPLAIN, () -> inFolder(this::explain));
        Rounds times = Rounds.measure(ways, rounds);
        Map<String, Double> rates = new LinkedHashMap<>();
        for (String way : ways.keySet()) rates.put(way, images.size() / times.median(way) * 1000);
        Map<String, Double> ratios = new LinkedHashMap<>();
        if (!scripts.isEmpty()) {
            ratios.put("network/torchscript", 1 / times.ratio(NETWORK, TORCHSCRIPT));
        }
        ratios.put("batch/network", 1 / times.ratio(BATCH, NETWORK));
        ratios.put("batch/explain", 1 / times.ratio(BATCH, EXPLAIN));
        double[] ofRounds = busy.stream().mapToDouble(b -> b).skip(busy.size() - rounds).toArray();
        return new ThroughputReport(
                input.width(),
                input.height(),
                images.size(),
                streams.count(),
                rounds,
                rates,
                ratios,
                Rounds.median(ofRounds));
    }

    private void network() {
        model.run(input, 1, 1, Program.Run::logits);
    }

    /** Share of the time in which the network was busy. */
    private double batch(Path out) throws IOException {
        Map<String, String> texts = given(1);
        texts.put("output", out.toString());
        texts.put("streams", Integer.toString(streams.count()));
        BatchSettings batch = BatchSettings.of(texts).withInputs(List.of(folder.toString()));
        BatchJob.run(
                batch,
                s -> new Borrowed(model),
                PictureReader.IMAGEJ,
                Luts::find,
                BatchProgress.NONE);
        String report = Files.readString(out.resolve("run.json"));
        return JsonParser.parseString(report).getAsJsonObject().get("busy").getAsDouble();
    }

    private void explain(Path out) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Terminal terminal = new Terminal(nowhere, nowhere, false);
        OutputNames names = OutputNames.ofFiles(images);
        CamSettings all = CamSettings.of(given(Runtime.getRuntime().availableProcessors()));
        try (OutputFolder results = OutputFolder.open(out, names, false, Set.of())) {
            new ExplainRun(terminal, all, lut, model, results, names).explain(images, false);
        }
    }

    private Map<String, String> given(int threads) {
        Map<String, String> texts = new LinkedHashMap<>(settings.given());
        texts.put("threads", Integer.toString(threads));
        return texts;
    }

    /** Something that writes into a folder. */
    private interface Job {
        void run(Path folder) throws IOException;
    }

    private static void inFolder(Job job) {
        try {
            Path out = Files.createTempDirectory("cam-benchmark");
            try {
                job.run(out);
            } finally {
                try (Stream<Path> files = Files.walk(out)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw WholeFile.failed(Path.of(System.getProperty("java.io.tmpdir")), e);
        }
    }

    /** A model that stays open when a job is done with it. */
    private record Borrowed(Explainer model) implements Explainer {
        @Override
        public Checkpoint checkpoint() {
            return model.checkpoint();
        }

        @Override
        public CamResult explain(Picture picture, CamSettings settings, CamProgress progress) {
            return model.explain(picture, settings, progress);
        }

        @Override
        public void close() {}
    }

    @Override
    public void close() {
        scripts.forEach(TorchScriptModel::close);
        model.close();
        streams.close();
    }
}
