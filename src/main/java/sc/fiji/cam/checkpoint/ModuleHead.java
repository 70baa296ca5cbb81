package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.Activation;
import sc.fiji.cam.data.ActivationLayer;
import sc.fiji.cam.data.Output;
import sc.fiji.cam.data.Pooling;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/**
 * The layers behind the features as objects state them: those of the network's own class, then
 * those around it, as far as it is certain in which order they run.
 */
final class ModuleHead {
    /** What the classes of the libraries run behind their features, in order. */
    private static final Map<Dialect, List<String>> PARTS =
            Map.of(
                    Dialects.TORCHVISION, List.of("avgpool", "classifier"),
                    Dialects.TIMM, List.of("global_pool", "classifier"),
                    Dialects.LUKEMELAS, List.of("_avg_pooling", "_dropout", "_fc"),
                    Dialects.TRANSFORMERS, List.of("efficientnet.pooler", "dropout", "classifier"),
                    Dialects.TRANSFORMERS_MODEL, List.of("pooler"));

    private static final Set<String> IDLE =
            Set.of(
                    "Identity",
                    "Flatten",
                    "Dropout",
                    "Dropout1d",
                    "Dropout2d",
                    "AlphaDropout",
                    "FeatureAlphaDropout");

    /**
     * The smallest kernel that is taken for the whole grid: transformers pools over kernels as
     * large as the features are many, and no grid has as many cells along an edge.
     */
    static final int WHOLE_GRID = 1024;

    private final String origin;
    private final Map<String, RawTensor> tensors;
    private final List<HeadPlan.Step> steps = new ArrayList<>();
    private Optional<Pooling> pooling = Optional.empty();
    private Optional<Output> output = Optional.empty();
    private Optional<String> unknown = Optional.empty();
    private boolean pools;

    /**
     * @param origin for messages
     * @param tensors all tensors of the file, by name
     */
    ModuleHead(String origin, Map<String, RawTensor> tensors) {
        this.origin = origin;
        this.tensors = tensors;
    }

    /** The names of the parts that a library's class runs behind its features. */
    static List<String> parts(Dialect dialect) {
        return PARTS.getOrDefault(dialect, List.of());
    }

    /** Appends the head of the network's own class. */
    void addOwn(Match match, TorchModule network) {
        Map<String, TorchModule> own = new LinkedHashMap<>();
        for (String part : parts(match.dialect())) {
            network.at(part).ifPresent(module -> own.put(part, module));
        }
        own.forEach((part, module) -> add(match.prefix() + part, module));
    }

    /**
     * Appends a module.
     *
     * @param name in the file
     */
    void add(String name, TorchModule module) {
        Optional<ActivationLayer> function = ModuleActivations.of(module);
        String kind = module.kind();
        if (kind.equals("Sequential")) {
            module.parts().forEach((part, inner) -> add(name + "." + part, inner));
        } else if (pooling(module).isPresent()) {
            if (pooling.isEmpty()) pooling = pooling(module);
        } else if (kind.matches("Linear|NonDynamicallyQuantizableLinear")) {
            finished(name);
            RawTensor weight = tensor(name + ".weight").orElseThrow(() -> bad(name));
            steps.add(new HeadPlan.Linear(weight, tensor(name + ".bias")));
        } else if (kind.matches("BatchNorm1d|SyncBatchNorm")) {
            finished(name);
            steps.add(norm(name, module));
        } else if (IDLE.contains(kind)) {
            idle(kind, module);
        } else if (kind.matches("Softmax|LogSoftmax")) {
            output = Optional.of(Output.SOFTMAX);
        } else if (function.isPresent()) {
            steps.add(new HeadPlan.Activate(function.get()));
        } else {
            unknown = unknown.or(() -> Optional.of(name + " of class " + module.type()));
            pools |= pooling.isEmpty();
        }
    }

    private void idle(String kind, TorchModule module) {
        if (kind.matches("Identity|Flatten")) return;
        String share = module.number("p").map(p -> " " + p).orElse("");
        steps.add(new HeadPlan.Idle("Dropout" + share));
    }

    private void finished(String name) {
        if (output.isPresent()) unknown = unknown.or(() -> Optional.of(name + " behind a softmax"));
    }

    private HeadPlan.Step norm(String name, TorchModule module) {
        RawTensor mean = tensor(name + ".running_mean").orElseThrow(() -> bad(name));
        RawTensor variance = tensor(name + ".running_var").orElseThrow(() -> bad(name));
        double eps = module.number("eps").orElse(HeadPart.TORCH_EPS);
        return new HeadPlan.Norm(
                tensor(name + ".weight"), tensor(name + ".bias"), mean, variance, eps);
    }

    private Optional<RawTensor> tensor(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /** Pooling of the whole grid. */
    private static Optional<Pooling> pooling(TorchModule module) {
        String kind = module.kind();
        Object type = module.settings().get("pool_type");
        if (kind.equals("SelectAdaptivePool2d")) {
            if ("avg".equals(type) || "fast".equals(type) || "fastavg".equals(type)) {
                return Optional.of(Pooling.AVERAGE);
            }
            return "max".equals(type) ? Optional.of(Pooling.MAX) : Optional.empty();
        }
        boolean whole = isOne(module.settings().get("output_size"));
        boolean larger = module.number("kernel_size").orElse(0.0) >= WHOLE_GRID;
        if (kind.equals("AdaptiveAvgPool2d") && whole || kind.equals("AvgPool2d") && larger) {
            return Optional.of(Pooling.AVERAGE);
        }
        boolean max =
                kind.equals("AdaptiveMaxPool2d") && whole || kind.equals("MaxPool2d") && larger;
        return max ? Optional.of(Pooling.MAX) : Optional.empty();
    }

    private static boolean isOne(@Nullable Object size) {
        if (size instanceof Inert.Seq seq) {
            return !seq.items.isEmpty() && seq.items.stream().allMatch(v -> v.equals(1L));
        }
        return size instanceof Long n && n == 1;
    }

    /** Whether a module without weights does nothing in inference, or pools. */
    static boolean isIdle(TorchModule module) {
        return IDLE.contains(module.kind()) || pooling(module).isPresent();
    }

    /** The pooling, if one was met. */
    Optional<Pooling> pooling() {
        return pooling;
    }

    /** Whether what is not known stands where the pooling should be. */
    boolean poolsUnknown() {
        return pools;
    }

    /** What was met that is not known, if anything. */
    Optional<String> unknown() {
        return unknown;
    }

    /** Whether each layer takes what the one before gives. */
    boolean follows(int channels) {
        int width = channels;
        for (HeadPlan.Step step : steps) {
            if (step instanceof HeadPlan.Linear linear) {
                if (linear.weight().shape().length != 2 || linear.weight().shape()[1] != width) {
                    return false;
                }
                width = linear.weight().shape()[0];
            } else if (step instanceof HeadPlan.Norm norm && !norm.mean().hasShape(width)) {
                return false;
            }
        }
        return steps.stream().anyMatch(HeadPlan.Linear.class::isInstance);
    }

    /** The plan; empty if there is no pooling. */
    Optional<HeadPlan> plan() {
        int last = steps.size() - 1;
        boolean sigmoid =
                last >= 0
                        && steps.get(last) instanceof HeadPlan.Activate end
                        && end.layer().function() == Activation.SIGMOID;
        List<HeadPlan.Step> layers = sigmoid ? steps.subList(0, last) : steps;
        Output end = sigmoid ? Output.SIGMOID : output.orElse(Output.SOFTMAX);
        return pooling.map(p -> new HeadPlan(p, layers, end));
    }

    private UnsupportedCheckpoint bad(String name) {
        return new UnsupportedCheckpoint(
                origin,
                "part " + name + " of its head has no stored values of the usual kind",
                "Save the model after training, or its state_dict.");
    }
}
