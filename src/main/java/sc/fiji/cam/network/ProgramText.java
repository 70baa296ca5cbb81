package sc.fiji.cam.network;

import java.util.List;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.AxisPlan;
import sc.fiji.cam.data.Block;
import sc.fiji.cam.data.ConvLayer;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Pad;

/**
 * Writes the network as a TorchScript module, from the table of layers, for one input size. Methods
 * of the module: {@code load(weights)} keeps and packs the weights; {@code forward(x)} gives logits
 * (without classifier: the pooled features), features A and the head convolution's input X in one
 * pass; {@code maps(a)} gives the class maps of all classes, linear over cells.
 */
final class ProgramText {
    private final Dialect dialect;
    private final AxisPlan rows;
    private final AxisPlan columns;
    private final int batch;
    private final StringBuilder load = new StringBuilder();
    private final StringBuilder forward = new StringBuilder();
    private int weights;
    private int variables;
    private int strides;

    private ProgramText(Dialect dialect, AxisPlan rows, AxisPlan columns, int batch) {
        this.dialect = dialect;
        this.rows = rows;
        this.columns = columns;
        this.batch = batch;
    }

    /**
     * Writes the module's source.
     *
     * @param dialect operators to use
     * @param architecture whose layers
     * @param family whose padding
     * @param size what the program is made for
     * @param classifies whether a linear layer behind the pooling gives the logits
     */
    static String of(
            Dialect dialect,
            Architecture architecture,
            Family family,
            ProgramSize size,
            boolean classifies) {
        AxisPlan rows = family.plan(architecture, size.height(), true);
        AxisPlan columns = family.plan(architecture, size.width(), false);
        return new ProgramText(dialect, rows, columns, size.batch())
                .write(architecture, classifies);
    }

    private String write(Architecture architecture, boolean classifies) {
        String x = activated("x", architecture.stem());
        for (Block block : architecture.blocks()) x = block(x, block);
        String features = activated(x, architecture.head());
        line("z = torch.mean(%s, [2, 3])".formatted(features));
        String maps = classifies ? classifier() : "";
        return module(forward + "    return (z, " + features + ", " + x + ")\n", maps, load);
    }

    /** Adds the logits; returns the method that gives the class maps. */
    private String classifier() {
        String matrix = kept();
        String bias = kept();
        line("z = torch.linear(z, %s, %s)".formatted(matrix, bias));
        return """
                  def maps(self: __torch__.Net,
                    a: Tensor) -> Tensor:
                    p = self.p
                    c = torch.linear(torch.permute(a, [0, 2, 3, 1]), %s)
                    return torch.contiguous(torch.permute(c, [0, 3, 1, 2]))
                """
                .formatted(matrix);
    }

    /**
     * A module that keeps a list of weights {@code p}.
     *
     * @param forward body of {@code forward(x)}, which gives three tensors
     * @param more further methods
     * @param load lines of {@code load(w)} that append to the list {@code r}
     */
    static String module(CharSequence forward, String more, CharSequence load) {
        return """
                class Net(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                  p : List[Tensor]
                  def forward(self: __torch__.Net,
                    x: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
                    p = self.p
                %s%s  def load(self: __torch__.Net,
                    w: List[Tensor]) -> int:
                    r = annotate(List[Tensor], [])
                %s    self.p = r
                    return torch.len(r)
                """
                .formatted(forward, more, load);
    }

    private String block(String input, Block block) {
        String x = block.expands() ? activated(input, block.expand()) : input;
        x = activated(x, block.depthwise());
        String pooled = set("torch.flatten(torch.adaptive_avg_pool2d(%s, [1, 1]), 1)".formatted(x));
        String reduce = kept() + ", " + kept();
        String squeezed = set("torch.silu_(torch.linear(%s, %s))".formatted(pooled, reduce));
        String expand = kept() + ", " + kept();
        String gate = set("torch.sigmoid_(torch.linear(%s, %s))".formatted(squeezed, expand));
        x = set("torch.mul_(%s, torch.unsqueeze(torch.unsqueeze(%s, -1), -1))".formatted(x, gate));
        Dialect.Conv project = conv(x, block.project());
        if (!block.skips()) return set(dialect.linear(project));
        return set(
                sumIsFused(block)
                        ? dialect.added(input, project)
                        : Dialect.sum(dialect.linear(project), input));
    }

    /**
     * Whether the residual is added inside the convolution. Packing cannot be told about the sum;
     * now and then oneDNN wants another layout because of it, and would rearrange the weights in
     * every run. So only where the weights are small against the activation.
     */
    private boolean sumIsFused(Block block) {
        return rows.sizeBehind(strides) * columns.sizeBehind(strides) > block.mid();
    }

    private String activated(String input, ConvLayer layer) {
        return set(dialect.activated(conv(input, layer)));
    }

    /**
     * Reads the layer's kernel and bias, and pads its input or its kernel where both sides differ.
     */
    private Dialect.Conv conv(String input, ConvLayer layer) {
        boolean strided = layer.stride() == 2;
        int same = (layer.kernel() - 1) / 2;
        Pad vertical = strided ? rows.pads().get(strides) : new Pad(same, same);
        Pad horizontal = strided ? columns.pads().get(strides) : new Pad(same, same);
        boolean isStem = strides == 0 && strided;
        int height = rows.sizeBehind(strides);
        int width = columns.sizeBehind(strides);
        boolean viaKernel =
                !isStem
                        && byKernel(vertical, layer.kernel())
                        && byKernel(horizontal, layer.kernel());
        boolean symmetric = vertical.isSymmetric() && horizontal.isSymmetric();
        String x = input;
        String kernel = "w[" + weights + "]";
        String padding = pair(vertical.before(), horizontal.before());
        if (!symmetric && viaKernel) {
            // A zero row or column in front of the kernel and (k - 1) / 2 on both sides read the
            // same pixels as k with one zero less in front; oneDNN has no two-sided padding.
            int top = vertical.isSymmetric() ? 0 : 1;
            int left = horizontal.isSymmetric() ? 0 : 1;
            kernel = "torch.constant_pad_nd(%s, [%d, 0, %d, 0], 0)".formatted(kernel, left, top);
            padding = pair(vertical.after(), horizontal.after());
        } else if (!symmetric) {
            x = set(padded(input, vertical, horizontal));
            height += vertical.before() + vertical.after();
            width += horizontal.before() + horizontal.after();
            padding = pair(0, 0);
        }
        // One change of memory order at the mouth; everything behind it is channels-last.
        if (isStem) x = set("torch.contiguous(%s, memory_format=2)".formatted(x));
        if (strided) strides++;
        String stride = pair(layer.stride(), layer.stride());
        Dialect.Conv shape = new Dialect.Conv(x, "", padding, stride, layer.groups());
        List<Integer> size = List.of(batch, layer.in(), height, width);
        keep(dialect.packed(kernel, layer, shape, size));
        String arrays = "p[" + (weights - 1) + "], " + kept();
        return new Dialect.Conv(x, arrays, padding, stride, layer.groups());
    }

    private static boolean byKernel(Pad pad, int kernel) {
        int half = (kernel - 1) / 2;
        return pad.after() == half && (pad.before() == half || pad.before() == half - 1);
    }

    private static String padded(String x, Pad vertical, Pad horizontal) {
        return "torch.constant_pad_nd(%s, [%d, %d, %d, %d], 0)"
                .formatted(
                        x,
                        horizontal.before(),
                        horizontal.after(),
                        vertical.before(),
                        vertical.after());
    }

    private static String pair(int vertical, int horizontal) {
        return "[" + vertical + ", " + horizontal + "]";
    }

    /** Takes the next weight as it is. */
    private String kept() {
        keep("w[" + weights + "]");
        return "p[" + (weights - 1) + "]";
    }

    private void keep(String expression) {
        load.append("    torch.append(r, ").append(expression).append(")\n");
        weights++;
    }

    private String set(String expression) {
        String name = "x" + ++variables;
        line(name + " = " + expression);
        return name;
    }

    private void line(String statement) {
        forward.append("    ").append(statement).append('\n');
    }
}
