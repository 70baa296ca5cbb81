package sc.fiji.cam.data;

import java.util.ArrayList;
import java.util.List;

/**
 * One inverted-residual block (MBConv): {@code [expand], depthwise, squeeze-excite, project}, with
 * a skip where stride is 1 and the channel count stays.
 *
 * @param index place among all blocks, from 0
 * @param stage stage of the published table, 1 to 7
 * @param repeat place within the stage, from 0
 * @param in channels of the block's input
 * @param mid channels of the depthwise layer, {@code in} times the expansion (1 or 6)
 * @param out channels of the block's output
 * @param squeezed channels of the squeeze-excite bottleneck, {@code max(1, in / 4)}
 * @param kernel edge of the depthwise kernel, 3 or 5
 * @param stride of the depthwise layer, 1 or 2
 */
public record Block(
        int index,
        int stage,
        int repeat,
        int in,
        int mid,
        int out,
        int squeezed,
        int kernel,
        int stride) {

    /** Whether the block begins with a 1x1 expansion (all but stage 1). */
    public boolean expands() {
        return mid != in;
    }

    /** Whether the block's input is added to its output. */
    public boolean skips() {
        return stride == 1 && in == out;
    }

    /** Canonical name of the block, {@code blocks.<index>}. */
    public String name() {
        return "blocks." + index;
    }

    /** The 1x1 expansion; only where {@link #expands()}. */
    public ConvLayer expand() {
        return new ConvLayer(name() + ".expand", in, mid, 1, 1, 1);
    }

    /** The depthwise layer. */
    public ConvLayer depthwise() {
        return new ConvLayer(name() + ".dw", mid, mid, kernel, stride, mid);
    }

    /** The 1x1 projection, without activation. */
    public ConvLayer project() {
        return new ConvLayer(name() + ".project", mid, out, 1, 1, 1);
    }

    /** The block's tensors, canonical names and shapes, in order of execution. */
    public List<TensorSpec> tensors() {
        List<TensorSpec> list = new ArrayList<>();
        if (expands()) list.addAll(expand().tensors());
        list.addAll(depthwise().tensors());
        list.add(TensorSpec.of(name() + ".se.reduce.weight", squeezed, mid, 1, 1));
        list.add(TensorSpec.of(name() + ".se.reduce.bias", squeezed));
        list.add(TensorSpec.of(name() + ".se.expand.weight", mid, squeezed, 1, 1));
        list.add(TensorSpec.of(name() + ".se.expand.bias", mid));
        list.addAll(project().tensors());
        return list;
    }
}
