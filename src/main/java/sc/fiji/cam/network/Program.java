package sc.fiji.cam.network;

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
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Tensor;

/**
 * A network loaded into PyTorch for one input size. Immutable; several threads may run it at once,
 * each with memory of its own. Holds native memory until closed.
 */
public final class Program implements AutoCloseable {
    private final NDManager manager;
    private final PtSymbolBlock block;

    /**
     * Input buffers that no run uses. Java frees such memory only at its next garbage collection,
     * which may be thousands of pictures away.
     */
    private final Queue<ByteBuffer> spare = new ConcurrentLinkedQueue<>();

    private Program(NDManager manager, PtSymbolBlock block) {
        this.manager = manager;
        this.block = block;
    }

    /**
     * Loads a program and hands copies of its weights over.
     *
     * @param source module text of {@link ProgramText}
     * @param weights in program order
     * @param parent whose device is used; closed by its owner
     * @throws ai.djl.engine.EngineException if PyTorch lacks an operator of the text
     */
    static Program load(String source, List<Tensor> weights, NDManager parent) {
        NDManager manager = parent.newSubManager();
        try (NDManager scratch = manager.newSubManager()) {
            ByteArrayInputStream archive =
                    new ByteArrayInputStream(TorchArchive.of(source, List.of("p")));
            PtSymbolBlock block = JniUtils.loadModule((PtNDManager) manager, archive, false, false);
            // The profiling executor would measure the first runs and compile later ones; nothing
            // is left to optimise here, and the first answers would come late.
            JniUtils.setGraphExecutorOptimize(false);
            PtNDArray[] arrays =
                    weights.stream()
                            .map(w -> NativeArrays.owned(scratch, w))
                            .toArray(PtNDArray[]::new);
            try (IValue list = IValue.listFrom(arrays);
                    IValue count = IValueUtils.runMethod(block, "load", list)) {
                if (count.toLong() != arrays.length) {
                    throw new IllegalStateException(count.toLong() + " of " + arrays.length);
                }
            }
            return new Program(manager, block);
        } catch (IOException e) {
            manager.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    /**
     * Runs one forward pass.
     *
     * @param input {@code batch * 3} planes, normalised; the batch of the program's size
     * @return logits, features and more, to be closed by the caller
     */
    public Run run(Planes input, int batch) {
        JniUtils.setGraphExecutorOptimize(false);
        NDManager scratch = manager.newSubManager();
        ByteBuffer bytes = buffer(input.values().length);
        try {
            Shape shape = new Shape(batch, input.count() / batch, input.height(), input.width());
            NDArray x = NativeArrays.reading(scratch, shape, input.values(), bytes);
            IValue result;
            try (IValue argument = IValue.from((PtNDArray) x)) {
                result = IValueUtils.runMethod(block, "forward", argument);
            }
            try (result) {
                NDList outputs = result.toNDList((PtNDManager) scratch);
                return new Run(block, scratch, outputs, () -> spare.add(bytes));
            }
        } catch (RuntimeException | Error e) {
            scratch.close();
            throw e;
        }
    }

    private ByteBuffer buffer(int values) {
        ByteBuffer bytes = spare.poll();
        return bytes != null && bytes.capacity() == 4L * values
                ? bytes
                : NativeArrays.buffer(values);
    }

    @Override
    public void close() {
        block.close();
        manager.close();
    }

    /** What one forward pass left in native memory. */
    public static final class Run implements AutoCloseable {
        private final PtSymbolBlock block;
        private final NDManager manager;
        private final NDList outputs;
        private final Runnable whenClosed;

        Run(PtSymbolBlock block, NDManager manager, NDList outputs, Runnable whenClosed) {
            this.block = block;
            this.manager = manager;
            this.outputs = outputs;
            this.whenClosed = whenClosed;
        }

        /** Logits, batch x classes, row by row. */
        public float[] logits() {
            return outputs.get(0).toFloatArray();
        }

        /** Features A of the first picture, K x rows x columns. */
        public Planes features() {
            return planes(outputs.get(1));
        }

        /** The head convolution's input X of the first picture, channels x rows x columns. */
        public Planes headInput() {
            return planes(outputs.get(2));
        }

        /**
         * The class maps of all classes of the first picture: {@code sum_k W[c][k] A[k]} per cell,
         * signed, in logits, without bias.
         *
         * @return classes x rows x columns
         */
        public Planes maps() {
            try (IValue features = IValue.from((PtNDArray) outputs.get(1));
                    IValue maps = IValueUtils.runMethod(block, "maps", features)) {
                return planes(maps.toTensor((PtNDManager) manager));
            }
        }

        private static Planes planes(NDArray array) {
            Shape shape = array.getShape();
            int count = Math.toIntExact(shape.get(1));
            int height = Math.toIntExact(shape.get(2));
            int width = Math.toIntExact(shape.get(3));
            float[] values = array.toFloatArray();
            int first = count * height * width;
            boolean one = values.length == first;
            return new Planes(count, height, width, one ? values : Arrays.copyOf(values, first));
        }

        @Override
        public void close() {
            manager.close();
            whenClosed.run();
        }
    }
}
