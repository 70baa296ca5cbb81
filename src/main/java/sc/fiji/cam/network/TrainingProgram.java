package sc.fiji.cam.network;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Pad;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.TensorSpec;

/**
 * A network that learns: trained tensors, running statistics, moments of the optimiser and moving
 * averages, all in PyTorch's memory. For one thread at a time. Holds native memory until closed.
 *
 * <p>No array of Java ever enters the graph of a backward pass other than the batch itself, which
 * lives until the pass has ended: forward and backward are one call of {@link TrainingText}.
 */
public final class TrainingProgram implements AutoCloseable {
    private final Architecture architecture;
    private final Family family;
    private final NDManager manager;
    private final PtSymbolBlock block;
    private final List<TensorSpec> parameters;
    private final List<TensorSpec> buffers;
    private int steps;

    /**
     * One batch of n pictures.
     *
     * @param input {@code n * 3} planes, normalised
     * @param targets n x classes: share of each class in the loss; the loss is minus the sum of
     *     share times logarithm of the probability
     * @param keep blocks x n: factor of each block's branch (blocks without skip: not used)
     * @param drop n x K: factor of each pooled feature
     * @param equivariance above 0, the second half of the pictures is the first half turned by 180
     *     degrees, and this times the disagreement of their class maps joins what is minimised:
     *     squared differences over the sum of squares, each map turned back and without its mean
     *     (equivariance regularisation: Wang et al. 2020, arXiv:2004.04581)
     */
    public record Batch(
            Planes input, float[] targets, float[] keep, float[] drop, double equivariance) {
        /** Number of pictures n. */
        public int size() {
            return input.count() / 3;
        }
    }

    /**
     * What one pass gave.
     *
     * @param loss of the batch
     * @param logits n x classes
     */
    public record Pass(float loss, float[] logits) {}

    /**
     * One update of AdamW and of the averages.
     *
     * @param rate learning rate
     * @param decay weight decay of kernels and matrices, not of biases and normalisations; each
     *     shrinks by {@code rate * decay}
     * @param share how far averages move towards the present value, 0 to 1
     * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter 2019, algorithm 2</a>
     */
    public record Update(double rate, double decay, double share) {}

    private TrainingProgram(
            Architecture architecture,
            Family family,
            int classes,
            NDManager manager,
            PtSymbolBlock block) {
        this.architecture = architecture;
        this.family = family;
        this.manager = manager;
        this.block = block;
        this.parameters = TrainingState.parameters(architecture, classes);
        this.buffers = TrainingState.buffers(architecture);
    }

    /**
     * Loads a network.
     *
     * @param architecture whose layers
     * @param family whose padding and eps
     * @param state where training starts or goes on; copied
     * @param device where it learns
     */
    public static TrainingProgram load(
            Architecture architecture, Family family, TrainingState state, Device device) {
        NDManager manager = Engine.getEngine("PyTorch").newBaseManager(device);
        String source = TrainingText.of(architecture, family);
        byte[] archive = TorchArchive.of(source, TrainingText.LISTS);
        try {
            ByteArrayInputStream in = new ByteArrayInputStream(archive);
            PtSymbolBlock block = JniUtils.loadModule((PtNDManager) manager, in, false, false);
            int classes = state.averagedHead().classes();
            TrainingProgram program =
                    new TrainingProgram(architecture, family, classes, manager, block);
            program.fill(state);
            return program;
        } catch (IOException e) {
            manager.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    private void fill(TrainingState state) {
        List<List<Tensor>> lists =
                List.of(
                        state.parameters(),
                        state.buffers(),
                        state.averages(),
                        state.firstMoments(),
                        state.secondMoments());
        try (NDManager scratch = manager.newSubManager()) {
            IValue[] values = lists.stream().map(l -> list(scratch, l)).toArray(IValue[]::new);
            call("load", values).close();
        }
        steps = state.steps();
    }

    private static IValue list(NDManager manager, List<Tensor> tensors) {
        return IValue.listFrom(
                tensors.stream()
                        .map(t -> NativeArrays.owned(manager, t))
                        .toArray(PtNDArray[]::new));
    }

    /** Calls a method of the module; closes the arguments. */
    private IValue call(String method, IValue... arguments) {
        // Nothing is left to optimise, and the profiling executor would rewrite the graph.
        JniUtils.setGraphExecutorOptimize(false);
        try {
            return IValueUtils.runMethod(block, method, arguments);
        } finally {
            for (IValue argument : arguments) argument.close();
        }
    }

    /**
     * One forward and backward pass; the gradients wait for {@link #update}.
     *
     * @param batch read only
     * @param live whether normalisations use the batch's statistics and move the running ones; else
     *     they use the running ones
     * @return loss and logits, before any update
     */
    public Pass backward(Batch batch, boolean live) {
        // This form of the call alone runs without the guard under which nothing can be learnt.
        JniUtils.setGraphExecutorOptimize(false);
        int n = batch.size();
        try (NDManager scratch = manager.newSubManager()) {
            NDArray method = scratch.create(0f);
            method.setName("module_method:backward");
            NDList arguments = new NDList(method, input(scratch, batch.input()));
            arguments.add(array(scratch, batch.targets(), n, batch.targets().length / n));
            arguments.addAll(factors(scratch, batch));
            arguments.add(scratch.create(live));
            arguments.add(scratch.create((float) batch.equivariance()));
            NDList result = IValueUtils.forward(block, arguments, true);
            return new Pass(result.get(0).toFloatArray()[0], result.get(1).toFloatArray());
        }
    }

    /**
     * Moves the averaged statistics towards those that the averaged network has on a batch; its
     * weights stay. With shares 1, 1/2, 1/3 ... they become the mean over the batches. Running
     * statistics lag behind weights that still move, and were collected with parts left out.
     *
     * @param batch whose targets do not count
     * @param share 0 to 1
     * @see <a href="https://arxiv.org/abs/2105.07576">Wu and Johnson 2021, section 3</a>
     */
    public void settle(Batch batch, double share) {
        try (NDManager scratch = manager.newSubManager()) {
            NDList arrays = new NDList(input(scratch, batch.input()));
            arrays.addAll(factors(scratch, batch));
            List<IValue> arguments = new ArrayList<>();
            arrays.forEach(a -> arguments.add(IValue.from((PtNDArray) a)));
            arguments.add(IValue.from(share));
            call("settle", arguments.toArray(IValue[]::new)).close();
        }
    }

    private static NDArray input(NDManager manager, Planes input) {
        int n = input.count() / 3;
        return array(manager, input.values(), n, 3, input.height(), input.width());
    }

    private NDList factors(NDManager manager, Batch batch) {
        int n = batch.size();
        return new NDList(
                array(manager, batch.keep(), architecture.blocks().size(), n, 1, 1, 1),
                array(manager, batch.drop(), n, architecture.features()),
                manager.create(pads(batch.input())));
    }

    private static NDArray array(NDManager manager, float[] values, long... shape) {
        return NativeArrays.reading(
                manager, new Shape(shape), values, NativeArrays.buffer(values.length));
    }

    /** Left, right, top, bottom of each strided layer in turn. */
    private long[] pads(Planes input) {
        List<Pad> rows = family.plan(architecture, input.height(), true).pads();
        List<Pad> columns = family.plan(architecture, input.width(), false).pads();
        long[] pads = new long[4 * rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            pads[4 * i] = columns.get(i).before();
            pads[4 * i + 1] = columns.get(i).after();
            pads[4 * i + 2] = rows.get(i).before();
            pads[4 * i + 3] = rows.get(i).after();
        }
        return pads;
    }

    /** Moves all trained tensors along the gradients of the last {@link #backward}. */
    public void update(Update update) {
        steps++;
        double first = 1 - Math.pow(TrainingText.BETA_1, steps);
        double second = Math.sqrt(1 - Math.pow(TrainingText.BETA_2, steps));
        call(
                        "update",
                        IValue.from(update.rate() / first),
                        IValue.from(second),
                        IValue.from(1 - update.rate() * update.decay()),
                        IValue.from(update.share()))
                .close();
    }

    /** Gradients of the last {@link #backward}, by canonical name of the trained tensor. */
    public List<Tensor> gradients() {
        return read("g", parameters);
    }

    /** A copy of all that was learnt. */
    public TrainingState state() {
        List<TensorSpec> both = new ArrayList<>(parameters);
        both.addAll(buffers);
        return new TrainingState(
                read("p", parameters),
                read("b", buffers),
                read("e", both),
                read("m", parameters),
                read("v", parameters),
                steps);
    }

    private List<Tensor> read(String list, List<TensorSpec> specs) {
        List<Tensor> tensors = new ArrayList<>();
        try (NDManager scratch = manager.newSubManager();
                IValue result = call("get_" + list)) {
            PtNDArray[] arrays = result.toTensorArray((PtNDManager) scratch);
            for (int i = 0; i < arrays.length; i++) {
                TensorSpec spec = specs.get(i);
                tensors.add(new Tensor(spec.name(), spec.sizes(), arrays[i].toFloatArray()));
            }
        }
        return tensors;
    }

    @Override
    public void close() {
        block.close();
        manager.close();
    }
}
