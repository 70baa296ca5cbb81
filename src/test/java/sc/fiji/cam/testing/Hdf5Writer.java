package sc.fiji.cam.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * HDF5 as h5py writes it by default: superblock 0, groups with symbol tables, contiguous arrays.
 * Writes lies as well: any size of an axis, groups inside themselves.
 *
 * @see <a href="https://docs.hdfgroup.org/documentation/hdf5/latest/_f_m_t11.html">the format</a>
 */
public final class Hdf5Writer {
    private static final long NOWHERE = -1;
    private static final int SHORT = 60_000;

    /** As long as the largest array of a B0. */
    private static final byte[] ZEROS = new byte[4 * 320 * 1280];

    /** The type of 32-bit numbers. */
    public static final byte[] FLOAT32 = number(0x11, 0x20, 0x3f, 4, 32, 23, 8, 0, 23, 127);

    /** The type of bfloat16 where a library knows it. */
    public static final byte[] BFLOAT16 = number(0x11, 0x20, 0x0f, 2, 16, 7, 8, 0, 7, 127);

    /** Bytes of no known meaning: h5py's way of keeping bfloat16. */
    public static final byte[] OPAQUE = bytes(8).put((byte) 0x15).putInt(4, 2).array();

    /** Something that a group holds. */
    private sealed interface Node {}

    private record Dataset(byte[] type, long[] shape, byte[] data) implements Node {}

    /** A group: put things into it, then write the outermost. */
    public static final class Group implements Node {
        private final Map<String, Node> children = new LinkedHashMap<>();
        private final Map<String, Object> attributes = new LinkedHashMap<>();

        /** The group of a path, made where it is missing. */
        public Group group(String path) {
            Group group = this;
            for (String word : path.split("/")) {
                group = (Group) group.children.computeIfAbsent(word, w -> new Group());
            }
            return group;
        }

        /** Puts a group that exists under another name as well. */
        public void link(String name, Group target) {
            children.put(name, target);
        }

        /** Puts an attribute: a text, or a list of texts. */
        public Group attribute(String name, Object value) {
            attributes.put(name, value);
            return this;
        }

        /** Puts numbers at a path; arrays of zeros share their bytes. */
        public void array(String path, long[] shape, float... values) {
            boolean zeros = values.length > 4 && values.length <= ZEROS.length / 4;
            for (float value : values) zeros &= value == 0;
            array(path, FLOAT32, shape, zeros ? ZEROS : TorchWriter.floats(values));
        }

        /** Puts bytes at a path that are said to be of a type and shape. */
        public void array(String path, byte[] type, long[] shape, byte[] data) {
            int slash = path.lastIndexOf('/');
            Group parent = slash < 0 ? this : group(path.substring(0, slash));
            parent.children.put(path.substring(slash + 1), new Dataset(type, shape, data));
        }
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<Node, Long> addresses = new IdentityHashMap<>();
    private final Map<Integer, Node> links = new LinkedHashMap<>();

    /** Equal arrays are stored once. */
    private final Map<byte[], Long> stored = new IdentityHashMap<>();

    private Hdf5Writer() {}

    /** Writes a file. */
    public static Path write(Path file, Group root) {
        try {
            return Files.write(file, bytes(root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a file. */
    public static byte[] bytes(Group root) {
        Hdf5Writer writer = new Hdf5Writer();
        writer.out.writeBytes(new byte[96]);
        writer.node(root);
        byte[] all = writer.out.toByteArray();
        ByteBuffer buffer = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'});
        buffer.put(13, (byte) 8).put(14, (byte) 8).putShort(16, (short) 4).putShort(18, (short) 16);
        buffer.putLong(32, NOWHERE).putLong(40, all.length).putLong(48, NOWHERE);
        buffer.putLong(64, writer.addresses.get(root));
        writer.links.forEach((at, node) -> buffer.putLong(at, writer.addresses.get(node)));
        return all;
    }

    private void node(Node node) {
        if (addresses.containsKey(node)) return;
        addresses.put(node, 0L);
        if (node instanceof Group group) {
            group.children.values().forEach(this::node);
            List<byte[]> messages = new ArrayList<>();
            messages.add(message(0x11, table(group)));
            group.attributes.forEach((name, value) -> messages.add(attribute(name, value)));
            addresses.put(node, header(messages));
        } else if (node instanceof Dataset dataset) {
            long at = stored.computeIfAbsent(dataset.data(), d -> (long) append(d));
            ByteBuffer layout = bytes(18).put((byte) 3).put((byte) 1);
            // Readers go by shape and type.
            layout.putLong(at).putLong(dataset.data().length);
            byte[] space = message(1, space(dataset.shape()));
            byte[] type = message(3, dataset.type());
            addresses.put(node, header(List.of(space, type, message(8, layout.array()))));
        }
    }

    private long header(List<byte[]> messages) {
        int size = messages.stream().mapToInt(m -> m.length).sum();
        ByteBuffer prefix = bytes(16).put((byte) 1).put((byte) 0).putShort((short) messages.size());
        long at = append(prefix.putInt(1).putInt(size).array());
        messages.forEach(out::writeBytes);
        return at;
    }

    /** The table of a group's children: heap of names, one node, the tree that leads to it. */
    private byte[] table(Group group) {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        names.writeBytes(new byte[8]);
        int count = group.children.size();
        ByteBuffer symbols = bytes(8 + 40 * count);
        symbols.put(ascii("SNOD")).put((byte) 1).put((byte) 0).putShort((short) count);
        Map<Integer, Node> entries = new LinkedHashMap<>();
        group.children.forEach(
                (name, child) -> {
                    entries.put(symbols.position() + 8, child);
                    symbols.putLong(names.size()).position(symbols.position() + 32);
                    names.writeBytes(padded(ascii(name + "\0")));
                });
        int at = append(symbols.array());
        entries.forEach((position, child) -> links.put(at + position, child));
        long text = append(names.toByteArray());
        ByteBuffer heap = bytes(32).put(ascii("HEAP")).putInt(0);
        long heapAt = append(heap.putLong(names.size()).putLong(NOWHERE).putLong(text).array());
        ByteBuffer tree = bytes(48).put(ascii("TREE")).putShort((short) 0).putShort((short) 1);
        tree.putLong(NOWHERE).putLong(NOWHERE).putLong(0).putLong(at).putLong(8);
        return bytes(16).putLong(append(tree.array())).putLong(heapAt).array();
    }

    private byte[] attribute(String name, Object value) {
        byte[] data;
        byte[] type;
        byte[] space;
        if (value instanceof String text && text.length() > SHORT) {
            // A text of any length, in a heap of its own.
            ByteBuffer heap = bytes(32 + padded(ascii(text)).length);
            heap.put(ascii("GCOL")).putInt(1).putLong(heap.capacity()).putInt(1).putInt(0);
            long at = append(heap.putLong(text.length()).put(ascii(text)).array());
            data = bytes(16).putInt(text.length()).putLong(at).putInt(1).array();
            type = bytes(16).putInt(0x119).putInt(16).putInt(0x13).putInt(1).array();
            space = space();
        } else {
            List<?> texts = value instanceof List<?> list ? list : List.of(value);
            int size = texts.stream().mapToInt(t -> ascii((String) t).length).max().orElse(0) + 1;
            ByteBuffer all = bytes(size * texts.size());
            for (int i = 0; i < texts.size(); i++) {
                all.position(i * size).put(ascii((String) texts.get(i)));
            }
            data = all.array();
            type = bytes(8).putInt(0x13).putInt(size).array();
            space = value instanceof List<?> ? space(texts.size()) : space();
        }
        byte[] key = ascii(name + "\0");
        ByteBuffer start = bytes(8).putShort((short) 1).putShort((short) key.length);
        start.putShort((short) type.length).putShort((short) space.length);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : List.of(start.array(), padded(key), padded(type), padded(space), data)) {
            all.writeBytes(part);
        }
        return message(0x0c, all.toByteArray());
    }

    private static byte[] message(int type, byte[] body) {
        byte[] padded = padded(body);
        ByteBuffer message = bytes(8 + padded.length).putShort((short) type);
        return message.putShort((short) padded.length).putInt(0).put(padded).array();
    }

    private static byte[] space(long... shape) {
        ByteBuffer space = bytes(8 + 8 * shape.length).put((byte) 1).put((byte) shape.length);
        space.position(8);
        for (long n : shape) space.putLong(n);
        return space.array();
    }

    private static byte[] number(
            int kind, int bits, int sign, int size, int precision, int... more) {
        ByteBuffer type =
                bytes(20).put((byte) kind).put((byte) bits).put((byte) sign).put((byte) 0);
        type.putInt(size).putShort((short) 0).putShort((short) precision);
        for (int i = 0; i < 4; i++) type.put((byte) more[i]);
        return type.putInt(more[4]).array();
    }

    private int append(byte[] bytes) {
        int at = out.size();
        out.writeBytes(padded(bytes));
        return at;
    }

    private static byte[] padded(byte[] bytes) {
        return Arrays.copyOf(bytes, (bytes.length + 7) / 8 * 8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
