package sc.fiji.cam.data;

import java.util.List;

/**
 * A convolution without bias and the batch normalisation behind it. Canonical tensor names are
 * {@code <name>.conv.weight} and {@code <name>.bn.weight|bias|running_mean|running_var}.
 *
 * @param name canonical name: {@code stem}, {@code blocks.3.dw}, {@code head} ...
 * @param in input channels
 * @param out output channels
 * @param kernel edge of the square kernel, odd
 * @param stride 1 or 2
 * @param groups 1, or {@code in} for a depthwise layer
 */
public record ConvLayer(String name, int in, int out, int kernel, int stride, int groups) {
    /** Whether each channel has a kernel of its own. */
    public boolean isDepthwise() {
        return groups > 1;
    }

    /** Canonical name of the kernel. */
    public String kernelName() {
        return name + ".conv.weight";
    }

    /**
     * Canonical name of a tensor of the batch normalisation.
     *
     * @param part {@code weight} (gamma), {@code bias} (beta), {@code running_mean} or {@code
     *     running_var}
     */
    public String normName(String part) {
        return name + ".bn." + part;
    }

    /** Kernel and normalisation, in this order. */
    public List<TensorSpec> tensors() {
        return List.of(
                TensorSpec.of(kernelName(), out, in / groups, kernel, kernel),
                TensorSpec.of(normName("weight"), out),
                TensorSpec.of(normName("bias"), out),
                TensorSpec.of(normName("running_mean"), out),
                TensorSpec.of(normName("running_var"), out));
    }
}
