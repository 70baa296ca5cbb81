package sc.fiji.cam.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import sc.fiji.cam.cam.GridPlacement;
import sc.fiji.cam.cam.InputFrame;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.checkpoint.Checkpoints;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.AxisPlan;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.GridGeometry;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.InputSpec;
import sc.fiji.cam.data.Interpolation;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Point;
import sc.fiji.cam.data.Preparation;
import sc.fiji.cam.data.ResizeMode;
import sc.fiji.cam.data.Timings;
import sc.fiji.cam.network.EvidenceCentre;
import sc.fiji.cam.network.Network;
import sc.fiji.cam.network.Program;

/** An opened model: read once, immutable, shared by threads. Holds native memory until closed. */
public final class CamModel implements Explainer {
    private static final String PLAIN_OPERATORS =
            "This build of PyTorch lacks the fused operators; plain ones gave the same map, slower.";

    private final Checkpoint checkpoint;
    private final Network network;
    private final Device device;
    private final Optional<Point> own;

    private CamModel(Checkpoint checkpoint, Network network, Device device, Optional<Point> own) {
        this.checkpoint = checkpoint;
        this.network = network;
        this.device = device;
        this.own = own;
    }

    /** Versions of this program and its libraries, by name. Starts nothing. */
    public static Map<String, String> versions() {
        return PyTorch.versions();
    }

    /**
     * Opens a checkpoint file; starts PyTorch if that has not happened.
     *
     * @param file the checkpoint
     * @param settings whose {@code labels}, {@code family}, {@code device}, {@code threads} count
     * @throws sc.fiji.cam.data.CamException if file or engine cannot be used
     */
    public static CamModel open(Path file, CamSettings settings) {
        return open(Checkpoints.read(file, settings), settings);
    }

    /**
     * Opens a checkpoint that was read already.
     *
     * @param checkpoint the network's weights; kept
     * @param settings whose {@code device} and {@code threads} count
     * @throws sc.fiji.cam.data.EngineUnavailable if the engine cannot be used
     */
    public static CamModel open(Checkpoint checkpoint, CamSettings settings) {
        return open(checkpoint, settings, Network.Form.FASTEST);
    }

    /**
     * Opens a checkpoint with a chosen form of the network; for comparisons.
     *
     * @param form {@link Network.Form#PLAIN} is the reference
     */
    public static CamModel open(Checkpoint checkpoint, CamSettings settings, Network.Form form) {
        return PyTorch.call(
                () -> {
                    Engine engine = PyTorch.start(settings.threadsHere());
                    Device device = PyTorch.device(engine, settings.device());
                    return new CamModel(
                            checkpoint,
                            new Network(
                                    checkpoint.architecture(),
                                    checkpoint.weights(),
                                    checkpoint.family(),
                                    checkpoint.head().linear(),
                                    device,
                                    form),
                            device,
                            own(checkpoint));
                });
    }

    /**
     * Centre of a network's trained weights, input pixels: an estimate, needs no engine.
     *
     * @see EvidenceCentre
     */
    public static Optional<Point> own(Checkpoint checkpoint) {
        return EvidenceCentre.of(
                checkpoint.architecture(),
                checkpoint.weights(),
                checkpoint.family().eps(),
                checkpoint.head());
    }

    @Override
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /** Centre of the trained weights, input pixels (an estimate; see {@code docs/geometry.md}). */
    public Point own() {
        return own.orElse(Point.ZERO);
    }

    /** Whether the fused operators of this processor are used. */
    public boolean isFused() {
        return network.isFused();
    }

    /**
     * Runs a prepared input through the network: what {@link #explain} does in its middle, for
     * comparisons and measurements.
     *
     * @param input {@code batch * 3} planes, normalised
     * @param batch number of pictures
     * @param threads processor threads
     * @param reader takes what it needs from the run
     * @return what {@code reader} returns
     */
    public <T> T run(Planes input, int batch, int threads, Function<Program.Run, T> reader) {
        return PyTorch.call(
                () -> {
                    PyTorch.useThreads(threads);
                    return network.run(input, batch, reader);
                });
    }

    @Override
    public CamResult explain(Picture picture, CamSettings settings, CamProgress progress) {
        check(settings);
        Preparation preparation = preparation(settings);
        MemoryNeed.check(checkpoint.architecture(), preparation.size());
        step(progress, 0.1, "Preparing " + picture.title());
        long start = System.nanoTime();
        InputFrame frame = frame(picture, preparation);
        Planes input =
                frame.prepare(
                        picture,
                        preparation.interpolation(),
                        preparation.scaling(),
                        preparation.channels());
        long prepared = System.nanoTime();
        step(progress, 0.2, "Running the network");
        return run(
                input,
                1,
                settings.threadsHere(),
                run -> {
                    Answer answer = Answer.of(checkpoint.head(), run);
                    long ran = System.nanoTime();
                    step(progress, 0.8, "Computing maps");
                    Explanation found = Explanation.of(checkpoint, settings, run, answer);
                    long done = System.nanoTime();
                    return new CamResult(
                            picture.title(),
                            checkpoint.facts(),
                            found.predictions(),
                            found.maps(),
                            preparation,
                            geometry(frame, preparation.size(), settings),
                            deviceName(),
                            settings.threadsHere(),
                            new Timings(
                                    millis(start, prepared),
                                    millis(prepared, ran),
                                    millis(ran, done)),
                            notes(found));
                });
    }

    private static InputFrame frame(Picture picture, Preparation preparation) {
        return InputFrame.of(
                picture.width(),
                picture.height(),
                preparation.size(),
                preparation.resize(),
                preparation.crop());
    }

    private List<String> notes(Explanation found) {
        List<String> notes = new ArrayList<>(found.notes());
        if (own.isEmpty()) notes.add(EvidenceCentre.NONE);
        InputGuard.ofOne(found.predictions()).ifPresent(notes::add);
        if (!network.isFused() && deviceName().equals("cpu")) notes.add(PLAIN_OPERATORS);
        return notes;
    }

    /** Where the network runs: {@code cpu}, {@code gpu:0}, {@code mps}. */
    public String deviceName() {
        return device.isGpu() ? "gpu:" + device.getDeviceId() : device.getDeviceType();
    }

    private GridGeometry geometry(InputFrame frame, InputSize size, CamSettings settings) {
        Architecture architecture = checkpoint.architecture();
        AxisPlan rows = checkpoint.family().plan(architecture, size.height(), true);
        AxisPlan columns = checkpoint.family().plan(architecture, size.width(), false);
        return GridPlacement.of(frame, rows, columns, settings.registration(), own());
    }

    /**
     * How pictures are brought to the network: what the settings ask for, else what the file says,
     * else the defaults.
     *
     * @throws sc.fiji.cam.data.WrongUse if a crop is asked for that would not be used
     */
    public Preparation preparation(CamSettings settings) {
        InputSpec file = checkpoint.input();
        InputSize nominal = InputSize.square(checkpoint.architecture().resolution());
        ResizeMode mode = settings.resize().or(file::resize).orElse(ResizeMode.STRETCH);
        if (mode != ResizeMode.CROP && settings.crop().orElse(1.0) != 1) {
            throw Options.wrong(
                    "crop",
                    settings.crop().get().toString(),
                    "resize=crop with it, here resize is " + mode.id());
        }
        return new Preparation(
                settings.size().or(file::size).orElse(nominal),
                mode,
                settings.crop().or(file::crop).orElse(1.0),
                settings.interpolation().or(file::interpolation).orElse(Interpolation.BILINEAR),
                // An option of the model: it is in the checkpoint since that was read.
                file.scaling(),
                file.channels());
    }

    private static void step(CamProgress progress, double fraction, String message) {
        if (progress.cancelled()) throw new Cancelled();
        progress.update(fraction, message);
    }

    private static double millis(long from, long to) {
        return (to - from) / 1e6;
    }

    @Override
    public void close() {
        network.close();
    }
}
