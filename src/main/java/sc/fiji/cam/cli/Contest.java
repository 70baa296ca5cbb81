package sc.fiji.cam.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import sc.fiji.cam.cam.Heatmap;
import sc.fiji.cam.cam.MapResampler;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Display;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Padding;
import sc.fiji.cam.data.Placement;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Point;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.WeightMismatch;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.engine.Rounds;
import sc.fiji.cam.engine.TorchScriptModel;
import sc.fiji.cam.network.Network.Form;
import sc.fiji.cam.network.Program;
import sc.fiji.cam.render.Blend;
import sc.fiji.cam.render.Lut;
import sc.fiji.cam.render.Luts;

/** The ways that {@code ./cam benchmark} times against each other, all on one input. */
final class Contest implements AutoCloseable {
    private static final String OURS = "ours";
    private static final String PLAIN = "plain";
    private static final String TORCHSCRIPT = "torchscript";
    private static final String WHOLE_CAM = "ours, whole CAM";
    private static final String MANY_CLASSES = "ours, 1000 classes";
    private static final String MANY_MAPS = "ours, 1000 maps";

    /** Of the largest logit: the libraries differ by 1e-5. */
    private static final double OUTPUTS_AGREE = 1e-4;

    private static final int MANY = 1000;
    private static final int DRAWN = 1024;
    private static final int COMPILING_RUNS = 50;

    /** A way that gives logits, and the file it runs. */
    private record Entry(String name, String file, Logits logits) {}

    private interface Logits {
        float[] compute();
    }

    /** Name, numerator and denominator. */
    private record Ratio(String name, String way, String baseline) {}

    private final String file;
    private final CamSettings settings;
    private final int batch;
    private final Lut lut = Luts.find("jet");
    private final List<Runnable> closing = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Runnable> others = new LinkedHashMap<>();
    private final List<Ratio> ratios = new ArrayList<>();
    private final CamModel ours;
    private final InputSize size;
    private final Planes input;

    private Contest(CamSettings settings, int batch) {
        this.settings = settings;
        this.batch = batch;
        this.ours = opened(PackedModel.read(settings), Form.FASTEST);
        this.file = ours.checkpoint().facts().file();
        this.size = ours.preparation(settings).size();
        this.input = waves(size, batch);
    }

    /**
     * Opens everything that will be timed.
     *
     * @param against TorchScript files of the same network
     * @param settings whose {@code model}, {@code family}, {@code size} and {@code threads} count
     * @param batch pictures in one run
     * @throws sc.fiji.cam.data.CamException if a file cannot be used
     */
    static Contest open(List<Path> against, CamSettings settings, int batch) {
        Contest contest = new Contest(settings, batch);
        try {
            contest.requireSquare();
            contest.requireLinear();
            contest.enterNetworks(against);
            contest.enterMaps();
            contest.enterPaddings();
            return contest;
        } catch (RuntimeException e) {
            contest.close();
            throw e;
        }
    }

    private void requireSquare() {
        if (size.width() == size.height()) return;
        String problem = "found " + size + ", expected one number: the input is a square";
        throw new WrongUse("option size", problem, "Give --size=" + size.width() + ".");
    }

    /** The ways give logits from one program, which ends with one linear layer. */
    private void requireLinear() {
        Head head = ours.checkpoint().head();
        if (head.linear().isPresent()) return;
        String problem = file + " has the head " + head.describe();
        String expected = ", expected average pooling and one linear layer";
        throw new WrongUse("option model", problem + expected, "Measure with another checkpoint.");
    }

    private void enterNetworks(List<Path> against) {
        enter(OURS, file, ours);
        enter(PLAIN, file, opened(ours.checkpoint(), Form.PLAIN));
        for (Path path : against) {
            TorchScriptModel script = TorchScriptModel.open(path, settings.threadsHere());
            closing.add(script::close);
            String name = TORCHSCRIPT + (path.equals(against.get(0)) ? "" : " " + path);
            entries.add(new Entry(name, path.toString(), () -> script.run(input, batch)));
            ratios.add(new Ratio(OURS + "/" + name, OURS, name));
        }
        ratios.add(new Ratio("ours/plain", OURS, PLAIN));
    }

    private void enterMaps() {
        CamModel many = opened(ours.checkpoint().with(Head.of(manyClasses())), Form.FASTEST);
        others.put(WHOLE_CAM, () -> draw(map()));
        others.put(MANY_CLASSES, () -> logits(many));
        others.put(MANY_MAPS, () -> run(many, Program.Run::maps));
        ratios.add(new Ratio("cam/forward", WHOLE_CAM, OURS));
        ratios.add(new Ratio("maps1000/forward", MANY_MAPS, MANY_CLASSES));
    }

    /** The same weights, padded as TensorFlow does and as PyTorch does. */
    private void enterPaddings() {
        String same = enterPadding(new Padding.Same());
        String symmetric = enterPadding(new Padding.Symmetric());
        ratios.add(new Ratio("SAME/sym", same, symmetric));
    }

    private String enterPadding(Padding padding) {
        Checkpoint checkpoint = ours.checkpoint();
        if (checkpoint.family().padding().equals(padding)) return OURS;
        Family family = new Family(padding, checkpoint.family().eps());
        CamModel padded = opened(checkpoint.with(family), Form.FASTEST);
        String name = "ours, family " + family.id();
        others.put(name, () -> logits(padded));
        return name;
    }

    private void enter(String name, String from, CamModel model) {
        entries.add(new Entry(name, from, () -> logits(model)));
    }

    private CamModel opened(Checkpoint checkpoint, Form form) {
        CamModel model = CamModel.open(checkpoint, settings, form);
        closing.add(model::close);
        return model;
    }

    /**
     * Compares the outputs, then measures.
     *
     * @param rounds how often each way is run
     * @throws WeightMismatch if one gives other logits
     */
    BenchmarkReport measure(int rounds) {
        Map<String, Double> distances = compareOutputs();
        compileDrawing();
        Map<String, Runnable> ways = new LinkedHashMap<>();
        entries.forEach(entry -> ways.put(entry.name(), entry.logits()::compute));
        ways.putAll(others);
        Rounds times = Rounds.measure(ways, rounds);
        Map<String, Double> found = new LinkedHashMap<>();
        ratios.forEach(r -> found.put(r.name(), times.ratio(r.way(), r.baseline())));
        return new BenchmarkReport(
                size.width(),
                batch,
                settings.threadsHere(),
                rounds,
                ours.isFused(),
                entries.stream().map(e -> row(e.name(), e.file(), times)).toList(),
                others.keySet().stream().map(name -> row(name, file, times)).toList(),
                found,
                JobSteps.measure(ours, settings),
                distances);
    }

    private static BenchmarkReport.Row row(String way, String file, Rounds times) {
        String name = way.startsWith(TORCHSCRIPT) ? TORCHSCRIPT : way;
        return new BenchmarkReport.Row(
                name, file, times.median(way), times.min(way), times.faultsPerRun(way));
    }

    private Map<String, Double> compareOutputs() {
        float[] reference = logits(ours);
        Map<String, Double> distances = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (entry.name().equals(OURS)) continue;
            double distance = distance(reference, entry.logits().compute());
            if (!(distance <= OUTPUTS_AGREE)) {
                String problem = "its logits differ from those of %s by %s of the largest";
                throw new WeightMismatch(
                        entry.file(),
                        problem.formatted(file, distance) + ", expected at most " + OUTPUTS_AGREE,
                        "Compare files of one network, and give its --family.");
            }
            distances.put(entry.name(), distance);
        }
        return distances;
    }

    private static double distance(float[] a, float[] b) {
        if (a.length != b.length) return Double.POSITIVE_INFINITY;
        double most = 0;
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]));
            largest = Math.max(largest, Math.abs(a[i]));
        }
        return most / largest;
    }

    private float[] logits(CamModel model) {
        return run(model, Program.Run::logits);
    }

    /** Logits, and the map of one class. */
    private Planes map() {
        return run(
                ours,
                run -> {
                    run.logits();
                    return run.maps().plane(0);
                });
    }

    private <T> T run(CamModel model, Function<Program.Run, T> reader) {
        return model.run(input, batch, settings.threadsHere(), reader);
    }

    private void draw(Planes map) {
        Point step = new Point((double) DRAWN / map.width(), (double) DRAWN / map.height());
        Planes heat = Heatmap.of(map, Display.POSITIVE, Optional.empty());
        Placement placement = new Placement(Point.ZERO, step);
        Blend.colour(MapResampler.resample(heat, placement, DRAWN, DRAWN), lut);
    }

    /** Java compiles its own part while it runs; a user's second picture meets compiled code. */
    private void compileDrawing() {
        Planes map = map();
        for (int i = 0; i < COMPILING_RUNS; i++) draw(map);
    }

    /** Slow waves in the range of photographs; on noise some networks amplify rounding. */
    static Planes waves(InputSize size, int batch) {
        int width = size.width();
        int height = size.height();
        float[] values = new float[3 * batch * width * height];
        for (int i = 0; i < values.length; i++) {
            double x = (double) (i % width) / width;
            double y = (double) (i / width % height) / height;
            int plane = i / (width * height);
            values[i] = (float) (Math.sin(5 * x + plane) + Math.cos(7 * y - plane));
        }
        return new Planes(3 * batch, height, width, values);
    }

    /** The head's rows repeated: as much work as a head of a thousand classes. */
    private LinearLayer manyClasses() {
        LinearLayer head = ours.checkpoint().head().last();
        int channels = head.channels();
        float[] weights = new float[MANY * channels];
        float[] bias = new float[MANY];
        for (int c = 0; c < MANY; c++) {
            int row = c % head.classes();
            int from = row * channels;
            System.arraycopy(head.weight().values(), from, weights, c * channels, channels);
            bias[c] = head.bias(row);
        }
        return new LinearLayer(
                new Tensor("weight", new int[] {MANY, channels}, weights),
                new Tensor("bias", new int[] {MANY}, bias));
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }
}
