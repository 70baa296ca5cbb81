package sc.fiji.cam.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes files as {@code torch.save} does: a pickle of plain values and views of storages. */
public final class TorchWriter {
    /**
     * A tensor: a view of a storage that others may share.
     *
     * @param storage key of the storage
     * @param kind torch's class: {@code FloatStorage}
     * @param offset first element
     * @param shape sizes
     * @param strides steps in elements
     */
    public record View(String storage, String kind, int offset, int[] shape, int[] strides) {
        /** A whole storage in C order. */
        public static View whole(String storage, String kind, int... shape) {
            int[] strides = new int[shape.length];
            int step = 1;
            for (int i = shape.length - 1; i >= 0; i--) {
                strides[i] = step;
                step *= shape[i];
            }
            return new View(storage, kind, 0, shape, strides);
        }
    }

    /**
     * A call that a careless reader would make.
     *
     * @param module of the function
     * @param name of the function
     * @param arguments plain values
     */
    public record Call(String module, String name, List<?> arguments) {}

    /**
     * An object as pickle writes it: its class, and its attributes.
     *
     * @param module of the class
     * @param name of the class
     * @param state attributes
     */
    public record Made(String module, String name, Map<String, ?> state) {}

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private TorchWriter() {
        op(0x80, 2);
    }

    /** The pickle of a value: texts, numbers, truth values, null, lists, maps, views, calls. */
    public static byte[] pickle(@Nullable Object value) {
        TorchWriter writer = new TorchWriter();
        writer.value(value);
        writer.op('.');
        return writer.out.toByteArray();
    }

    /** Writes a file of one value and its storages, stored as torch does. */
    public static Path write(Path file, Object value, Map<String, byte[]> storages) {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("archive/data.pkl", pickle(value));
        storages.forEach((key, bytes) -> members.put("archive/data/" + key, bytes));
        members.put("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        return zip(file, members, false);
    }

    /**
     * Writes a state dict whose tensors are all views of one single number, so that networks of any
     * size make small files.
     *
     * @param names tensor names to shapes
     */
    public static Path tiny(Path file, Map<String, int[]> names, Map<String, Object> beside) {
        Map<String, Object> dict = new LinkedHashMap<>();
        names.forEach(
                (name, shape) ->
                        dict.put(
                                name,
                                new View("0", "FloatStorage", 0, shape, new int[shape.length])));
        Map<String, Object> root = new LinkedHashMap<>(beside);
        root.put("state_dict", dict);
        return write(file, root, Map.of("0", floats(0.5f)));
    }

    /** Writes members into a zip file, in order. */
    public static Path zip(Path file, Map<String, byte[]> members, boolean deflate) {
        try (OutputStream raw = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(raw)) {
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                ZipEntry entry = new ZipEntry(member.getKey());
                byte[] bytes = member.getValue();
                if (!deflate) {
                    CRC32 crc = new CRC32();
                    crc.update(bytes);
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(bytes.length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(bytes);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Bytes of a storage of 32-bit numbers. */
    public static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private void value(@Nullable Object value) {
        if (value == null) {
            op('N');
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof Boolean truth) {
            op(truth ? 0x88 : 0x89);
        } else if (value instanceof Double number) {
            op('G');
            out.writeBytes(ByteBuffer.allocate(8).putDouble(number).array());
        } else if (value instanceof Integer number) {
            op('J');
            int32(number);
        } else if (value instanceof List<?> list) {
            op(']', '(');
            list.forEach(this::value);
            op('e');
        } else if (value instanceof Map<?, ?> map) {
            op('}', '(');
            map.forEach(
                    (k, v) -> {
                        value(k);
                        value(v);
                    });
            op('u');
        } else if (value instanceof View view) {
            tensor(view);
        } else if (value instanceof Made made) {
            global(made.module(), made.name());
            op(')', 0x81);
            value(made.state());
            op('b');
        } else if (value instanceof Call call) {
            global(call.module(), call.name());
            op('(');
            call.arguments().forEach(this::value);
            op('t', 'R');
        } else {
            throw new IllegalArgumentException(value.toString());
        }
    }

    private void tensor(View view) {
        global("torch._utils", "_rebuild_tensor_v2");
        op('(', '(');
        text("storage");
        global("torch", view.kind());
        text(view.storage());
        text("cuda:1");
        value(1);
        op('t', 'Q');
        value(view.offset());
        numbers(view.shape());
        numbers(view.strides());
        op(0x89);
        global("collections", "OrderedDict");
        op(')', 'R', 't', 'R');
    }

    private void numbers(int[] numbers) {
        op('(');
        for (int n : numbers) value(n);
        op('t');
    }

    private void global(String module, String name) {
        op('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        op('X');
        int32(bytes.length);
        out.writeBytes(bytes);
    }

    private void int32(int value) {
        out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    private void op(int... codes) {
        for (int code : codes) out.write(code);
    }
}
