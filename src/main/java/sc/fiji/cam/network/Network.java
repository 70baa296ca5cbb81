package sc.fiji.cam.network;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.WeightSet;

/**
 * A network that runs: weights, and programs packed for the sizes that were asked for. Immutable to
 * its users, shared by threads; holds native memory until closed.
 */
public final class Network implements AutoCloseable {
    /** Which operators the programs use. */
    public enum Form {
        /** Fused oneDNN operators where this machine has them, else plain ones. */
        FASTEST,
        /** Plain operators: the reference, and what every device has. */
        PLAIN
    }

    private final Architecture architecture;
    private final WeightSet weights;
    private final Family family;
    private final Optional<LinearLayer> head;
    private final NDManager manager;
    private final Dialect dialect;
    private final ProgramCache programs;

    /**
     * Prepares a network; nothing is loaded before the first run.
     *
     * @param architecture size of the network
     * @param weights canonical tensors
     * @param family padding and eps
     * @param head the linear layer that is the whole classifier; empty: the program ends with the
     *     pooled features
     * @param device where it runs
     * @param form operators to use
     */
    public Network(
            Architecture architecture,
            WeightSet weights,
            Family family,
            Optional<LinearLayer> head,
            Device device,
            Form form) {
        this.architecture = architecture;
        this.weights = weights;
        this.family = family;
        this.head = head;
        this.manager = Engine.getEngine("PyTorch").newBaseManager(device);
        boolean fast = form == Form.FASTEST && !device.isGpu() && FusedOperators.present(manager);
        this.dialect = fast ? Dialect.FUSED : Dialect.PLAIN;
        this.programs = new ProgramCache(this::load);
    }

    /**
     * Runs several pictures of one size in one pass.
     *
     * @param input {@code batch * 3} planes
     * @param batch number of pictures
     * @param reader takes what it needs from the run
     */
    public <T> T run(Planes input, int batch, Function<Program.Run, T> reader) {
        ProgramSize size = new ProgramSize(batch, input.height(), input.width());
        return programs.with(
                size,
                program -> {
                    try (Program.Run run = program.run(input, batch)) {
                        return reader.apply(run);
                    }
                });
    }

    /** Whether the fused operators are used. */
    public boolean isFused() {
        return dialect == Dialect.FUSED;
    }

    private Program load(ProgramSize size) {
        List<Tensor> tensors = Folding.inProgramOrder(architecture, weights, family.eps(), head);
        String text = ProgramText.of(dialect, architecture, family, size, head.isPresent());
        try {
            return Program.load(text, tensors, manager);
        } catch (EngineException e) {
            String what = "network program for " + size + " (" + dialect + ") was refused";
            throw new IllegalStateException(what, e);
        }
    }

    @Override
    public void close() {
        programs.close();
        manager.close();
    }
}
