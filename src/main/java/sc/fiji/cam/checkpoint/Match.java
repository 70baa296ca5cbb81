package sc.fiji.cam.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.TensorSpec;

/**
 * The network inside a file that its names and shapes fit best.
 *
 * @param dialect whose names
 * @param prefix in front of every name
 * @param architecture nearest size
 * @param names canonical name to the file's, without prefix, of every tensor that should exist
 * @param trunk canonical name to the file's tensor, only those that exist
 * @param rest the file's other tensors under the prefix, names without it, counters left out
 * @param outside the file's tensors beside the prefix
 * @param likeness tensors that fit over tensors that exist or should; 1: all fit
 */
record Match(
        Dialect dialect,
        String prefix,
        Architecture architecture,
        Map<String, String> names,
        Map<String, RawTensor> trunk,
        Map<String, RawTensor> rest,
        Map<String, RawTensor> outside,
        double likeness) {
    private static final List<Architecture> ARCHITECTURES = List.of(Architecture.values());
    private static final int MAX_COPIES = 8;
    private static final String STEM = "stem.conv.weight";
    private static final int STEM_AXES = 4;

    /** Tensors whose names nobody else gives to that many. */
    private static final int LEAST_PART = 20;

    private static final String COUNTER = "num_batches_tracked";

    /**
     * The best match in every place where a stem of a known shape is; if there is none, in every
     * place that is called so, to say what is wrong with it.
     */
    static List<Match> all(Map<String, RawTensor> tensors) {
        List<Match> fitting = all(tensors, Match::withStem);
        return fitting.isEmpty() ? all(tensors, stem -> ARCHITECTURES) : fitting;
    }

    /** One match for every stem. */
    private static List<Match> all(
            Map<String, RawTensor> tensors, Function<RawTensor, List<Architecture>> candidates) {
        Map<String, Match> matches = new LinkedHashMap<>();
        for (Dialect dialect : Dialects.LIST) {
            for (String prefix : prefixes(dialect, tensors)) {
                String stem = prefix + dialect.stemKey();
                for (Architecture a : candidates.apply(tensors.get(stem))) {
                    matches.merge(stem, of(dialect, prefix, a, tensors), Match::nearer);
                }
            }
        }
        return List.copyOf(matches.values());
    }

    /** The better of two, the first of equal ones. */
    static Match better(Match one, Match other) {
        return other.likeness > one.likeness ? other : one;
    }

    /** Of two with one stem: a library's whole names count before those of a part. */
    private static Match nearer(Match one, Match other) {
        return one.dialect == other.dialect ? better(one, other) : one;
    }

    /** Whether this is the same network under another name: its stem is the same memory. */
    boolean isSame(Match other) {
        RawTensor stem = trunk.get(STEM);
        RawTensor twin = other.trunk.get(STEM);
        return stem != null && twin != null && stem.isSame(twin);
    }

    /** The name of the network in the file; empty if it is all of it. */
    String place() {
        return prefix.replaceFirst("\\.$", "");
    }

    private static List<Architecture> withStem(RawTensor stem) {
        return ARCHITECTURES.stream()
                .filter(a -> stem.hasShape(a.stem().tensors().get(0).sizes()))
                .toList();
    }

    /** Where stems of this dialect stand: what precedes their names. */
    static List<String> prefixes(Dialect dialect, Map<String, RawTensor> tensors) {
        String key = dialect.stemKey();
        return tensors.entrySet().stream()
                .filter(e -> Dialects.isKey(e.getKey(), key))
                .filter(e -> e.getValue().shape().length == STEM_AXES)
                .map(e -> e.getKey().substring(0, e.getKey().length() - key.length()))
                .limit(MAX_COPIES)
                .toList();
    }

    private static Match of(
            Dialect dialect, String prefix, Architecture architecture, Map<String, RawTensor> all) {
        Map<String, RawTensor> rest = new LinkedHashMap<>();
        Map<String, RawTensor> outside = new LinkedHashMap<>();
        all.forEach(
                (name, tensor) -> {
                    if (name.endsWith(COUNTER)) return;
                    if (name.startsWith(prefix)) {
                        rest.put(name.substring(prefix.length()), tensor);
                    } else {
                        outside.put(name, tensor);
                    }
                });
        Map<String, String> names = dialect.names(architecture);
        Map<String, RawTensor> trunk = new LinkedHashMap<>();
        int fitting = 0;
        for (TensorSpec spec : architecture.tensors()) {
            RawTensor tensor = rest.remove(names.get(spec.name()));
            if (tensor == null) continue;
            trunk.put(spec.name(), tensor);
            if (tensor.hasShape(spec.sizes())) fitting++;
        }
        String head = dialect.classifier();
        long surplus = rest.keySet().stream().filter(n -> !n.startsWith(head)).count();
        double likeness = fitting / (double) (names.size() + surplus);
        return new Match(dialect, prefix, architecture, names, trunk, rest, outside, likeness);
    }

    /** Whether nothing but tensors is wrong that are missing: a shard, or a file cut off. */
    boolean isPart() {
        boolean only = rest.keySet().stream().allMatch(n -> n.startsWith(dialect.classifier()));
        return only && trunk.size() >= LEAST_PART;
    }

    /** The file's name for a canonical one. */
    String nameInFile(String canonical) {
        return prefix + names.get(canonical);
    }
}
