package sc.fiji.cam.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/** A tensor that is still in its file: a view of a storage that others may share. */
final class RawTensor {
    private static final int CHUNK = 1 << 18;

    /** A storage this many times as long as the view is not read as a whole. */
    private static final int THIN = 4;

    /** Numbers that are read one by one from a storage too long to be read as a whole. */
    private static final int FEW = 4096;

    /** A view may repeat elements of its storage (stride 0), but not make more than these. */
    private static final long SMALL = 1 << 20;

    private final String name;
    private final DType type;
    private final int[] shape;
    private final long[] strides;
    private final long offset;
    private final int count;
    private final Bytes storage;

    /**
     * @param name as in the file
     * @param type of the stored numbers
     * @param shape sizes of the axes
     * @param strides steps of the axes, in elements of the storage
     * @param offset first element of the view, in elements
     * @param storage the bytes
     * @throws BadCheckpoint if the view does not lie inside the storage
     */
    RawTensor(String name, DType type, long[] shape, long[] strides, long offset, Bytes storage) {
        this.name = name;
        this.type = type;
        this.strides = strides;
        this.offset = offset;
        this.storage = storage;
        long held = storage.size() / type.bytes();
        long last = offset;
        long product = 1;
        boolean sane = offset >= 0 && shape.length == strides.length && shape.length <= 8;
        for (int i = 0; sane && i < shape.length; i++) {
            sane = shape[i] >= 0 && shape[i] <= Integer.MAX_VALUE && strides[i] >= 0;
            sane = sane && strides[i] <= held && product <= Integer.MAX_VALUE;
            product *= shape[i];
            if (sane && shape[i] > 0) last += (shape[i] - 1) * strides[i];
            sane = sane && last >= 0;
        }
        sane = sane && product <= Math.max(held, SMALL) && product <= Integer.MAX_VALUE;
        if (!sane || product > 0 && last >= held) {
            throw new BadCheckpoint(
                    storage.origin(),
                    String.format(
                            "tensor %s %s with offset %d reaches beyond its %d stored numbers",
                            name, Arrays.toString(shape), offset, held),
                    "The file is cut off or damaged. Copy or download it again.");
        }
        this.shape = Arrays.stream(shape).mapToInt(n -> (int) n).toArray();
        this.count = (int) product;
    }

    /** Strides of an array in C order. */
    static long[] contiguous(long[] shape) {
        long[] strides = new long[shape.length];
        long step = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = step;
            step *= Math.max(1, shape[i]);
        }
        return strides;
    }

    /** The name in the file. */
    String name() {
        return name;
    }

    /** Type of the stored numbers. */
    DType type() {
        return type;
    }

    /** Sizes of the axes, not a copy. */
    int[] shape() {
        return shape;
    }

    /** Whether another is the same view of the same storage. */
    boolean isSame(RawTensor other) {
        return storage == other.storage
                && offset == other.offset
                && Arrays.equals(shape, other.shape)
                && Arrays.equals(strides, other.strides);
    }

    /** Whether the axes have these sizes. */
    boolean hasShape(int... sizes) {
        return Arrays.equals(shape, sizes);
    }

    /**
     * Reads the values in C order as 32-bit numbers.
     *
     * @param as name of the result
     */
    Tensor load(String as) {
        float[] values = new float[count];
        long[] dense = contiguous(Arrays.stream(shape).asLongStream().toArray());
        boolean plain = true;
        for (int i = 0; i < shape.length; i++) plain &= shape[i] == 1 || strides[i] == dense[i];
        if (plain) {
            loadPlain(values);
        } else {
            loadStrided(values);
        }
        return new Tensor(as, shape, values);
    }

    /** Reads as many numbers as the array takes, from the view's first on. */
    private void loadPlain(float[] values) {
        int perChunk = CHUNK / type.bytes();
        int capacity = Math.min(perChunk, values.length) * type.bytes();
        ByteBuffer buffer = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < values.length; at += perChunk) {
            int n = Math.min(perChunk, values.length - at);
            buffer.clear().limit(n * type.bytes());
            storage.fill((offset + at) * type.bytes(), buffer);
            buffer.flip();
            type.decode(buffer, values, at, n);
        }
    }

    /**
     * Gathers the view from its storage: at once where it is not spread thinly (a transposed
     * kernel, say), else number by number.
     */
    private void loadStrided(float[] values) {
        if (count == 0) return;
        long span = 1;
        for (int i = 0; i < shape.length; i++) span += (shape[i] - 1) * strides[i];
        long bytes = span * type.bytes();
        boolean dense = bytes <= Math.max(CHUNK, (long) THIN * count * type.bytes());
        if (dense && bytes <= Integer.MAX_VALUE) {
            float[] all = new float[(int) span];
            loadPlain(all);
            walk((to, at, n, step) -> pick(all, (int) at, (int) step, values, to, n));
        } else if (count <= FEW) {
            walk(
                    (to, at, n, step) -> {
                        for (int i = 0; i < n; i++) values[to + i] = one(at + i * step);
                    });
        } else {
            throw new UnsupportedCheckpoint(
                    storage.origin(),
                    "tensor " + this + " takes every few of " + span + " stored numbers",
                    "Save a copy of its own: tensor.clone().");
        }
    }

    private static void pick(float[] from, int at, int step, float[] to, int first, int n) {
        for (int i = 0; i < n; i++) to[first + i] = from[at + i * step];
    }

    private float one(long at) {
        return type.one(storage.read((offset + at) * type.bytes(), type.bytes()), 0);
    }

    /** Takes one row: n values from {@code to} on, each {@code step} elements after the last. */
    private interface Row {
        void take(int to, long at, int n, long step);
    }

    /**
     * Walks the rows of the last axis in C order; elements count from the view's first. Axes of
     * size 1 are no axes: a transposed 1x1 kernel has rows as long as its inputs.
     */
    private void walk(Row row) {
        int[] axes = IntStream.range(0, shape.length).filter(i -> shape[i] != 1).toArray();
        int last = axes[axes.length - 1];
        int[] index = new int[shape.length];
        long at = 0;
        for (int to = 0; to < count; to += shape[last]) {
            row.take(to, at, shape[last], strides[last]);
            for (int a = axes.length - 2; a >= 0; a--) {
                int i = axes[a];
                at += strides[i];
                if (++index[i] < shape[i]) break;
                at -= index[i] * strides[i];
                index[i] = 0;
            }
        }
    }

    @Override
    public String toString() {
        return name + " " + Arrays.toString(shape);
    }
}
