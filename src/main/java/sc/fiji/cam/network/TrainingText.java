package sc.fiji.cam.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Block;
import sc.fiji.cam.data.ConvLayer;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Padding;

/**
 * Writes the trainable form of the network as a TorchScript module, from the table of layers, for
 * any input size. Forward pass, loss and backward pass are one call, so that nothing of the graph
 * ever passes through Java: PyTorch alone owns what autograd remembers.
 *
 * <p>The module's lists: {@code p} trained tensors, {@code b} running mean and variance of each
 * normalisation, {@code e} moving averages of both, {@code m} and {@code v} the optimiser's
 * moments, {@code g} the gradients of the last {@code backward}. Methods: {@code load}, {@code
 * backward}, {@code update}, {@code settle}, and {@code get_*} for each list.
 */
final class TrainingText {
    /** The lists that {@code load} takes, in order; {@code g} is made by the module itself. */
    static final List<String> STATE = List.of("p", "b", "e", "m", "v");

    /** All lists of tensors. */
    static final List<String> LISTS = List.of("p", "b", "e", "m", "v", "g");

    /** Share of the past in the gradient's mean and in its mean square (Kingma and Ba 2015). */
    static final double BETA_1 = 0.9;

    /** See {@link #BETA_1}. */
    static final double BETA_2 = 0.999;

    private static final double ADAM_EPS = 1e-8;

    private final Family family;
    private final double momentum;
    private final StringBuilder body = new StringBuilder();
    private int parameters;
    private int buffers;
    private int variables;
    private int strides;

    private TrainingText(Architecture architecture, Family family) {
        this.family = family;
        // torchvision's B5 to B7 are ports of TensorFlow's and keep its momentum of 0.99.
        this.momentum = architecture.compareTo(Architecture.B5) >= 0 ? 0.01 : 0.1;
    }

    /**
     * Writes the module's source.
     *
     * @param architecture whose layers
     * @param family whose padding and eps
     */
    static String of(Architecture architecture, Family family) {
        return new TrainingText(architecture, family).write(architecture);
    }

    private String write(Architecture architecture) {
        String x = activated(set("torch.contiguous(x, memory_format=2)"), architecture.stem());
        for (Block block : architecture.blocks()) x = block(x, block);
        String features = activated(x, architecture.head());
        String pooled = set("torch.mean(%s, [2, 3])".formatted(features));
        String kept = set("torch.mul(%s, drop)".formatted(pooled));
        String logits = set("torch.linear(%s, %s, %s)".formatted(kept, parameter(), parameter()));
        line("return [%s, %s]".formatted(logits, features));
        List<String> parts =
                new ArrayList<>(
                        List.of(
                                fields(),
                                load(),
                                forward(),
                                apart(),
                                backward(),
                                settle(),
                                update()));
        for (String list : LISTS) parts.add(getter(list));
        return String.join("", parts);
    }

    private static String fields() {
        StringBuilder text = new StringBuilder("class Net(Module):\n");
        text.append("  __parameters__ = []\n  __buffers__ = []\n  training : bool\n");
        for (String list : LISTS) text.append("  ").append(list).append(" : List[Tensor]\n");
        return text.toString();
    }

    private static String load() {
        StringBuilder text = new StringBuilder("  def load(self: __torch__.Net");
        for (String list : STATE) text.append(",\n    ").append(list).append(": List[Tensor]");
        text.append(") -> int:\n");
        for (String list : STATE) text.append("    self.%1$s = %1$s\n".formatted(list));
        return text
                + """
                    for i in range(torch.len(p)):
                      _0 = torch.requires_grad_(p[i], True)
                    return torch.len(p)
                """;
    }

    /** Logits and last features of weights p with statistics b, which move if {@code live}. */
    private String forward() {
        return """
                  def forward(self: __torch__.Net,
                    x: Tensor,
                    keep: Tensor,
                    drop: Tensor,
                    pads: Tensor,
                    live: bool,
                    momentum: float,
                    p: List[Tensor],
                    b: List[Tensor]) -> List[Tensor]:
                %s"""
                .formatted(body);
    }

    /** Forward, loss, gradients. The gradients replace those of the last call, never add up. */
    private String backward() {
        return """
                  def backward(self: __torch__.Net,
                    x: Tensor,
                    t: Tensor,
                    keep: Tensor,
                    drop: Tensor,
                    pads: Tensor,
                    statistics: Tensor,
                    equivariance: Tensor) -> List[Tensor]:
                    _1 = torch.set_grad_enabled(True)
                    p = self.p
                    y = (self).forward(x, keep, drop, pads, bool(statistics), %s, p, self.b)
                    z = y[0]
                    loss = torch.neg(torch.sum(torch.mul(t, torch.log_softmax(z, 1))))
                    r = float(equivariance)
                    if torch.gt(r, 0.):
                      apart = (self).apart(y[1], p[torch.sub(torch.len(p), 2)])
                      total = torch.add(loss, apart, alpha=r)
                    else:
                      total = loss
                    q = torch.grad([total], p)
                    _2 = torch.set_grad_enabled(False)
                    g = annotate(List[Tensor], [])
                    for i in range(torch.len(q)):
                      _3 = torch.append(g, torch._unwrap_optional(q[i]))
                    self.g = g
                    return [torch.detach(loss), torch.detach(z)]
                """
                .formatted(momentum);
    }

    /** The disagreement of {@link TrainingProgram.Batch}, of features a and a classifier's w. */
    private static String apart() {
        return """
                  def apart(self: __torch__.Net,
                    a: Tensor,
                    w: Tensor) -> Tensor:
                    m = torch.conv2d(a, torch.unsqueeze(torch.unsqueeze(w, -1), -1))
                    c = torch.sub(m, torch.mean(m, [2, 3], True))
                    h = torch.chunk(c, 2)
                    d = torch.sub(h[0], torch.flip(h[1], [2, 3]))
                    e = torch.add(torch.sum(torch.mul(c, c)), 1.0000000000000000e-12)
                    return torch.div(torch.sum(torch.mul(d, d)), e)
                """;
    }

    /** Moves the averaged statistics towards those of a batch, by {@code share}. */
    private static String settle() {
        return """
                  def settle(self: __torch__.Net,
                    x: Tensor,
                    keep: Tensor,
                    drop: Tensor,
                    pads: Tensor,
                    share: float) -> Tensor:
                    n = torch.len(self.p)
                    p = torch.slice(self.e, 0, n, 1)
                    b = torch.slice(self.e, n, torch.len(self.e), 1)
                    return (self).forward(x, keep, drop, pads, True, share, p, b)[0]
                """;
    }

    /**
     * AdamW: {@code m += (1 - beta1) (g - m)}, {@code v = beta2 v + (1 - beta2) g^2}, {@code p -= a
     * m / (sqrt(v) / c + eps)}; {@code shrink} multiplies kernels and matrices alone. Then every
     * average moves towards its value by {@code share}.
     */
    private static String update() {
        return """
                  def update(self: __torch__.Net,
                    a: float,
                    c: float,
                    shrink: float,
                    share: float) -> int:
                    _1 = torch.set_grad_enabled(False)
                    p = self.p
                    n = torch.len(p)
                    for i in range(n):
                      w = p[i]
                      g = self.g[i]
                      m = self.m[i]
                      v = self.v[i]
                      if torch.gt(torch.dim(w), 1):
                        _2 = torch.mul_(w, shrink)
                      else:
                        pass
                      _3 = torch.lerp_(m, g, %s)
                      _4 = torch.addcmul_(torch.mul_(v, %s), g, g, value=%s)
                      d = torch.add_(torch.div_(torch.sqrt(v), c), %s)
                      _5 = torch.addcdiv_(w, m, d, value=torch.neg(a))
                      _6 = torch.lerp_(self.e[i], w, share)
                    for j in range(torch.len(self.b)):
                      _7 = torch.lerp_(self.e[torch.add(n, j)], self.b[j], share)
                    return n
                """
                .formatted(1 - BETA_1, BETA_2, 1 - BETA_2, ADAM_EPS);
    }

    private static String getter(String list) {
        return """
                  def get_%1$s(self: __torch__.Net) -> List[Tensor]:
                    return self.%1$s
                """
                .formatted(list);
    }

    private String block(String input, Block block) {
        String x = block.expands() ? activated(input, block.expand()) : input;
        x = activated(x, block.depthwise());
        String pooled = set("torch.flatten(torch.adaptive_avg_pool2d(%s, [1, 1]), 1)".formatted(x));
        String squeezed = set("torch.silu(%s)".formatted(linear(pooled)));
        String gate = set("torch.sigmoid(%s)".formatted(linear(squeezed)));
        x = set("torch.mul(%s, torch.unsqueeze(torch.unsqueeze(%s, -1), -1))".formatted(x, gate));
        x = normalised(x, block.project());
        if (!block.skips()) return x;
        // Stochastic depth: a picture's branch is left out, or weighted by 1 / (share kept).
        return set("torch.add(torch.mul(%s, keep[%d]), %s)".formatted(x, block.index(), input));
    }

    private String linear(String x) {
        return "torch.linear(%s, torch.flatten(%s, 1), %s)".formatted(x, parameter(), parameter());
    }

    private String activated(String input, ConvLayer layer) {
        return set("torch.silu(%s)".formatted(normalised(input, layer)));
    }

    private String normalised(String input, ConvLayer layer) {
        String x = convolved(input, layer);
        return set(
                "torch.batch_norm(%s, %s, %s, %s, %s, live, momentum, %s, True)"
                        .formatted(x, parameter(), parameter(), buffer(), buffer(), family.eps()));
    }

    private String convolved(String input, ConvLayer layer) {
        String x = input;
        int same = (layer.kernel() - 1) / 2;
        // Other families pad by size, which is not known before the call.
        if (layer.stride() == 2 && !(family.padding() instanceof Padding.Symmetric)) {
            int first = 4 * strides++;
            String sides =
                    IntStream.range(first, first + 4)
                            .mapToObj("int(torch.select(pads, 0, %d))"::formatted)
                            .collect(Collectors.joining(", "));
            x = set("torch.constant_pad_nd(%s, [%s], 0)".formatted(input, sides));
            same = 0;
        }
        return set(
                "torch.conv2d(%s, %s, None, [%3$d, %3$d], [%4$d, %4$d], [1, 1], %5$d)"
                        .formatted(x, parameter(), layer.stride(), same, layer.groups()));
    }

    private String parameter() {
        return "p[" + parameters++ + "]";
    }

    private String buffer() {
        return "b[" + buffers++ + "]";
    }

    private String set(String expression) {
        String name = "x" + ++variables;
        line(name + " = " + expression);
        return name;
    }

    private void line(String statement) {
        body.append("    ").append(statement).append('\n');
    }
}
