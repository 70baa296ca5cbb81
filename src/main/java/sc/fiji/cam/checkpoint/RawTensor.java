package sc.fiji.cam.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.Tensor;

/** A tensor that is still in its file: a view of a storage that others may share. */
final class RawTensor {
    private static final int CHUNK = 1 << 18;

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

    private void loadPlain(float[] values) {
        int perChunk = CHUNK / type.bytes();
        int capacity = Math.min(perChunk, count) * type.bytes();
        ByteBuffer buffer = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < count; at += perChunk) {
            int n = Math.min(perChunk, count - at);
            buffer.clear().limit(n * type.bytes());
            storage.fill((offset + at) * type.bytes(), buffer);
            buffer.flip();
            type.decode(buffer, values, at, n);
        }
    }

    /** Rows along the last axis, each read as one range. */
    private void loadStrided(float[] values) {
        int last = shape.length - 1;
        int width = shape[last];
        long span = (width - 1) * strides[last] + 1;
        long[] index = new long[shape.length];
        for (int at = 0; at < values.length; at += width) {
            long start = offset;
            for (int i = 0; i < last; i++) start += index[i] * strides[i];
            loadRow(values, at, width, start, span);
            for (int i = last - 1; i >= 0 && ++index[i] == shape[i]; i--) index[i] = 0;
        }
    }

    private void loadRow(float[] values, int at, int width, long start, long span) {
        int last = shape.length - 1;
        long bytes = span * type.bytes();
        if (bytes <= CHUNK) {
            ByteBuffer row = storage.read(start * type.bytes(), (int) bytes);
            for (int x = 0; x < width; x++) {
                values[at + x] = type.one(row, (int) (x * strides[last]) * type.bytes());
            }
            return;
        }
        for (int x = 0; x < width; x++) {
            long place = (start + x * strides[last]) * type.bytes();
            values[at + x] = type.one(storage.read(place, type.bytes()), 0);
        }
    }

    @Override
    public String toString() {
        return name + " " + Arrays.toString(shape);
    }
}
