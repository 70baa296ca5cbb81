package sc.fiji.cam.data;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Named tensors in the order in which they were read, with the place they came from. */
public final class WeightSet {
    private final String origin;
    private final Map<String, Tensor> tensors;

    /**
     * @param origin file and format, for messages
     * @param tensors the tensors; names must be unique
     * @throws IllegalArgumentException if two tensors have one name
     */
    public WeightSet(String origin, Collection<Tensor> tensors) {
        Map<String, Tensor> map = new LinkedHashMap<>();
        for (Tensor tensor : tensors) {
            if (map.put(tensor.name(), tensor) != null) {
                throw new IllegalArgumentException(origin + ": two tensors " + tensor.name());
            }
        }
        this.origin = origin;
        this.tensors = Collections.unmodifiableMap(map);
    }

    /** File and format, for messages. */
    public String origin() {
        return origin;
    }

    /** The tensors, in order. */
    public Collection<Tensor> tensors() {
        return tensors.values();
    }

    /** The names, in order. */
    public Set<String> names() {
        return tensors.keySet();
    }

    /** Whether a tensor of this name exists. */
    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /**
     * Finds a tensor.
     *
     * @param name its name
     * @return the tensor
     * @throws IllegalArgumentException if there is none
     */
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) throw new IllegalArgumentException(origin + ": no tensor " + name);
        return tensor;
    }

    @Override
    public String toString() {
        return origin + ", " + tensors.size() + " tensors";
    }
}
