package sc.fiji.cam.checkpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a file says beside its weights: entries of the outermost dictionary and of the places where
 * training programs keep their settings.
 */
final class Extras {
    private static final Set<String> PLACES =
            Set.of(
                    "hyper_parameters",
                    "hparams",
                    "args",
                    "config",
                    "cfg",
                    "opt",
                    "meta",
                    "metadata",
                    "model_args",
                    "model_config",
                    "pretrained_cfg",
                    "kwargs");

    /**
     * One entry.
     *
     * @param key where it stands: {@code class_names}, {@code hyper_parameters.class_to_idx}
     * @param value plain data
     */
    record Entry(String key, Object value) {}

    private final List<Map.Entry<String, Inert.Dict>> dictionaries = new ArrayList<>();

    /**
     * @param root the outermost value of a file
     */
    Extras(Object root) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Map.Entry<String, Object>> todo = new ArrayDeque<>();
        todo.add(Map.entry("", root));
        while (!todo.isEmpty()) {
            Map.Entry<String, Object> next = todo.remove();
            for (Inert.Dict dict : dictionariesOf(next.getValue())) {
                if (!seen.add(dict)) continue;
                dictionaries.add(Map.entry(next.getKey(), dict));
                dict.entries.forEach(
                        (key, value) -> {
                            if (PLACES.contains(key) && next.getKey().length() < 100) {
                                todo.add(Map.entry(next.getKey() + key + ".", value));
                            }
                        });
            }
        }
    }

    /** A dictionary itself; of an object (a Namespace) its attributes and items. */
    private static List<Inert.Dict> dictionariesOf(Object value) {
        if (value instanceof Inert.Dict dict) return List.of(dict);
        if (!(value instanceof Inert.Made made)) return List.of();
        return made.state instanceof Inert.Dict state
                ? List.of(made.entries, state)
                : List.of(made.entries);
    }

    /** All entries under the first of these keys that occurs, then under the next, outer first. */
    List<Entry> all(String... keys) {
        List<Entry> found = new ArrayList<>();
        for (String key : keys) {
            for (Map.Entry<String, Inert.Dict> place : dictionaries) {
                Object value = place.getValue().get(key);
                if (value != null && value != Inert.Nothing.NONE) {
                    found.add(new Entry(place.getKey() + key, value));
                }
            }
        }
        return found;
    }

    /** The first text under one of these keys. */
    Optional<String> text(String... keys) {
        return all(keys).stream()
                .map(Entry::value)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst();
    }
}
