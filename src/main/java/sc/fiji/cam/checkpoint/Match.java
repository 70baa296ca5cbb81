package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
    private static final int MAX_COPIES = 8;
    private static final String COUNTER = "num_batches_tracked";

    /** The best match over all dialects, prefixes and sizes; empty if no stem is there. */
    static Optional<Match> best(Map<String, RawTensor> tensors) {
        List<Match> matches = new ArrayList<>();
        for (Dialect dialect : Dialects.LIST) {
            for (String prefix : prefixes(dialect, tensors)) {
                for (Architecture a : candidates(tensors.get(prefix + dialect.stemKey()))) {
                    matches.add(of(dialect, prefix, a, tensors));
                }
            }
        }
        // Averaged copies first, then the better fit, then the outer one.
        return matches.stream()
                .min(
                        Comparator.comparing((Match m) -> !StateDicts.isAveraged(m.prefix()))
                                .thenComparing(
                                        Comparator.comparingDouble(Match::likeness).reversed())
                                .thenComparing(m -> m.prefix().length()));
    }

    /** The sizes with this stem; all, if it is the stem of none. */
    private static List<Architecture> candidates(@Nullable RawTensor stem) {
        List<Architecture> all = List.of(Architecture.values());
        List<Architecture> same =
                all.stream()
                        .filter(a -> stem != null)
                        .filter(a -> stem.hasShape(a.stem().tensors().get(0).sizes()))
                        .toList();
        return same.isEmpty() ? all : same;
    }

    /** Where stems of this dialect stand: what precedes their names. */
    static List<String> prefixes(Dialect dialect, Map<String, RawTensor> tensors) {
        String key = dialect.stemKey();
        return tensors.keySet().stream()
                .filter(n -> Dialects.isKey(n, key))
                .map(n -> n.substring(0, n.length() - key.length()))
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

    /** The file's name for a canonical one. */
    String nameInFile(String canonical) {
        return prefix + names.get(canonical);
    }
}
