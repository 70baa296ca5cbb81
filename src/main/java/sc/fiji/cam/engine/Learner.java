package sc.fiji.cam.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.List;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.network.TrainingProgram;
import sc.fiji.cam.network.TrainingState;

/**
 * A network that learns, with PyTorch started and its threads set: {@link TrainingProgram} as the
 * rooms above see it. For one thread at a time. Holds native memory until closed.
 */
public final class Learner implements AutoCloseable {
    private final TrainingProgram program;
    private final int threads;

    private Learner(TrainingProgram program, int threads) {
        this.program = program;
        this.threads = threads;
    }

    /**
     * Opens a network for training; starts PyTorch if that has not happened.
     *
     * @param architecture whose layers
     * @param family whose padding and eps
     * @param state where training starts or goes on; copied
     * @param settings whose {@code device} and {@code threads} count
     * @throws sc.fiji.cam.data.EngineUnavailable if the engine cannot be used
     */
    public static Learner open(
            Architecture architecture, Family family, TrainingState state, CamSettings settings) {
        int threads = settings.threadsHere();
        return PyTorch.call(
                () -> {
                    Engine engine = PyTorch.start(threads);
                    Device device = PyTorch.device(engine, settings.device());
                    return new Learner(
                            TrainingProgram.load(architecture, family, state, device), threads);
                });
    }

    /** See {@link TrainingProgram#backward}. */
    public TrainingProgram.Pass backward(TrainingProgram.Batch batch, boolean live) {
        return PyTorch.call(
                () -> {
                    PyTorch.useThreads(threads);
                    return program.backward(batch, live);
                });
    }

    /** See {@link TrainingProgram#update}. */
    public void update(TrainingProgram.Update update) {
        PyTorch.call(
                () -> {
                    PyTorch.useThreads(threads);
                    program.update(update);
                    return update;
                });
    }

    /** See {@link TrainingProgram#settle}. */
    public void settle(TrainingProgram.Batch batch, double share) {
        PyTorch.call(
                () -> {
                    PyTorch.useThreads(threads);
                    program.settle(batch, share);
                    return batch;
                });
    }

    /** See {@link TrainingProgram#gradients}. */
    public List<Tensor> gradients() {
        return PyTorch.call(program::gradients);
    }

    /** See {@link TrainingProgram#state}. */
    public TrainingState state() {
        return PyTorch.call(program::state);
    }

    @Override
    public void close() {
        program.close();
    }
}
