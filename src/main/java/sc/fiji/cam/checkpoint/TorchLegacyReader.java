package sc.fiji.cam.checkpoint;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/**
 * {@code torch.save} before torch 1.6, and later without its zip: five pickles (magic number,
 * protocol, system, the value, keys of the storages), then the storages, each behind its length.
 *
 * @see <a href="https://github.com/pytorch/pytorch/blob/v1.5.0/torch/serialization.py">torch 1.5,
 *     serialization.py</a>
 */
final class TorchLegacyReader implements CheckpointReader {
    private static final int[] MAGIC = {
        0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19
    };

    /** Pickles are read from so many bytes, then from more, at most from the last number. */
    private static final int[] BYTES = {1 << 20, 1 << 23, TorchArchive.MAX_PICKLE};

    @Override
    public String id() {
        return "torch legacy";
    }

    @Override
    public boolean recognises(byte[] head, String name) {
        // The magic number follows PROTO, and FRAME in newer protocols.
        for (int at : new int[] {2, 11}) {
            boolean same = head.length >= at + MAGIC.length && head[0] == (byte) 0x80;
            for (int i = 0; same && i < MAGIC.length; i++) same = (head[at + i] & 0xff) == MAGIC[i];
            if (same) return true;
        }
        return false;
    }

    /**
     * The five pickles.
     *
     * @param system what wrote them
     * @param value the outermost value
     * @param keys of the storages, in the order of the file
     * @param references from the value to its storages
     * @param end first byte behind them
     */
    private record Pickles(
            Object system, Object value, Object keys, List<Inert.Reference> references, long end) {}

    @Override
    public RawCheckpoint read(CheckpointFile file) {
        Pickles pickles = pickles(file);
        if (pickles.system() instanceof Inert.Dict system
                && Boolean.FALSE.equals(system.get("little_endian"))) {
            throw Formats.bigEndian(file.origin());
        }
        Map<String, Bytes> storages = storages(file, pickles);
        TorchTensors tensors =
                new TorchTensors(
                        file.origin(),
                        key -> {
                            Bytes bytes = storages.get(key);
                            if (bytes == null) throw bad(file, "it has no storage " + key);
                            return bytes;
                        });
        return TorchValue.read(id(), file.origin(), pickles.value(), tensors, "torch");
    }

    /** Nobody tells how long the pickles are, so they are read from ever more bytes. */
    private static Pickles pickles(CheckpointFile file) {
        for (int i = 0; ; i++) {
            int length = (int) Math.min(BYTES[i], file.size());
            try {
                return pickles(file, file.read(0, length));
            } catch (BadCheckpoint e) {
                if (length == file.size() || i + 1 == BYTES.length) throw e;
            }
        }
    }

    private static Pickles pickles(CheckpointFile file, ByteBuffer in) {
        List<Inert.Reference> references = new ArrayList<>();
        for (int i = 0; i < 2; i++) Pickle.read(file.origin(), in);
        Object system = Pickle.read(file.origin(), in);
        Object value = Pickle.read(file.origin(), in, references);
        Object keys = Pickle.read(file.origin(), in);
        return new Pickles(system, value, keys, references, in.position());
    }

    private static Map<String, Bytes> storages(CheckpointFile file, Pickles pickles) {
        Map<String, DType> types = types(file, pickles.references());
        if (!(pickles.keys() instanceof Inert.Seq keys)) throw bad(file, "its keys are no list");
        Map<String, Bytes> storages = new HashMap<>();
        long at = pickles.end();
        for (Object key : keys.items) {
            DType type = types.get(String.valueOf(key));
            if (type == null) throw bad(file, "it has a storage that nothing refers to");
            long count = file.read(at, Long.BYTES).getLong();
            if (count < 0 || count > file.size())
                throw bad(file, "a storage of " + count + " numbers");
            long size = count * type.bytes();
            storages.put((String) key, file.slice(at + Long.BYTES, size));
            at += Long.BYTES + size;
        }
        return storages;
    }

    /** The types of storages by their keys. */
    private static Map<String, DType> types(CheckpointFile file, List<Inert.Reference> references) {
        Map<String, DType> types = new HashMap<>();
        for (Inert.Reference reference : references) {
            Optional<TorchTensors.Storage> storage = TorchTensors.Storage.of(reference);
            if (storage.isEmpty()) continue;
            String kind = storage.get().kind();
            Optional<DType> type = DType.ofStorage(kind);
            if (type.isEmpty()) {
                throw new UnsupportedCheckpoint(
                        file.origin(),
                        "holds a storage of the kind " + kind + ", expected plain numbers",
                        "Save the weights: torch.save(model.state_dict(), \"weights.pth\").");
            }
            types.put(storage.get().key(), type.get());
        }
        return types;
    }

    private static BadCheckpoint bad(CheckpointFile file, String problem) {
        return new BadCheckpoint(
                file.origin(), problem, "The file is damaged. Copy or download it again.");
    }
}
