package sc.fiji.cam.checkpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks for dictionaries of tensors anywhere in a torch file's value, whatever their keys are
 * called. Walks without recursion.
 */
final class StateDicts {
    private static final int MAX_DEPTH = 24;
    private static final Pattern AVERAGED =
            Pattern.compile("(^|[^a-z])(ema|averaged)([^a-z]|$)", Pattern.CASE_INSENSITIVE);

    /**
     * A dictionary that holds tensors.
     *
     * @param path keys from the outermost value down, joined by dots; empty for that itself
     * @param dict the dictionary
     * @param tensors how many of its values are tensors
     */
    record Found(String path, Inert.Dict dict, int tensors) {
        /** Whether this is an averaged copy (EMA) by its keys. */
        boolean isAveraged() {
            return StateDicts.isAveraged(path);
        }
    }

    private record Step(String path, Object value, int depth) {}

    private StateDicts() {}

    /** Whether a path names an averaged copy of the weights. */
    static boolean isAveraged(String path) {
        return AVERAGED.matcher(path.replace('_', '.')).find();
    }

    /** All dictionaries with tensors, outermost first, in the order of the file. */
    static List<Found> in(Object root) {
        List<Found> found = new ArrayList<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Step> todo = new ArrayDeque<>();
        todo.add(new Step("", root, 0));
        while (!todo.isEmpty()) {
            Step step = todo.remove();
            if (step.depth() > MAX_DEPTH || !seen.add(step.value())) continue;
            if (step.value() instanceof Inert.Dict dict) visit(dict, step, found, todo);
            if (step.value() instanceof Inert.Seq seq) {
                seq.items.forEach(v -> follow(todo, step, v));
            }
            if (step.value() instanceof Inert.Made made && !TorchTensors.isTensor(made)) {
                follow(todo, step, made.entries);
                follow(todo, step, made.elements);
                if (made.state != null) follow(todo, step, made.state);
            }
        }
        return found;
    }

    private static void visit(Inert.Dict dict, Step step, List<Found> found, Deque<Step> todo) {
        int tensors = 0;
        for (var entry : dict.entries.entrySet()) {
            if (TorchTensors.isTensor(entry.getValue())) {
                tensors++;
            } else {
                String key = entry.getKey() instanceof String text ? text : "";
                String dot = step.path().isEmpty() || key.isEmpty() ? "" : ".";
                enter(todo, new Step(step.path() + dot + key, entry.getValue(), step.depth() + 1));
            }
        }
        if (tensors > 0) found.add(new Found(step.path(), dict, tensors));
    }

    private static void follow(Deque<Step> todo, Step from, Object value) {
        enter(todo, new Step(from.path(), value, from.depth() + 1));
    }

    private static void enter(Deque<Step> todo, Step step) {
        boolean container =
                step.value() instanceof Inert.Dict
                        || step.value() instanceof Inert.Seq
                        || step.value() instanceof Inert.Made;
        if (container) todo.add(step);
    }
}
