package sc.fiji.cam.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads NumPy's .npz files: the answers of other libraries. */
public final class Npz {
    private static final Pattern SHAPE = Pattern.compile("'shape': \\(([^)]*)\\)");
    private static final Pattern TYPE = Pattern.compile("'descr': '([^']*)'");

    private Npz() {}

    /**
     * One array, in C order.
     *
     * @param shape its sizes
     * @param values its numbers
     */
    public record Array(int[] shape, double[] values) {
        /** The numbers in single precision. */
        public float[] floats() {
            float[] floats = new float[values.length];
            for (int i = 0; i < floats.length; i++) floats[i] = (float) values[i];
            return floats;
        }
    }

    /** Every array of a file, by name. */
    public static Map<String, Array> read(Path file) {
        try {
            return read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every array of a test resource, by name. */
    public static Map<String, Array> resource(String name) {
        try (InputStream in = Npz.class.getResourceAsStream(name)) {
            return read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Array> read(byte[] bytes) throws IOException {
        Map<String, Array> arrays = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                arrays.put(e.getName().replaceAll("\\.npy$", ""), array(zip.readAllBytes()));
            }
        }
        return arrays;
    }

    private static Array array(byte[] npy) {
        ByteBuffer data = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
        boolean old = npy[6] == 1;
        int start = old ? 10 : 12;
        int length = old ? data.getShort(8) & 0xffff : data.getInt(8);
        String header = new String(npy, start, length, ISO_8859_1);
        if (header.contains("'fortran_order': True")) throw new AssertionError(header);
        int[] shape =
                Arrays.stream(find(SHAPE, header).split(","))
                        .map(String::strip)
                        .filter(s -> !s.isEmpty())
                        .mapToInt(Integer::parseInt)
                        .toArray();
        double[] values = new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        data.position(start + length);
        String type = find(TYPE, header);
        for (int i = 0; i < values.length; i++) values[i] = next(data, type);
        return new Array(shape, values);
    }

    private static double next(ByteBuffer data, String type) {
        switch (type) {
            case "|u1":
                return data.get() & 0xff;
            case "<i4":
                return data.getInt();
            case "<i8":
                return data.getLong();
            case "<f4":
                return data.getFloat();
            case "<f8":
                return data.getDouble();
            default:
                throw new AssertionError("element type " + type);
        }
    }

    private static String find(Pattern pattern, String header) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) throw new AssertionError(header);
        return matcher.group(1);
    }
}
