package sc.fiji.cam.checkpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks for dictionaries of tensors and for modules anywhere in a torch file's value, whatever
 * their keys are called. Walks without recursion.
 */
final class StateDicts {
    private static final int MAX_DEPTH = 24;
    private static final int LONGEST_KEY = 200;
    private static final Pattern AVERAGED =
            Pattern.compile("(^|[^a-z])(ema|averaged)([^a-z]|$)", Pattern.CASE_INSENSITIVE);

    /**
     * A dictionary that holds tensors, or a module.
     *
     * @param path keys from the outermost value down, joined by dots; empty for that itself
     * @param tensors the tensors by name, not read yet; not all names are texts
     * @param module the module, if it is one
     */
    record Found(String path, Map<Object, Object> tensors, Optional<TorchModule> module) {
        /** The path with a dot, for what lies inside. */
        String prefix() {
            return path.isEmpty() ? "" : path + ".";
        }
    }

    private record Step(String path, Object value, int depth) {}

    private final String origin;
    private final List<Found> found = new ArrayList<>();
    private final Deque<Step> todo = new ArrayDeque<>();

    private StateDicts(String origin) {
        this.origin = origin;
    }

    /** Whether a path names an averaged copy of the weights. */
    static boolean isAveraged(String path) {
        return AVERAGED.matcher(path.replace('_', '.')).find();
    }

    /**
     * All of them, outermost first, in the order of the file.
     *
     * @param origin for messages
     */
    static List<Found> in(String origin, Object root) {
        StateDicts search = new StateDicts(origin);
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        search.todo.add(new Step("", root, 0));
        while (!search.todo.isEmpty()) {
            Step step = search.todo.remove();
            if (step.depth() <= MAX_DEPTH && seen.add(step.value())) search.visit(step);
        }
        return search.found;
    }

    private void visit(Step step) {
        if (step.value() instanceof Inert.Dict dict) visit(dict, step);
        if (step.value() instanceof Inert.Seq seq) seq.items.forEach(v -> follow(step, v));
        if (TorchModule.isModule(step.value())) {
            TorchModule module = TorchModule.of(origin, step.value());
            found.add(
                    new Found(step.path(), new LinkedHashMap<>(module.all()), Optional.of(module)));
        } else if (step.value() instanceof Inert.Made made && !TorchTensors.isTensor(made)) {
            follow(step, made.arguments);
            follow(step, made.entries);
            follow(step, made.elements);
            if (made.state != null) follow(step, made.state);
        }
    }

    private void visit(Inert.Dict dict, Step step) {
        Map<Object, Object> tensors = new LinkedHashMap<>();
        for (var entry : dict.entries.entrySet()) {
            if (TorchTensors.isTensor(entry.getValue())) {
                tensors.put(entry.getKey(), entry.getValue());
            } else {
                boolean sane = entry.getKey() instanceof String s && s.length() <= LONGEST_KEY;
                String key = sane ? (String) entry.getKey() : "";
                String dot = step.path().isEmpty() || key.isEmpty() ? "" : ".";
                enter(new Step(step.path() + dot + key, entry.getValue(), step.depth() + 1));
            }
        }
        if (!tensors.isEmpty()) found.add(new Found(step.path(), tensors, Optional.empty()));
    }

    private void follow(Step from, Object value) {
        enter(new Step(from.path(), value, from.depth() + 1));
    }

    private void enter(Step step) {
        boolean container =
                step.value() instanceof Inert.Dict
                        || step.value() instanceof Inert.Seq
                        || step.value() instanceof Inert.Made;
        if (container) todo.add(step);
    }
}
