package sc.fiji.cam.network;

import java.util.List;
import sc.fiji.cam.data.ConvLayer;

/** How a program spells its convolutions: with fused oneDNN operators, or with plain ones. */
enum Dialect {
    /**
     * oneDNN's convolution with swish and with the residual inside, weights packed for the size of
     * the layer's input. Private operators of PyTorch: only on CPUs whose build has them.
     */
    FUSED {
        @Override
        String packed(String weight, ConvLayer layer, Conv conv, List<Integer> input) {
            return "ops.mkldnn._reorder_convolution_weight(%s, %s, %s, [1, 1], %d, %s)"
                    .formatted(weight, conv.padding(), conv.stride(), layer.groups(), input);
        }

        @Override
        String activated(Conv conv) {
            return pointwise(conv, "\"swish\"");
        }

        @Override
        String linear(Conv conv) {
            return pointwise(conv, "\"none\"");
        }

        @Override
        String added(String other, Conv conv) {
            return ("ops.mkldnn._convolution_pointwise_(%s, %s, %s, %s, %s, [1, 1], %d, \"add\","
                            + " 1., None, %s, None)")
                    .formatted(
                            other,
                            conv.input(),
                            conv.weights(),
                            conv.padding(),
                            conv.stride(),
                            conv.groups(),
                            NO_SCALARS);
        }

        private String pointwise(Conv conv, String activation) {
            return "ops.mkldnn._convolution_pointwise(%s, %s, %s, %s, [1, 1], %d, %s, %s, None)"
                    .formatted(
                            conv.input(),
                            conv.weights(),
                            conv.padding(),
                            conv.stride(),
                            conv.groups(),
                            activation,
                            NO_SCALARS);
        }
    },

    /** Operators that every build of PyTorch has on every device. */
    PLAIN {
        @Override
        String packed(String weight, ConvLayer layer, Conv conv, List<Integer> input) {
            return "torch.contiguous(%s, memory_format=2)".formatted(weight);
        }

        @Override
        String activated(Conv conv) {
            return "torch.silu_(%s)".formatted(linear(conv));
        }

        @Override
        String linear(Conv conv) {
            return "torch.conv2d(%s, %s, %s, %s, [1, 1], %d)"
                    .formatted(
                            conv.input(),
                            conv.weights(),
                            conv.stride(),
                            conv.padding(),
                            conv.groups());
        }

        @Override
        String added(String other, Conv conv) {
            return sum(linear(conv), other);
        }
    };

    private static final String NO_SCALARS = "annotate(List[Optional[number]], [])";

    /**
     * The arguments of one convolution as text.
     *
     * @param input variable
     * @param weights kernel and bias
     * @param padding [rows, columns], both sides
     * @param stride [rows, columns]
     * @param groups as in {@link ConvLayer}
     */
    record Conv(String input, String weights, String padding, String stride, int groups) {}

    /** Expression that packs a kernel for an input of [n, channels, rows, columns]. */
    abstract String packed(String weight, ConvLayer layer, Conv conv, List<Integer> input);

    /** Convolution and swish. */
    abstract String activated(Conv conv);

    /** Convolution alone. */
    abstract String linear(Conv conv);

    /** Convolution plus {@code other}, which it may overwrite. */
    abstract String added(String other, Conv conv);

    /** A fresh value plus another one. */
    static String sum(String fresh, String other) {
        return "torch.add_(%s, %s)".formatted(fresh, other);
    }
}
