package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.cam.checkpoint.ScriptValue.Node;
import sc.fiji.cam.checkpoint.ScriptValue.Stored;
import sc.fiji.cam.data.Activation;
import sc.fiji.cam.data.ActivationLayer;
import sc.fiji.cam.data.Output;
import sc.fiji.cam.data.Pooling;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/** The layers behind the features, found by walking from a program's answer back to them. */
final class ScriptHead {
    private static final int LONGEST = 1000;

    /** Operator to function, for those without settings. */
    private static final Map<String, Activation> FUNCTIONS =
            Map.of(
                    "relu", Activation.RELU,
                    "relu6", Activation.RELU6,
                    "selu", Activation.SELU,
                    "silu", Activation.SILU,
                    "hardswish", Activation.HARDSWISH,
                    "mish", Activation.MISH,
                    "tanh", Activation.TANH,
                    "sigmoid", Activation.SIGMOID);

    private final ScriptGraph graph;
    private final String features;
    private final Map<String, RawTensor> tensors;
    private final List<HeadPlan.Step> steps = new ArrayList<>();
    private Optional<Pooling> pooling = Optional.empty();
    private Output output = Output.SOFTMAX;
    private final Optional<Activation> activation;
    private final List<String> notes;
    private String problem = "gives no tensor";
    private String remedy = "Save a network that gives its logits.";

    /**
     * @param graph the followed program
     * @param features name of the last convolution's weight
     * @param tensors all tensors of the file, by name
     * @param activation counts for functions that are not known
     * @param notes gets a sentence where it does
     */
    ScriptHead(
            ScriptGraph graph,
            String features,
            Map<String, RawTensor> tensors,
            Optional<Activation> activation,
            List<String> notes) {
        this.graph = graph;
        this.features = features;
        this.tensors = tensors;
        this.activation = activation;
        this.notes = notes;
    }

    /**
     * The plan.
     *
     * @param origin for messages
     * @throws UnsupportedCheckpoint if the head holds what is not read
     */
    HeadPlan plan(String origin) {
        Object at = graph.answer().map(n -> (Object) n).orElse(Inert.Nothing.NONE);
        for (int i = 0; i < LONGEST && ScriptGraph.bare(at) instanceof Node node; i++) {
            if (pooling.isPresent()) {
                if (isFeatures(node)) return finished();
                problem = "pools something else than the activated features, " + node.operator();
                break;
            }
            Optional<Object> before = step(node).or(() -> named(node));
            if (before.isEmpty()) break;
            at = before.get();
        }
        throw new UnsupportedCheckpoint(origin, "its program " + problem, remedy);
    }

    /** An operator that is not known, with one tensor: the function that the option names. */
    private Optional<Object> named(Node node) {
        problem = "applies an operator to its head that is not read, " + node.operator();
        remedy = "Read are linear layers, BatchNorm1d, dropout and functions without weights.";
        boolean one = node.arguments().stream().filter(ScriptValue::isTensor).count() == 1;
        if (!one || !(node.argument(0) instanceof Node)) return Optional.empty();
        remedy = "If it is a function that has another name here, give it: activation=NAME.";
        if (activation.isEmpty()) return Optional.empty();
        notes.add(
                "The operator "
                        + node.operator()
                        + " of the program is not known: activation="
                        + activation.get().id()
                        + " counts for it.");
        steps.add(new HeadPlan.Activate(new ActivationLayer(activation.get())));
        return Optional.of(node.argument(0));
    }

    private HeadPlan finished() {
        Collections.reverse(steps);
        return new HeadPlan(pooling.orElseThrow(), steps, output);
    }

    /** Whether this is SiLU of the (normalised) last convolution. */
    private boolean isFeatures(Node node) {
        Object inner = silu(node).orElse(Inert.Nothing.NONE);
        if (inner instanceof Node norm && ScriptGraph.isNorm(norm)) inner = norm.argument(0);
        return inner instanceof Node convolution
                && ScriptGraph.isConvolution(convolution)
                && convolution.argument(1) instanceof Stored weight
                && graph.name(weight).equals(features);
    }

    /** What SiLU is applied to, written in either way. */
    private static Optional<Object> silu(Node node) {
        if (node.operator().equals("silu")) return Optional.of(node.argument(0));
        if (!node.operator().equals("mul")) return Optional.empty();
        Object a = node.argument(0);
        Object b = node.argument(1);
        if (isSigmoid(a, b)) return Optional.of(b);
        return isSigmoid(b, a) ? Optional.of(a) : Optional.empty();
    }

    private static boolean isSigmoid(Object gate, Object of) {
        return gate instanceof Node node
                && node.operator().equals("sigmoid")
                && node.argument(0) == of;
    }

    /** Takes one operator; what it was applied to, or nothing if it is not known. */
    private Optional<Object> step(Node node) {
        Optional<Object> gated = silu(node);
        if (gated.isPresent()) return activate(new ActivationLayer(Activation.SILU), gated.get());
        Optional<Pooling> pool = pool(node);
        if (pool.isPresent()) {
            pooling = pool;
            return Optional.of(node.argument(0));
        }
        if (node.operator().matches("softmax|log_softmax")) {
            return steps.isEmpty() ? Optional.of(node.argument(0)) : Optional.empty();
        }
        if (ScriptGraph.isNorm(node)) return norm(node);
        Optional<Object> linear = linear(node);
        return linear.isPresent() ? linear : function(node);
    }

    private Optional<Object> activate(ActivationLayer layer, Object of) {
        if (layer.function() == Activation.SIGMOID && steps.isEmpty()) {
            output = Output.SIGMOID;
        } else {
            steps.add(new HeadPlan.Activate(layer));
        }
        return Optional.of(of);
    }

    private Optional<Object> function(Node node) {
        Object of = node.argument(0);
        Activation plain = FUNCTIONS.get(node.operator());
        if (plain != null) return activate(new ActivationLayer(plain), of);
        return switch (node.operator()) {
            case "leaky_relu" -> activate(with(Activation.LEAKY_RELU, node.argument(1)), of);
            case "elu" -> activate(with(Activation.ELU, node.argument(1)), of);
            case "gelu" -> {
                boolean tanh = "tanh".equals(node.named().get("approximate"));
                Activation gelu = tanh ? Activation.GELU_TANH : Activation.GELU;
                yield activate(new ActivationLayer(gelu), of);
            }
            case "hardtanh" ->
                    isNumber(node.argument(1), 0) && isNumber(node.argument(2), 6)
                            ? activate(new ActivationLayer(Activation.RELU6), of)
                            : Optional.empty();
            case "softplus" ->
                    node.arguments().size() < 2 || isNumber(node.argument(1), 1)
                            ? activate(new ActivationLayer(Activation.SOFTPLUS), of)
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean isNumber(Object value, double expected) {
        return value instanceof Number n && n.doubleValue() == expected;
    }

    private static ActivationLayer with(Activation function, Object alpha) {
        return alpha instanceof Number n
                ? new ActivationLayer(function, n.doubleValue())
                : new ActivationLayer(function);
    }

    private Optional<Object> norm(Node node) {
        Optional<RawTensor> mean = tensor(node.argument(3));
        Optional<RawTensor> variance = tensor(node.argument(4));
        boolean sound = mean.isPresent() && variance.isPresent();
        if (!sound || !(node.argument(7) instanceof Double eps)) return Optional.empty();
        Optional<RawTensor> gamma = tensor(node.argument(1));
        Optional<RawTensor> beta = tensor(node.argument(2));
        steps.add(new HeadPlan.Norm(gamma, beta, mean.get(), variance.get(), eps));
        return Optional.of(node.argument(0));
    }

    /** A linear layer, in the three ways in which versions of torch write it. */
    private Optional<Object> linear(Node node) {
        Object x = node.argument(0);
        Object weight = node.argument(1);
        Object bias = node.argument(2);
        if (node.operator().equals("addmm")) {
            bias = node.argument(0);
            x = node.argument(1);
            weight = transposed(node.argument(2));
        } else if (node.operator().equals("add")
                && x instanceof Node product
                && product.operator().equals("matmul")) {
            bias = weight;
            x = product.argument(0);
            weight = transposed(product.argument(1));
        } else if (!node.operator().equals("linear")) {
            return Optional.empty();
        }
        Optional<RawTensor> matrix = tensor(weight);
        if (matrix.isEmpty()) return Optional.empty();
        steps.add(new HeadPlan.Linear(matrix.get(), tensor(bias)));
        return Optional.of(x);
    }

    private static Object transposed(Object value) {
        boolean turned = value instanceof Node node && node.operator().equals("t");
        return turned ? ((Node) value).argument(0) : Inert.Nothing.NONE;
    }

    private Optional<RawTensor> tensor(Object value) {
        return value instanceof Stored stored
                ? Optional.ofNullable(tensors.get(graph.name(stored)))
                : Optional.empty();
    }

    /** Pooling of the whole grid. */
    private static Optional<Pooling> pool(Node node) {
        boolean one =
                ScriptGraph.pair(node.argument(1)).map(p -> p[0] == 1 && p[1] == 1).orElse(false);
        boolean both =
                node.argument(1) instanceof List<?> axes
                        && (axes.equals(List.of(2L, 3L))
                                || axes.equals(List.of(-2L, -1L))
                                || axes.equals(List.of(-1L, -2L)));
        boolean all =
                ScriptGraph.pair(node.argument(1))
                        .map(p -> Math.min(p[0], p[1]) >= ModuleHead.WHOLE_GRID)
                        .orElse(false);
        boolean average =
                switch (node.operator()) {
                    case "adaptive_avg_pool2d" -> one;
                    case "mean" -> both;
                    case "avg_pool2d" -> all;
                    default -> false;
                };
        boolean max =
                switch (node.operator()) {
                    case "adaptive_max_pool2d" -> one;
                    case "amax" -> both;
                    case "max_pool2d" -> all;
                    default -> false;
                };
        if (average) return Optional.of(Pooling.AVERAGE);
        return max ? Optional.of(Pooling.MAX) : Optional.empty();
    }
}
