package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One layer behind the features, as the names and shapes of its tensors show it.
 *
 * @param name in the file, without the tensor's own: {@code net.classifier.1}
 * @param leaves the tensors by the rest of their names: {@code weight}, {@code bias}
 */
record HeadPart(String name, Map<String, RawTensor> leaves) {
    private static final Set<String> DENSE = Set.of("weight", "bias");
    private static final Set<String> NORM = Set.of("weight", "bias", "running_mean", "running_var");
    private static final String MEAN = "running_mean";
    private static final String VARIANCE = "running_var";

    /** Eps of a batch normalisation that was made without naming one, in PyTorch. */
    static final double TORCH_EPS = 1e-5;

    /** Deeper names are left in the order of the file. */
    private static final int DEEPEST = 32;

    /**
     * Groups tensors into layers: those of a Sequential by number, others in the order of the file.
     *
     * @param tensors by full name
     */
    static List<HeadPart> of(Map<String, RawTensor> tensors) {
        Map<String, Map<String, RawTensor>> layers = new LinkedHashMap<>();
        tensors.forEach(
                (name, tensor) -> {
                    int dot = name.lastIndexOf('.');
                    String layer = dot < 0 ? name : name.substring(0, dot);
                    layers.computeIfAbsent(layer, n -> new LinkedHashMap<>())
                            .put(name.substring(dot + 1), tensor);
                });
        List<HeadPart> parts = new ArrayList<>();
        layers.forEach((name, leaves) -> parts.add(new HeadPart(name, leaves)));
        return sorted(parts, 0);
    }

    private static List<HeadPart> sorted(List<HeadPart> parts, int depth) {
        if (parts.size() < 2 || depth > DEEPEST) return parts;
        Map<String, List<HeadPart>> groups = new LinkedHashMap<>();
        for (HeadPart part : parts) {
            String[] words = part.name.split("\\.", DEEPEST + 2);
            String word = depth < words.length ? words[depth] : "";
            groups.computeIfAbsent(word, w -> new ArrayList<>()).add(part);
        }
        List<String> order = new ArrayList<>(groups.keySet());
        if (order.stream().allMatch(Between::isNumber)) {
            order.sort(Comparator.comparingInt(Integer::parseInt));
        }
        return order.stream().flatMap(w -> sorted(groups.get(w), depth + 1).stream()).toList();
    }

    /** Whether this is a linear layer. */
    boolean isLinear() {
        return DENSE.containsAll(leaves.keySet()) && hasAxes("weight", 2);
    }

    /** Whether this is a batch normalisation with stored statistics. */
    boolean isNorm() {
        return NORM.containsAll(leaves.keySet()) && hasAxes(MEAN, 1) && hasAxes(VARIANCE, 1);
    }

    private boolean hasAxes(String leaf, int count) {
        RawTensor tensor = leaves.get(leaf);
        return tensor != null && tensor.shape().length == count;
    }

    /** Width of the numbers it takes; of a linear layer or a normalisation. */
    int inputs() {
        return isLinear() ? leaves.get("weight").shape()[1] : leaves.get(MEAN).shape()[0];
    }

    /** Width of the numbers it gives; of a linear layer or a normalisation. */
    int outputs() {
        return isLinear() ? leaves.get("weight").shape()[0] : inputs();
    }

    /**
     * The step of a plan; of a linear layer or a normalisation.
     *
     * @param eps of a normalisation
     */
    HeadPlan.Step step(double eps) {
        Optional<RawTensor> weight = Optional.ofNullable(leaves.get("weight"));
        Optional<RawTensor> bias = Optional.ofNullable(leaves.get("bias"));
        if (isLinear()) return new HeadPlan.Linear(weight.orElseThrow(), bias);
        RawTensor mean = leaves.get(MEAN);
        return new HeadPlan.Norm(weight, bias, mean, leaves.get(VARIANCE), eps);
    }

    /** What a layer may be that is neither linear nor a batch normalisation. */
    String guess() {
        boolean scales = hasAxes("weight", 1) && DENSE.containsAll(leaves.keySet());
        if (scales && leaves.size() == 2) {
            return "a LayerNorm, or a BatchNorm without its running statistics";
        }
        if (scales) return "a PReLU";
        if (leaves.containsKey("in_proj_weight")) return "an attention";
        if (hasAxes("weight", 4)) return "a convolution";
        if (hasAxes("weight", 3)) return "a convolution along one axis";
        return "a layer of another kind";
    }

    /** Names of layers, for people. */
    static String names(List<HeadPart> parts) {
        return parts.stream().map(HeadPart::name).collect(Collectors.joining(", "));
    }

    /** The tensors of layers with their shapes, for people; the first few. */
    static String tensors(List<HeadPart> parts) {
        List<String> names =
                parts.stream()
                        .flatMap(p -> p.leaves.values().stream())
                        .map(RawTensor::toString)
                        .toList();
        int shown = Math.min(8, names.size());
        String more = shown < names.size() ? ", ... (" + names.size() + " in all)" : "";
        return String.join(", ", names.subList(0, shown)) + more;
    }
}
