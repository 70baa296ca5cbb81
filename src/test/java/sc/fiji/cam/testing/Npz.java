package sc.fiji.cam.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Named arrays of a NumPy {@code .npz} file. */
public final class Npz {
    private static final Pattern HEADER =
            Pattern.compile(
                    "\\{'descr': '([^']+)', 'fortran_order': False, 'shape': \\(([^)]*)\\), ?\\}");

    /**
     * One array in C order.
     *
     * @param shape sizes of the axes
     * @param doubles the values
     */
    public record Array(int[] shape, double[] doubles) {
        /** The values as 32-bit numbers, newly allocated. */
        public float[] floats() {
            float[] floats = new float[doubles.length];
            for (int i = 0; i < floats.length; i++) floats[i] = (float) doubles[i];
            return floats;
        }

        /** The i-th part along the first axis, newly allocated. */
        public Array at(int i) {
            int[] rest = Arrays.copyOfRange(shape, 1, shape.length);
            int size = Arrays.stream(rest).reduce(1, (a, b) -> a * b);
            return new Array(rest, Arrays.copyOfRange(doubles, i * size, (i + 1) * size));
        }

        /** The largest magnitude. */
        public double magnitude() {
            return Arrays.stream(doubles).map(Math::abs).max().orElse(0);
        }
    }

    private final Map<String, Array> arrays;

    private Npz(Map<String, Array> arrays) {
        this.arrays = Collections.unmodifiableMap(arrays);
    }

    /** Reads all arrays. */
    public static Npz read(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Map<String, Array> arrays = new LinkedHashMap<>();
            for (ZipEntry entry : Collections.list(zip.entries())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    arrays.put(entry.getName().replaceFirst("\\.npy$", ""), npy(in.readAllBytes()));
                }
            }
            return new Npz(arrays);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The array of this name. */
    public Array get(String name) {
        Array array = arrays.get(name);
        if (array == null) throw new IllegalArgumentException(name + " is not in " + names());
        return array;
    }

    /** All names. */
    public Set<String> names() {
        return arrays.keySet();
    }

    private static Array npy(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int wide = in.get(6) >= 2 ? 4 : 2;
        int length = wide == 4 ? in.getInt(8) : in.getShort(8) & 0xffff;
        String header = new String(bytes, 8 + wide, length, StandardCharsets.ISO_8859_1);
        Matcher match = HEADER.matcher(header);
        if (!match.find()) throw new IllegalArgumentException("npy header " + header);
        int[] shape =
                Arrays.stream(match.group(2).split(","))
                        .map(String::strip)
                        .filter(s -> !s.isEmpty())
                        .mapToInt(Integer::parseInt)
                        .toArray();
        double[] values = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        in.position(8 + wide + length);
        for (int i = 0; i < values.length; i++) values[i] = next(in, match.group(1));
        return new Array(shape, values);
    }

    private static double next(ByteBuffer in, String type) {
        return switch (type) {
            case "<f4" -> in.getFloat();
            case "<f8" -> in.getDouble();
            case "<i4" -> in.getInt();
            case "<i8" -> in.getLong();
            case "|u1" -> in.get() & 0xff;
            default -> throw new IllegalArgumentException("npy type " + type);
        };
    }
}
