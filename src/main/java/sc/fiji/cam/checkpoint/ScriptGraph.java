package sc.fiji.cam.checkpoint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sc.fiji.cam.checkpoint.ScriptValue.Node;
import sc.fiji.cam.checkpoint.ScriptValue.Stored;

/** What a followed program computes: its operators by the tensors they take. */
final class ScriptGraph {
    private static final Set<String> CONVOLUTIONS =
            Set.of("conv2d", "_convolution", "convolution", "_convolution_mode");

    /** They give what they take, or the same numbers in another form. */
    private static final Set<String> IDLE =
            Set.of(
                    "dropout",
                    "feature_dropout",
                    "alpha_dropout",
                    "feature_alpha_dropout",
                    "flatten",
                    "view",
                    "reshape",
                    "squeeze",
                    "contiguous",
                    "detach",
                    "clone",
                    "to",
                    "alias",
                    "float",
                    "_unsafe_view",
                    "to_dense",
                    "to_mkldnn");

    private final List<Node> nodes;
    private final Object result;
    private final Map<String, String> names;
    private final Map<String, Node> byWeight = new HashMap<>();
    private final Map<String, Node> byVariance = new HashMap<>();

    /**
     * @param nodes everything that is computed, in order
     * @param result the answer
     * @param names of tensors that are called otherwise in the program
     */
    private ScriptGraph(List<Node> nodes, Object result, Map<String, String> names) {
        this.nodes = nodes;
        this.result = result;
        this.names = names;
        for (Node node : nodes) {
            if (isConvolution(node) && node.argument(1) instanceof Stored weight) {
                byWeight.put(name(weight), node);
            }
            if (isNorm(node) && node.argument(4) instanceof Stored variance) {
                byVariance.put(name(variance), node);
            }
        }
    }

    /**
     * @param nodes everything that is computed, in order
     * @param result the answer
     */
    ScriptGraph(List<Node> nodes, Object result) {
        this(nodes, result, Map.of());
    }

    /** The same with other names for its tensors. */
    ScriptGraph named(Map<String, String> others) {
        return new ScriptGraph(nodes, result, others);
    }

    /** The name of a tensor. */
    String name(Stored tensor) {
        return names.getOrDefault(tensor.name(), tensor.name());
    }

    /** Everything that is computed, in order. */
    List<Node> nodes() {
        return nodes;
    }

    /** The answer; of several the first. */
    Optional<Node> answer() {
        Object answer = result;
        for (int i = 0; i < 4 && answer instanceof List<?> list && !list.isEmpty(); i++) {
            answer = list.get(0);
        }
        return answer instanceof Node node ? Optional.of(node) : Optional.empty();
    }

    /** The convolution with a weight of this name. */
    Optional<Node> convolution(String weight) {
        return Optional.ofNullable(byWeight.get(weight));
    }

    /** The batch normalisation with a variance of this name. */
    Optional<Node> norm(String variance) {
        return Optional.ofNullable(byVariance.get(variance));
    }

    static boolean isConvolution(Node node) {
        return CONVOLUTIONS.contains(node.operator());
    }

    static boolean isNorm(Node node) {
        return node.operator().equals("batch_norm");
    }

    /** The value behind operators that change nothing. */
    static Object bare(Object value) {
        Object inner = value;
        for (int i = 0; i < 100 && inner instanceof Node node; i++) {
            if (IDLE.contains(node.operator())) {
                inner = node.argument(0);
            } else if (node.operator().equals("either") && isChoice(node)) {
                inner = node.argument(0);
            } else {
                return node;
            }
        }
        return inner;
    }

    /** Whether both ways of a condition give the same. */
    private static boolean isChoice(Node either) {
        Object a = either.argument(0);
        Object b = either.argument(1);
        return step(a) == b || a == step(b) || step(a) == step(b);
    }

    private static Object step(Object value) {
        boolean idle = value instanceof Node node && IDLE.contains(node.operator());
        return idle ? ((Node) value).argument(0) : value;
    }

    /** Two whole numbers, or one for both. */
    static Optional<long[]> pair(Object value) {
        if (value instanceof Long n) return Optional.of(new long[] {n, n});
        if (!(value instanceof List<?> list) || list.isEmpty() || list.size() > 2) {
            return Optional.empty();
        }
        if (!list.stream().allMatch(Long.class::isInstance)) return Optional.empty();
        return Optional.of(new long[] {(Long) list.get(0), (Long) list.get(list.size() - 1)});
    }
}
