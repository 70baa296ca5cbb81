package sc.fiji.cam.checkpoint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/** From torch's rebuild calls, which stay unmade, to views of storages. */
final class TorchTensors {
    private static final Set<String> PLAIN =
            Set.of("_rebuild_tensor_v2", "_rebuild_tensor", "_rebuild_tensor_v3");
    private static final Set<String> WRAPPED =
            Set.of("_rebuild_parameter", "_rebuild_parameter_with_state");
    private static final String SUBCLASS = "_rebuild_from_type_v2";

    /**
     * What a reference tells of a storage.
     *
     * @param kind torch's class: {@code FloatStorage}
     * @param key its name in the file
     */
    record Storage(String kind, String key) {
        /** Of a reference; empty if it is one to something else. */
        static Optional<Storage> of(Inert.Reference reference) {
            boolean storage =
                    reference.id() instanceof Inert.Seq id
                            && id.items.size() >= 5
                            && "storage".equals(id.items.get(0))
                            && id.items.get(1) instanceof Inert.Global
                            && id.items.get(2) instanceof String;
            if (!storage) return Optional.empty();
            List<Object> id = ((Inert.Seq) reference.id()).items;
            return Optional.of(new Storage(((Inert.Global) id.get(1)).name(), (String) id.get(2)));
        }
    }

    private final String origin;
    private final Function<String, Bytes> storages;
    private final Map<String, Bytes> opened = new HashMap<>();

    /**
     * @param origin for messages
     * @param storages the bytes of a storage by its key
     */
    TorchTensors(String origin, Function<String, Bytes> storages) {
        this.origin = origin;
        this.storages = storages;
    }

    /** Whether a value is a tensor of any kind. */
    static boolean isTensor(Object value) {
        return value instanceof Inert.Made made
                && made.callable instanceof Inert.Global g
                && g.module().startsWith("torch.")
                && g.name().startsWith("_rebuild");
    }

    /**
     * Understands one tensor.
     *
     * @throws UnsupportedCheckpoint if it is quantised, sparse or of another unusual kind
     * @throws BadCheckpoint if it does not fit its storage
     */
    RawTensor view(String name, Object value) {
        Object inner = value;
        for (int i = 0; i < 4 && inner instanceof Inert.Made made; i++) {
            String call = ((Inert.Global) made.callable).name();
            List<Object> args = items(made.arguments, name);
            if (PLAIN.contains(call)) return plain(name, args);
            if (WRAPPED.contains(call) && !args.isEmpty()) {
                inner = args.get(0);
            } else if (call.equals(SUBCLASS) && args.size() > 2) {
                inner = new Inert.Made(args.get(0), args.get(2));
            } else {
                throw unusual(name, call);
            }
            if (!isTensor(inner)) throw bad(name);
        }
        throw bad(name);
    }

    private RawTensor plain(String name, List<Object> args) {
        if (args.size() < 4 || !(args.get(0) instanceof Inert.Reference reference)) throw bad(name);
        Storage storage = Storage.of(reference).orElseThrow(() -> bad(name));
        Optional<DType> type = DType.ofStorage(storage.kind());
        if (type.isEmpty()) throw unusual(name, storage.kind());
        Bytes bytes = opened.computeIfAbsent(storage.key(), storages);
        long[] shape = numbers(args.get(2), name);
        long[] strides = numbers(args.get(3), name);
        return new RawTensor(name, type.get(), shape, strides, number(args.get(1), name), bytes);
    }

    private List<Object> items(Object value, String name) {
        if (value instanceof Inert.Seq seq) return seq.items;
        throw bad(name);
    }

    private long[] numbers(Object value, String name) {
        return items(value, name).stream().mapToLong(v -> number(v, name)).toArray();
    }

    private long number(Object value, String name) {
        if (value instanceof Long number) return number;
        throw bad(name);
    }

    private UnsupportedCheckpoint unusual(String name, String kind) {
        return new UnsupportedCheckpoint(
                origin,
                "tensor " + name + " is stored as " + kind + ", expected plain numbers",
                "Quantised, sparse or wrapped weights are not read: save the state_dict of the"
                        + " ordinary float model.");
    }

    private BadCheckpoint bad(String name) {
        return new BadCheckpoint(
                origin,
                "the description of tensor " + name + " is damaged",
                "Copy or download the file again.");
    }
}
