package sc.fiji.cam.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.checkpoint.ScriptValue.Node;
import sc.fiji.cam.checkpoint.ScriptValue.Stored;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.TensorSpec;

/**
 * Names the tensors of a program that has none ({@code torch.jit.freeze}), by the order of its
 * convolutions. Batch normalisations that were folded into them are given back as ones that only
 * add.
 */
final class FrozenScript {
    private final Map<String, RawTensor> tensors;
    private final List<Node> convolutions = new ArrayList<>();
    private final Map<Node, Node> norms = new IdentityHashMap<>();

    private FrozenScript(ScriptGraph graph, Map<String, RawTensor> tensors) {
        this.tensors = tensors;
        for (Node node : graph.nodes()) {
            if (ScriptGraph.isConvolution(node)) convolutions.add(node);
            boolean norm = ScriptGraph.isNorm(node);
            if (norm && node.argument(0) instanceof Node before) norms.put(before, node);
        }
    }

    /**
     * Adds names, if the convolutions are those of an EfficientNet.
     *
     * @param graph the followed program
     * @param tensors by the numbers that the program gives them; gets canonical names
     * @return the graph with these names
     */
    static ScriptGraph name(ScriptGraph graph, Map<String, RawTensor> tensors) {
        FrozenScript script = new FrozenScript(graph, tensors);
        for (Architecture architecture : Architecture.values()) {
            Optional<Map<String, RawTensor>> named = script.named(architecture);
            if (named.isEmpty()) continue;
            Map<String, String> names = new HashMap<>();
            named.get()
                    .forEach(
                            (name, tensor) -> {
                                if (tensors.remove(tensor.name(), tensor)) {
                                    names.put(tensor.name(), name);
                                }
                            });
            tensors.putAll(named.get());
            return graph.named(names);
        }
        return graph;
    }

    private Optional<Map<String, RawTensor>> named(Architecture architecture) {
        List<TensorSpec> weights =
                architecture.tensors().stream().filter(s -> s.sizes().length == 4).toList();
        if (weights.size() > convolutions.size()) return Optional.empty();
        Map<String, RawTensor> named = new LinkedHashMap<>();
        for (int i = 0; i < weights.size(); i++) {
            RawTensor weight = tensor(convolutions.get(i).argument(1));
            TensorSpec spec = weights.get(i);
            if (weight == null || !weight.hasShape(spec.sizes())) return Optional.empty();
            named.put(spec.name(), weight);
            if (!addRest(convolutions.get(i), spec, named)) return Optional.empty();
        }
        return Optional.of(named);
    }

    /** Bias of a squeeze, or normalisation behind any other convolution. */
    private boolean addRest(Node convolution, TensorSpec weight, Map<String, RawTensor> named) {
        String layer = weight.name().replaceFirst("\\.weight$", "");
        RawTensor bias = tensor(convolution.argument(2));
        if (!layer.endsWith(".conv")) {
            if (bias != null) named.put(layer + ".bias", bias);
            return bias != null;
        }
        String norm = layer.replaceFirst("\\.conv$", ".bn.");
        int channels = weight.sizes()[0];
        Node own = norms.get(convolution);
        if (own == null) {
            if (bias == null) return false;
            float one = 1 - Family.TORCH_EPS;
            named.put(norm + "weight", filled(bias, channels, 1));
            named.put(norm + "bias", bias);
            named.put(norm + "running_mean", filled(bias, channels, 0));
            named.put(norm + "running_var", filled(bias, channels, one));
            return true;
        }
        String[] leaves = {"weight", "bias", "running_mean", "running_var"};
        for (int i = 0; i < leaves.length; i++) {
            RawTensor leaf = tensor(own.argument(i + 1));
            if (leaf == null) return false;
            named.put(norm + leaves[i], leaf);
        }
        return true;
    }

    private @Nullable RawTensor tensor(Object value) {
        return value instanceof Stored stored ? tensors.get(stored.name()) : null;
    }

    /** A tensor of equal numbers, which needs no more memory than one of them. */
    private static RawTensor filled(RawTensor like, int count, float value) {
        byte[] bytes = new byte[Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(value);
        Bytes storage = new Bytes.InMemory(like.name(), bytes);
        return new RawTensor(like.name(), DType.F32, new long[] {count}, new long[1], 0, storage);
    }
}
