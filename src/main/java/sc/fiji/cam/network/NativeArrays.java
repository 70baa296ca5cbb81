package sc.fiji.cam.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import sc.fiji.cam.data.Tensor;

/** Values on their way into PyTorch, and whose memory they then lie in. */
final class NativeArrays {
    private NativeArrays() {}

    /** Memory outside of Java's heap for 32-bit values. */
    static ByteBuffer buffer(int values) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(values, Float.BYTES))
                .order(ByteOrder.nativeOrder());
    }

    /**
     * An array in PyTorch's own memory. An array made from a Java buffer would be freed with the
     * buffer, while a program, or a view of it that PyTorch returns uncopied, still refers to it.
     */
    static PtNDArray owned(NDManager manager, Tensor tensor) {
        long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
        float[] values = tensor.values();
        ByteBuffer bytes = buffer(values.length);
        try (NDArray wrapped = reading(manager, new Shape(shape), values, bytes)) {
            return (PtNDArray) wrapped.duplicate();
        }
    }

    /** An array that reads {@code bytes}, which are filled with the values. */
    static NDArray reading(NDManager manager, Shape shape, float[] values, ByteBuffer bytes) {
        bytes.asFloatBuffer().put(values);
        return manager.create(bytes, shape, DataType.FLOAT32);
    }
}
