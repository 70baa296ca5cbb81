package sc.fiji.cam.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Block;
import sc.fiji.cam.data.ConvLayer;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.WeightSet;

/**
 * Batch normalisation in inference is affine, so it is folded into the convolution in front of it:
 * {@code s = gamma / sqrt(var + eps)}, kernel times s, bias {@code beta - mean * s}.
 */
public final class Folding {
    private Folding() {}

    /**
     * A convolution with its normalisation folded in.
     *
     * @param layer the convolution
     * @param kernel out x in/groups x k x k
     * @param bias out
     */
    public record Folded(ConvLayer layer, Tensor kernel, Tensor bias) {}

    /**
     * Folds one layer.
     *
     * @param layer the convolution
     * @param weights canonical tensors; read only
     * @param eps of the normalisation
     * @return kernel and bias, newly allocated
     */
    public static Folded fold(ConvLayer layer, WeightSet weights, float eps) {
        float[] gamma = weights.get(layer.normName("weight")).values();
        float[] beta = weights.get(layer.normName("bias")).values();
        float[] mean = weights.get(layer.normName("running_mean")).values();
        float[] variance = weights.get(layer.normName("running_var")).values();
        Tensor kernel = weights.get(layer.kernelName());
        float[] folded = kernel.values().clone();
        float[] bias = new float[layer.out()];
        int size = folded.length / layer.out();
        for (int c = 0; c < layer.out(); c++) {
            // The sum in 32 bits, as PyTorch computes it.
            double scale = gamma[c] / Math.sqrt(variance[c] + eps);
            for (int i = c * size; i < (c + 1) * size; i++) folded[i] = (float) (folded[i] * scale);
            bias[c] = (float) (beta[c] - mean[c] * scale);
        }
        return new Folded(
                layer,
                new Tensor(layer.name() + ".kernel", kernel.shape(), folded),
                new Tensor(layer.name() + ".bias", new int[] {layer.out()}, bias));
    }

    /**
     * The weights in the order in which {@link ProgramText} reads them: stem; per block expand
     * (where it has one), depthwise, squeeze-excite reduce and expand, project; head; classifier if
     * there is one.
     *
     * @return per layer its kernel or matrix, then its bias
     */
    public static List<Tensor> inProgramOrder(
            Architecture architecture, WeightSet weights, float eps, Optional<LinearLayer> head) {
        List<Tensor> list = new ArrayList<>();
        add(list, fold(architecture.stem(), weights, eps));
        for (Block block : architecture.blocks()) {
            if (block.expands()) add(list, fold(block.expand(), weights, eps));
            add(list, fold(block.depthwise(), weights, eps));
            for (String part : List.of("reduce", "expand")) {
                Tensor matrix = weights.get(block.name() + ".se." + part + ".weight");
                int[] shape = {matrix.shape()[0], matrix.shape()[1]};
                list.add(new Tensor(matrix.name(), shape, matrix.values()));
                list.add(weights.get(block.name() + ".se." + part + ".bias"));
            }
            add(list, fold(block.project(), weights, eps));
        }
        add(list, fold(architecture.head(), weights, eps));
        head.ifPresent(h -> list.addAll(List.of(h.weight(), h.bias())));
        return list;
    }

    private static void add(List<Tensor> list, Folded folded) {
        list.add(folded.kernel());
        list.add(folded.bias());
    }
}
