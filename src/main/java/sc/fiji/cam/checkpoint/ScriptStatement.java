package sc.fiji.cam.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.cam.checkpoint.ScriptValue.Node;
import sc.fiji.cam.data.Activation;
import sc.fiji.cam.data.ConvLayer;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Pad;
import sc.fiji.cam.data.Padding;
import sc.fiji.cam.data.TensorSpec;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/** What a TorchScript program tells of its network: padding, eps, the layers of its head. */
final class ScriptStatement implements Statement {
    private final String origin;
    private final ScriptGraph graph;

    /**
     * @param origin for messages
     * @param graph the followed program
     */
    ScriptStatement(String origin, ScriptGraph graph) {
        this.origin = origin;
        this.graph = graph;
    }

    @Override
    public Stated about(
            Match match,
            Map<String, RawTensor> tensors,
            Optional<Activation> activation,
            List<String> notes) {
        Optional<Family> family = padding(match).map(p -> new Family(p, eps(match)));
        if (isTraining(match)) {
            notes.add("The program was traced in training mode; it is run in evaluation mode.");
        }
        requirePicture(match);
        String features = match.nameInFile("head.conv.weight");
        HeadPlan head = new ScriptHead(graph, features, tensors, activation, notes).plan(origin);
        return new Stated(Optional.empty(), family, Optional.of(head), Optional.empty());
    }

    /** What a program computes in front of the network would be left out. */
    private void requirePicture(Match match) {
        Optional<Node> stem = graph.convolution(match.nameInFile("stem.conv.weight"));
        if (stem.isEmpty()) return;
        Object before = ScriptGraph.bare(stem.get().argument(0));
        for (int i = 0; i < 3 && before instanceof Node node && isPad(node); i++) {
            before = ScriptGraph.bare(node.argument(0));
        }
        if (before instanceof Node node && node.operator().equals("input")) return;
        throw new UnsupportedCheckpoint(
                origin,
                "its program changes the picture in front of the first convolution ("
                        + before
                        + ")",
                "Save the network alone; options scaling and channels say what it gets.");
    }

    private Optional<Padding> padding(Match match) {
        Strides strides = new Strides(match.architecture());
        for (ConvLayer layer : match.architecture().strided()) {
            Optional<Node> node =
                    graph.convolution(match.nameInFile(layer.name() + ".conv.weight"));
            if (node.isEmpty() || !addPads(node.get(), strides)) return Optional.empty();
        }
        return strides.padding();
    }

    private boolean addPads(Node convolution, Strides strides) {
        Optional<long[]> stride = ScriptGraph.pair(convolution.argument(3));
        boolean two = stride.isPresent() && stride.get()[0] == 2 && stride.get()[1] == 2;
        if (!two) {
            throw Formats.changed(origin, "a convolution has another stride than 2");
        }
        Object own = convolution.argument(4);
        long[] pads = {0, 0};
        boolean valid = own == Inert.Nothing.NONE || "valid".equals(own);
        if (!valid) {
            Optional<long[]> pair = ScriptGraph.pair(own);
            if (pair.isEmpty()) return false;
            pads = pair.get();
        }
        if (!(convolution.argument(0) instanceof Node before) || !isPad(before)) {
            strides.add(
                    new Pad((int) pads[0], (int) pads[0]), new Pad((int) pads[1], (int) pads[1]));
            return true;
        }
        boolean fixed =
                before.argument(1) instanceof List<?> list
                        && list.size() == 4
                        && list.stream().allMatch(Long.class::isInstance);
        if (!fixed) {
            strides.addSame();
            return true;
        }
        List<?> p = (List<?>) before.argument(1);
        Pad columns = new Pad(number(p.get(0), pads[1]), number(p.get(1), pads[1]));
        strides.add(new Pad(number(p.get(2), pads[0]), number(p.get(3), pads[0])), columns);
        return true;
    }

    private static int number(Object pad, long more) {
        return (int) ((Long) pad + more);
    }

    /** Padding as an operator of its own; only if it is needed, in some programs. */
    private static boolean isPad(Node node) {
        if (node.operator().equals("either")) {
            return node.argument(0) instanceof Node a && isPad(a)
                    || node.argument(1) instanceof Node b && isPad(b);
        }
        return node.operator().matches("pad|constant_pad_nd|zero_pad2d");
    }

    private boolean isTraining(Match match) {
        return graph.norm(match.nameInFile("stem.bn.running_var"))
                .map(norm -> norm.argument(5).equals(true))
                .orElse(false);
    }

    /** Of batch normalisations that were folded into convolutions nothing is left to tell. */
    private float eps(Match match) {
        Optional<Float> eps = Optional.empty();
        for (TensorSpec spec : match.architecture().tensors()) {
            if (!spec.name().endsWith(".running_var")) continue;
            Optional<Node> norm = graph.norm(match.nameInFile(spec.name()));
            Object here = norm.map(n -> n.argument(7)).orElse(Inert.Nothing.NONE);
            if (!(here instanceof Double value)) continue;
            if (eps.isPresent() && eps.get() != value.floatValue()) {
                String both = eps.get() + " and " + value;
                throw Formats.changed(origin, "its batch normalisations have eps " + both);
            }
            eps = Optional.of(value.floatValue());
        }
        return eps.orElse(Family.TORCH_EPS);
    }
}
