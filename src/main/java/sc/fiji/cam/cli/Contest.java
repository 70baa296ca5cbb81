package sc.fiji.cam.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.cam.cam.Heatmap;
import sc.fiji.cam.cam.MapResampler;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ClassifierHead;
import sc.fiji.cam.data.Display;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.Padding;
import sc.fiji.cam.data.Placement;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Point;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.WeightMismatch;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.engine.TorchScriptModel;
import sc.fiji.cam.network.Network.Form;
import sc.fiji.cam.network.Program;
import sc.fiji.cam.render.Blend;
import sc.fiji.cam.render.Lut;
import sc.fiji.cam.render.Luts;

/** The ways that {@code ./cam benchmark} times against each other, all on one input. */
final class Contest implements AutoCloseable {
    private static final double OUTPUTS_AGREE = 1e-4;
    private static final int MANY = 1000;
    private static final int DRAWN = 1024;
    private static final int COMPILING_RUNS = 50;

    private final Path file;
    private final int batch;
    private final int threads;
    private final InputSize size;
    private final Planes input;
    private final Lut lut = Luts.find("jet");
    private final CamModel ours;
    private final CamModel plain;
    private final CamModel many;
    private final CamModel same;
    private final Map<String, TorchScriptModel> scripts = new LinkedHashMap<>();
    private final Map<String, Path> files = new LinkedHashMap<>();
    private final Map<String, Double> distances = new LinkedHashMap<>();

    private Contest(Path file, Checkpoint checkpoint, CamSettings settings, int batch) {
        this.file = file;
        this.batch = batch;
        this.threads = settings.threadsHere();
        this.ours = CamModel.open(checkpoint, settings);
        this.plain = CamModel.open(checkpoint, settings, Form.PLAIN);
        this.many =
                CamModel.open(
                        with(checkpoint, checkpoint.family(), manyClasses(checkpoint)), settings);
        Family symmetric = new Family(new Padding.Symmetric(), checkpoint.family().eps());
        Family other = new Family(new Padding.Same(), checkpoint.family().eps());
        boolean isSame = checkpoint.family().padding() instanceof Padding.Same;
        this.same =
                CamModel.open(
                        with(checkpoint, isSame ? symmetric : other, checkpoint.head()), settings);
        this.size = ours.preparation(settings).size();
        this.input = waves(size, batch);
    }

    static Contest open(Path model, List<Path> against, CamSettings settings, int batch) {
        Contest contest = new Contest(model, PackedModel.read(model, settings), settings, batch);
        try {
            for (Path path : against) {
                String name = "torchscript" + (contest.scripts.isEmpty() ? "" : " " + path);
                contest.files.put(name, path);
                contest.scripts.put(name, TorchScriptModel.open(path, settings.threadsHere()));
            }
            return contest;
        } catch (RuntimeException e) {
            contest.close();
            throw e;
        }
    }

    /** Stops unless every way gives the same logits. */
    void compareOutputs() {
        compileDrawing();
        float[] reference = logits(ours);
        distances.put("plain", distance(reference, logits(plain)));
        scripts.forEach((name, s) -> distances.put(name, distance(reference, s.run(input, batch))));
        distances.forEach(
                (name, distance) -> {
                    if (!(distance <= OUTPUTS_AGREE)) {
                        Path path = files.getOrDefault(name, file);
                        throw new WeightMismatch(
                                path.toString(),
                                "its logits differ from those of "
                                        + file
                                        + " by "
                                        + distance
                                        + " of the largest, expected at most "
                                        + OUTPUTS_AGREE,
                                "Compare files of one network (and give its --family).");
                    }
                });
    }

    /** Everything that is timed, by name. */
    Map<String, Runnable> ways() {
        Map<String, Runnable> ways = new LinkedHashMap<>();
        ways.put("ours", () -> logits(ours));
        ways.put("plain", () -> logits(plain));
        scripts.forEach((name, script) -> ways.put(name, () -> script.run(input, batch)));
        ways.put("ours, other padding", () -> logits(same));
        ways.put("ours, whole CAM", this::wholeCam);
        ways.put("ours, 1000 classes", () -> logits(many));
        ways.put("ours, 1000 maps", () -> many.run(input, batch, threads, Program.Run::maps));
        return ways;
    }

    /** The rows of the report: name and file. */
    Map<String, Path> rows() {
        Map<String, Path> rows = new LinkedHashMap<>();
        rows.put("ours", file);
        rows.put("plain", file);
        rows.putAll(files);
        return rows;
    }

    /** Numerator and denominator by name of the ratio. */
    Map<String, String[]> ratios() {
        Map<String, String[]> ratios = new LinkedHashMap<>();
        scripts.keySet().forEach(s -> ratios.put("ours/" + s, new String[] {"ours", s}));
        ratios.put("ours/plain", new String[] {"ours", "plain"});
        ratios.put("cam/forward", new String[] {"ours, whole CAM", "ours"});
        ratios.put("maps1000/forward", new String[] {"ours, 1000 maps", "ours, 1000 classes"});
        String[] padding = {"ours, other padding", "ours"};
        boolean isSame = ours.checkpoint().family().padding() instanceof Padding.Same;
        ratios.put("SAME/sym", isSame ? new String[] {padding[1], padding[0]} : padding);
        return ratios;
    }

    Map<String, Double> distances() {
        return distances;
    }

    CamModel model() {
        return ours;
    }

    String size() {
        return size.toString();
    }

    /** Forward, map of one class, drawn at 1024 x 1024, coloured. */
    private void wholeCam() {
        draw(
                ours.run(
                        input,
                        batch,
                        threads,
                        run -> {
                            run.logits();
                            return run.maps().plane(0);
                        }));
    }

    private void draw(Planes map) {
        Point step = new Point((double) DRAWN / map.width(), (double) DRAWN / map.height());
        Planes heat = Heatmap.of(map, Display.POSITIVE, Optional.empty());
        Placement placement = new Placement(Point.ZERO, step);
        Blend.colour(MapResampler.resample(heat, placement, DRAWN, DRAWN), lut);
    }

    /** Java compiles its own part while it runs; a user's second picture meets compiled code. */
    private void compileDrawing() {
        Planes map = ours.run(input, batch, threads, run -> run.maps().plane(0));
        for (int i = 0; i < COMPILING_RUNS; i++) draw(map);
    }

    private float[] logits(CamModel model) {
        return model.run(input, batch, threads, Program.Run::logits);
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

    /** Slow waves in the range of photographs; on noise some networks amplify rounding. */
    private static Planes waves(InputSize size, int batch) {
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
    private static ClassifierHead manyClasses(Checkpoint checkpoint) {
        ClassifierHead head = checkpoint.head();
        int channels = head.channels();
        float[] weights = new float[MANY * channels];
        float[] bias = new float[MANY];
        for (int c = 0; c < MANY; c++) {
            int row = c % head.classes();
            System.arraycopy(
                    head.weight().values(), row * channels, weights, c * channels, channels);
            bias[c] = head.bias(row);
        }
        return new ClassifierHead(
                new Tensor("weight", new int[] {MANY, channels}, weights),
                new Tensor("bias", new int[] {MANY}, bias));
    }

    private static Checkpoint with(Checkpoint c, Family family, ClassifierHead head) {
        return new Checkpoint(
                c.facts(),
                c.architecture(),
                family,
                c.weights(),
                head,
                c.labels(),
                c.input(),
                c.parameters(),
                c.assumptions());
    }

    @Override
    public void close() {
        scripts.values().forEach(TorchScriptModel::close);
        ours.close();
        plain.close();
        many.close();
        same.close();
    }
}
