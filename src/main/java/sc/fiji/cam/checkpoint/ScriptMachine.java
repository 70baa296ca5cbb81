package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.checkpoint.ScriptCode.Statement;
import sc.fiji.cam.checkpoint.ScriptValue.Hidden;
import sc.fiji.cam.checkpoint.ScriptValue.Node;
import sc.fiji.cam.checkpoint.ScriptValue.Part;
import sc.fiji.cam.checkpoint.ScriptValue.Qualified;
import sc.fiji.cam.checkpoint.ScriptValue.Stored;

/**
 * Follows a TorchScript program from a picture to its answer without computing anything: what comes
 * out is which operator takes which tensors. Steps, depth and results are bounded.
 */
final class ScriptMachine {
    private static final int MOST_STEPS = 400_000;
    private static final int DEEPEST = 250;

    /** Lists inside lists, as settings have them. */
    private static final int DEEPEST_LIST = 4;

    /** The program does something that cannot be followed. */
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1;

        Lost(String what) {
            super(what, null, false, false);
        }
    }

    /** A statement ended its function with an error. */
    private static final Object RAISED = new Object();

    private final ScriptCode code;
    private final List<Object> constants;
    private final List<Node> nodes = new ArrayList<>();
    private int steps;
    private int depth;

    /**
     * @param code classes and functions
     * @param constants tensors that the code refers to by number
     */
    ScriptMachine(ScriptCode code, List<Object> constants) {
        this.code = code;
        this.constants = constants;
    }

    /** Everything that was computed, in order. */
    List<Node> nodes() {
        return nodes;
    }

    /**
     * Follows the model.
     *
     * @param model the outermost object
     * @return what it gives for a picture
     * @throws Lost if it cannot be followed
     */
    Object run(Inert.Made model) {
        Node picture = node("input", List.of(), Map.of());
        return method(new Part("", model), "forward", List.of(picture), Map.of());
    }

    private Node node(String operator, List<Object> arguments, Map<String, Object> named) {
        Node node = new Node(operator, arguments, named);
        nodes.add(node);
        return node;
    }

    private Object method(
            Part part, String name, List<Object> arguments, Map<String, Object> named) {
        ScriptCode.Function method = type(part).methods().get(name);
        if (method == null) throw new Lost("method " + name + " of " + part.object().callable);
        List<Object> all = new ArrayList<>(List.of(part));
        all.addAll(arguments);
        return invoke(method, all, named);
    }

    private ScriptCode.Class type(Part part) {
        String name = part.object().callable.toString();
        return code.type(name).orElseThrow(() -> new Lost("class " + name));
    }

    private Object invoke(
            ScriptCode.Function function, List<Object> arguments, Map<String, Object> named) {
        Map<String, Object> variables = new HashMap<>();
        for (int i = 0; i < function.parameters().size(); i++) {
            String parameter = function.parameters().get(i);
            ScriptExpr usual = function.defaults().get(parameter);
            if (i < arguments.size()) {
                variables.put(parameter, arguments.get(i));
            } else if (named.containsKey(parameter)) {
                variables.put(parameter, named.get(parameter));
            } else {
                variables.put(parameter, usual == null ? Hidden.HIDDEN : value(usual, variables));
            }
        }
        Object result = block(function.body(), variables);
        if (result == RAISED) throw new Lost("an error of the program itself");
        return result == null ? Inert.Nothing.NONE : result;
    }

    /** Null if the block ends without a result. */
    private @Nullable Object block(List<Statement> block, Map<String, Object> variables) {
        for (Statement statement : block) {
            @Nullable Object result = null;
            if (statement instanceof Statement.Return end) return value(end.value(), variables);
            if (statement instanceof Statement.Assign assign) result = assign(assign, variables);
            if (statement instanceof Statement.If branch) result = branch(branch, variables);
            if (statement instanceof Statement.Unknown unknown) hide(unknown.inside(), variables);
            if (result != null) return result;
        }
        return null;
    }

    private @Nullable Object assign(Statement.Assign assign, Map<String, Object> variables) {
        Object value = value(assign.value(), variables);
        if (value == RAISED) return RAISED;
        if (!assign.several()) {
            for (String target : assign.targets()) variables.put(target, value);
            return null;
        }
        for (int i = 0; i < assign.targets().size(); i++) {
            Object item = Hidden.HIDDEN;
            if (value instanceof List<?> list && i < list.size()) item = list.get(i);
            // An operator with two results, such as max pooling: the first is the tensor.
            if (value instanceof Node && i == 0) item = value;
            variables.put(assign.targets().get(i), item);
        }
        return null;
    }

    /** What a loop sets is not known. */
    private void hide(List<Statement> block, Map<String, Object> variables) {
        for (Statement statement : block) {
            if (statement instanceof Statement.Assign assign) {
                for (String target : assign.targets()) variables.put(target, Hidden.HIDDEN);
            } else if (statement instanceof Statement.If branch) {
                hide(branch.then(), variables);
                hide(branch.otherwise(), variables);
            } else if (statement instanceof Statement.Unknown unknown) {
                hide(unknown.inside(), variables);
            }
        }
    }

    /** Where the condition is not known, both ways are followed. */
    private @Nullable Object branch(Statement.If branch, Map<String, Object> variables) {
        Object condition = value(branch.condition(), variables);
        if (condition instanceof Boolean known) {
            return block(known ? branch.then() : branch.otherwise(), variables);
        }
        Map<String, Object> one = new HashMap<>(variables);
        Map<String, Object> other = new HashMap<>(variables);
        @Nullable Object first = block(branch.then(), one);
        @Nullable Object second = block(branch.otherwise(), other);
        if (first == RAISED || second == RAISED) {
            variables.putAll(first == RAISED ? other : one);
            return first == RAISED ? second : first;
        }
        if (first != null || second != null) throw new Lost("a result that depends on its input");
        one.forEach(
                (name, value) -> {
                    Object twin = other.get(name);
                    if (twin == null || ScriptValue.same(value, twin)) {
                        variables.put(name, value);
                    } else {
                        variables.put(name, either(value, twin));
                    }
                });
        other.forEach(variables::putIfAbsent);
        return null;
    }

    private Object either(Object a, Object b) {
        boolean tensors = ScriptValue.isTensor(a) && ScriptValue.isTensor(b);
        return tensors ? node("either", List.of(a, b), Map.of()) : Hidden.HIDDEN;
    }

    private Object value(ScriptExpr expression, Map<String, Object> variables) {
        if (++steps > MOST_STEPS) throw new Lost("more than " + MOST_STEPS + " steps");
        if (++depth > DEEPEST) throw new Lost("more than " + DEEPEST + " levels");
        Object value = shallow(expression, variables);
        depth--;
        return value;
    }

    private Object shallow(ScriptExpr expression, Map<String, Object> variables) {
        if (expression instanceof ScriptExpr.Constant constant) return constant.value();
        if (expression instanceof ScriptExpr.Name name) {
            @Nullable Object known = variables.get(name.id());
            return known == null ? new Qualified(name.id()) : known;
        }
        if (expression instanceof ScriptExpr.Items items) {
            List<Object> list = new ArrayList<>();
            for (ScriptExpr item : items.items()) list.add(value(item, variables));
            return list;
        }
        if (expression instanceof ScriptExpr.Attribute attribute) {
            return attribute(value(attribute.of(), variables), attribute.name());
        }
        if (expression instanceof ScriptExpr.Item item) {
            Object of = value(item.of(), variables);
            Object index = value(item.index(), variables);
            if (of instanceof List<?> list && index instanceof Long i) {
                long at = i < 0 ? list.size() + i : i;
                if (at >= 0 && at < list.size()) return list.get((int) at);
            }
            return Hidden.HIDDEN;
        }
        return expression instanceof ScriptExpr.Call call ? call(call, variables) : Hidden.HIDDEN;
    }

    private Object attribute(Object of, String name) {
        if (of instanceof Qualified qualified) {
            if (!qualified.name().equals("CONSTANTS"))
                return new Qualified(qualified.name() + "." + name);
            int index = name.matches("c\\d{1,6}") ? Integer.parseInt(name.substring(1)) : -1;
            boolean there = index >= 0 && index < constants.size();
            return there ? plain("CONSTANTS." + name, constants.get(index)) : Hidden.HIDDEN;
        }
        if (!(of instanceof Part part)) return Hidden.HIDDEN;
        // A program may have been saved before model.eval() was called.
        if (name.equals("training")) return false;
        if (part.object().state instanceof Inert.Dict state && state.get(name) != null) {
            return plain(part.path() + name, state.get(name));
        }
        ScriptExpr constant = type(part).constants().get(name);
        return constant == null ? Hidden.HIDDEN : value(constant, Map.of());
    }

    /** A value of the file as one of the program. */
    static Object plain(String name, @Nullable Object value) {
        return value == null ? Hidden.HIDDEN : plain(name, value, 0);
    }

    private static Object plain(String name, Object value, int level) {
        if (TorchTensors.isTensor(value)) return new Stored(name, value);
        if (value instanceof Inert.Seq seq) {
            if (level > DEEPEST_LIST) return Hidden.HIDDEN;
            return seq.items.stream().map(v -> plain(name, v, level + 1)).toList();
        }
        if (value instanceof Inert.Made made) {
            boolean list =
                    made.callable.toString().startsWith("torch.jit._pickle.build_")
                            && made.arguments instanceof Inert.Seq arguments
                            && arguments.items.size() == 1;
            if (list && level <= DEEPEST_LIST) {
                return plain(name, ((Inert.Seq) made.arguments).items.get(0), level + 1);
            }
            return new Part(name + ".", made);
        }
        boolean simple =
                value instanceof Number
                        || value instanceof Boolean
                        || value instanceof String
                        || value == Inert.Nothing.NONE;
        return simple ? value : Hidden.HIDDEN;
    }

    private Object call(ScriptExpr.Call call, Map<String, Object> variables) {
        List<Object> arguments = new ArrayList<>();
        for (ScriptExpr argument : call.arguments()) arguments.add(value(argument, variables));
        Map<String, Object> named = new LinkedHashMap<>();
        call.named().forEach((name, e) -> named.put(name, value(e, variables)));
        if (call.callee() instanceof ScriptExpr.Attribute attribute) {
            Object of = value(attribute.of(), variables);
            if (of instanceof Part part) return method(part, attribute.name(), arguments, named);
        }
        Object callee = value(call.callee(), variables);
        if (!(callee instanceof Qualified qualified)) return Hidden.HIDDEN;
        String name = qualified.name();
        if (name.equals("getattr") && arguments.size() == 2) {
            return attribute(arguments.get(0), String.valueOf(arguments.get(1)));
        }
        if (name.equals("ops.prim.RaiseException")) return RAISED;
        Optional<ScriptCode.Function> function =
                name.startsWith("__torch__.") ? code.function(name) : Optional.empty();
        if (function.isPresent()) return invoke(function.get(), arguments, named);
        return ScriptOperators.known(name, arguments)
                .orElseGet(
                        () ->
                                ScriptOperators.givesTensor(name, arguments)
                                        ? node(ScriptOperators.word(name), arguments, named)
                                        : Hidden.HIDDEN);
    }
}
