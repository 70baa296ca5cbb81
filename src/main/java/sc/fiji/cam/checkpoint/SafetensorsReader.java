package sc.fiji.cam.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/**
 * The safetensors format: a length, a JSON header, raw little-endian arrays that cover the rest of
 * the file without hole or overlap.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
final class SafetensorsReader implements CheckpointReader {
    private static final long MAX_HEADER = 1 << 24;
    static final String METADATA = "__metadata__";

    @Override
    public String id() {
        return "safetensors";
    }

    @Override
    public boolean recognises(byte[] head, String name) {
        if (head.length < 9) return name.endsWith(".safetensors");
        long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
        boolean plausible = head[8] == '{' && length > 1 && length <= MAX_HEADER;
        return plausible || name.endsWith(".safetensors");
    }

    @Override
    public RawCheckpoint read(CheckpointFile file) {
        if (file.size() < 8) throw bad(file, "it has only " + file.size() + " bytes");
        long length = file.read(0, 8).getLong();
        if (length < 2 || length > MAX_HEADER || length > file.size() - 8) {
            throw bad(
                    file,
                    "its header claims "
                            + length
                            + " bytes in a file of "
                            + file.size()
                            + " bytes");
        }
        String text = StandardCharsets.UTF_8.decode(file.read(8, (int) length)).toString();
        Optional<Object> header = StrictJson.read(text);
        if (header.isEmpty() || !(header.get() instanceof Inert.Dict dict)) {
            throw bad(file, "its header is not a JSON object");
        }
        Bytes data = file.slice(8 + length, file.size() - 8 - length);
        Object metadata = dict.entries.remove(METADATA);
        List<Place> places = new ArrayList<>();
        dict.entries.forEach((name, value) -> places.add(place(file, (String) name, value)));
        checkCover(file, places, data.size());
        Map<String, RawTensor> tensors = new LinkedHashMap<>();
        for (Place p : places) tensors.put(p.name(), p.view(data));
        return new RawCheckpoint(id(), tensors, new Extras(decoded(metadata)), List.of());
    }

    /** One row of the header. */
    private record Place(String name, DType type, long[] shape, long begin, long end) {
        RawTensor view(Bytes data) {
            Bytes part = data.slice(begin, end - begin);
            return new RawTensor(name, type, shape, RawTensor.contiguous(shape), 0, part);
        }

        boolean fits() {
            long size = type.bytes();
            for (long n : shape) {
                if (n < 0 || n > Integer.MAX_VALUE || size > Long.MAX_VALUE >> 32) return false;
                size *= n;
            }
            return begin >= 0 && end - begin == size;
        }
    }

    private Place place(CheckpointFile file, String name, Object value) {
        if (value instanceof Inert.Dict row
                && row.entries.size() == 3
                && row.get("dtype") instanceof String code
                && row.get("shape") instanceof Inert.Seq shape
                && row.get("data_offsets") instanceof Inert.Seq offsets
                && offsets.items.size() == 2
                && offsets.items.stream().allMatch(Long.class::isInstance)
                && shape.items.stream().allMatch(Long.class::isInstance)) {
            Optional<DType> type = DType.ofCode(code);
            if (type.isEmpty()) {
                throw new UnsupportedCheckpoint(
                        file.origin(),
                        "tensor "
                                + name
                                + " has the type "
                                + code
                                + ", expected F64, F32, F16 or BF16",
                        "Save the weights as float32.");
            }
            long[] sizes = shape.items.stream().mapToLong(n -> (Long) n).toArray();
            long begin = (Long) offsets.items.get(0);
            Place place = new Place(name, type.get(), sizes, begin, (Long) offsets.items.get(1));
            if (place.fits()) return place;
        }
        throw bad(file, "the header's row of tensor " + name + " is not sound");
    }

    private void checkCover(CheckpointFile file, List<Place> places, long size) {
        List<Place> sorted = new ArrayList<>(places);
        sorted.sort(Comparator.comparingLong(Place::begin).thenComparingLong(Place::end));
        long at = 0;
        for (Place p : sorted) {
            if (p.begin() != at) {
                throw bad(
                        file, "tensor " + p.name() + " starts at " + p.begin() + ", not at " + at);
            }
            at = p.end();
        }
        if (at != size) {
            throw bad(
                    file, "its tensors need " + at + " bytes, but " + size + " follow the header");
        }
    }

    /** Metadata are texts; those that are JSON themselves are read. */
    private static Object decoded(@Nullable Object metadata) {
        Inert.Dict result = new Inert.Dict();
        if (metadata instanceof Inert.Dict dict) {
            dict.entries.forEach(
                    (key, value) -> {
                        boolean json =
                                value instanceof String s && s.matches("(?s)\\s*[\\[{\\d].*");
                        Optional<Object> read =
                                json ? StrictJson.read((String) value) : Optional.empty();
                        result.entries.put(key, read.orElse(value));
                    });
        }
        return result;
    }

    private static BadCheckpoint bad(CheckpointFile file, String problem) {
        return new BadCheckpoint(
                file.origin(),
                problem + ", so it is no sound safetensors file",
                "The file is cut off or damaged. Copy or download it again.");
    }
}
