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
     * @param source {@code file}, or the path of a file beside it
     */
    record Entry(String key, Object value, String source) {}

    /** A dictionary, the keys that lead to it, and where it is from. */
    private record Place(String path, Inert.Dict dict, String source) {}

    private final List<Place> places = new ArrayList<>();

    /**
     * @param root the outermost value of a file
     */
    Extras(Object root) {
        add(root, "file");
    }

    /** What this says, then what files beside the weights say: path to outermost value. */
    Extras with(Map<String, Inert.Dict> beside) {
        Extras all = new Extras("");
        all.places.addAll(places);
        beside.forEach((source, root) -> all.add(root, source));
        return all;
    }

    private void add(Object root, String source) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Map.Entry<String, Object>> todo = new ArrayDeque<>();
        todo.add(Map.entry("", root));
        while (!todo.isEmpty()) {
            Map.Entry<String, Object> next = todo.remove();
            for (Inert.Dict dict : dictionariesOf(next.getValue())) {
                if (!seen.add(dict)) continue;
                places.add(new Place(next.getKey(), dict, source));
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
            for (Place place : places) {
                Object value = place.dict().get(key);
                if (value != null && value != Inert.Nothing.NONE) {
                    found.add(new Entry(place.path() + key, value, place.source()));
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

    /** The first number under one of these keys. */
    Optional<Double> number(String... keys) {
        return all(keys).stream()
                .map(Entry::value)
                .filter(Number.class::isInstance)
                .map(value -> ((Number) value).doubleValue())
                .findFirst();
    }

    /** Whether the first truth value under this key is true. */
    boolean flag(String key) {
        return all(key).stream()
                .map(Entry::value)
                .filter(Boolean.class::isInstance)
                .findFirst()
                .map(Boolean.TRUE::equals)
                .orElse(false);
    }
}
