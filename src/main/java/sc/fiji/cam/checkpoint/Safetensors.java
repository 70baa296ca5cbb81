package sc.fiji.cam.checkpoint;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.cam.data.Precision;
import sc.fiji.cam.data.Tensor;

/**
 * Writes safetensors files, and reads back those of this program that hold no network; weight files
 * are opened by {@link Checkpoints}.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors {
    /** Readers expect the arrays to begin at a multiple of this, bytes. */
    private static final int ALIGNED = 8;

    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    private Safetensors() {}

    /**
     * Tensors of a file, and one of its texts.
     *
     * @param tensors by name
     * @param text under the key asked for; empty if there is none
     */
    public record Stored(Map<String, Tensor> tensors, Optional<String> text) {}

    /**
     * Writes a file.
     *
     * @param file to be written; not renamed here, see {@code WholeFile}
     * @param tensors in order; names unique
     * @param metadata texts of the header, in order
     * @param precision of the stored numbers
     * @throws IOException if that fails
     */
    public static void write(
            Path file, List<Tensor> tensors, Map<String, String> metadata, Precision precision)
            throws IOException {
        byte[] header = header(tensors, metadata, precision);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            out.write(little(8).putLong(header.length).array());
            out.write(header);
            for (Tensor tensor : tensors) out.write(bytes(tensor.values(), precision));
        }
    }

    private static byte[] header(
            List<Tensor> tensors, Map<String, String> metadata, Precision precision) {
        Map<String, Object> rows = new LinkedHashMap<>();
        rows.put(SafetensorsReader.METADATA, metadata);
        long at = 0;
        for (Tensor tensor : tensors) {
            long end = at + (long) width(precision) * tensor.values().length;
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("dtype", precision == Precision.FLOAT16 ? "F16" : "F32");
            row.put("shape", tensor.shape());
            row.put("data_offsets", new long[] {at, end});
            if (rows.put(tensor.name(), row) != null) {
                throw new IllegalArgumentException("two tensors " + tensor.name());
            }
            at = end;
        }
        byte[] json = JSON.toJson(rows).getBytes(StandardCharsets.UTF_8);
        int length = (json.length + ALIGNED - 1) / ALIGNED * ALIGNED;
        byte[] padded = new byte[length];
        Arrays.fill(padded, (byte) ' ');
        System.arraycopy(json, 0, padded, 0, json.length);
        return padded;
    }

    private static int width(Precision precision) {
        return precision == Precision.FLOAT16 ? Short.BYTES : Float.BYTES;
    }

    private static byte[] bytes(float[] values, Precision precision) {
        ByteBuffer bytes = little(width(precision) * values.length);
        if (precision == Precision.FLOAT32) {
            bytes.asFloatBuffer().put(values);
        } else {
            for (float value : values) bytes.putShort(half(value));
        }
        return bytes.array();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A number in 16 bits, rounded to nearest, ties to even; beyond 65504 infinite.
     *
     * @see <a href="https://ieeexplore.ieee.org/document/8766229">IEEE 754-2019, binary16</a>
     */
    static short half(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        if (Float.isNaN(value)) return (short) (sign | 0x7e00);
        float magnitude = Math.abs(value);
        if (magnitude >= 65520) return (short) (sign | 0x7c00);
        if (magnitude < 0x1p-14f) {
            // Subnormal: multiples of 2^-24, and the product is exact.
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
        }
        int rounded = (bits & 0x7fffffff) + 0xfff + (bits >>> 13 & 1);
        return (short) (sign | (rounded >>> 13) - ((127 - 15) << 10));
    }

    /**
     * Reads a file.
     *
     * @param key of the text wanted
     * @throws sc.fiji.cam.data.CamException if it is no sound safetensors file
     */
    public static Stored read(Path file, String key) {
        try (CheckpointFile opened = CheckpointFile.open(file)) {
            RawCheckpoint raw = new SafetensorsReader().read(opened);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            raw.tensors().forEach((name, tensor) -> tensors.put(name, tensor.load(name)));
            return new Stored(tensors, raw.extras().text(key));
        }
    }
}
