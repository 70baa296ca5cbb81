package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.cam.checkpoint.ScriptValue.Node;
import sc.fiji.cam.checkpoint.ScriptValue.Part;
import sc.fiji.cam.checkpoint.ScriptValue.Stored;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/**
 * {@code torch.jit.save}: objects with their tensors, and the code that runs them. The code is
 * followed as text, to see which tensor is used how; nothing of it is run.
 */
final class TorchScriptArchive {
    private static final String ID = "torchscript";
    private static final int DEEPEST = 64;
    private static final int MOST = 50_000;
    private static final int LONGEST_NAME = 200;

    private final Archive archive;
    private final String root;
    private final TorchTensors storages;
    private final Map<String, RawTensor> tensors = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private int parts;

    private TorchScriptArchive(Archive archive, String root, TorchTensors storages) {
        this.archive = archive;
        this.root = root;
        this.storages = storages;
    }

    /**
     * Reads an archive.
     *
     * @param root its folder
     * @param value its objects
     * @param storages where their tensors are
     * @throws sc.fiji.cam.data.CamException if it holds no weights
     */
    static RawCheckpoint read(Archive archive, String root, Object value, TorchTensors storages) {
        return new TorchScriptArchive(archive, root, storages).read(value);
    }

    private RawCheckpoint read(Object value) {
        if (!(value instanceof Inert.Made model)) {
            throw new BadCheckpoint(
                    archive.origin(),
                    "is a TorchScript archive without a model",
                    "Save the model: torch.jit.save(model, file).");
        }
        collect(new Part("", model), 0);
        boolean named = Dialects.hasStem(tensors.keySet());
        Optional<ScriptGraph> graph =
                follow(model).map(g -> named ? g : FrozenScript.name(g, tensors));
        Stated stated = Stated.NOTHING.by(Writers.torch(archive, root) + ", TorchScript");
        Optional<Statement> statement = graph.map(g -> new ScriptStatement(archive.origin(), g));
        return new RawCheckpoint(ID, tensors, new Extras(value), stated, statement, notes);
    }

    private void collect(Part part, int depth) {
        String type = String.valueOf(part.object().callable);
        if (type.contains("quantized")) throw Formats.quantised(archive.origin(), "part " + type);
        if (!(part.object().state instanceof Inert.Dict state)) return;
        if (depth > DEEPEST || ++parts > MOST) {
            throw new UnsupportedCheckpoint(
                    archive.origin(),
                    "holds a program of more than " + DEEPEST + " levels or " + MOST + " parts",
                    "Save the weights: torch.save(model.state_dict(), \"weights.pth\").");
        }
        state.entries.forEach(
                (key, attribute) -> {
                    if (!(key instanceof String name) || name.length() > LONGEST_NAME) return;
                    Object inner = ScriptMachine.plain(part.path() + name, attribute);
                    if (inner instanceof Stored stored) {
                        tensors.put(stored.name(), storages.view(stored.name(), stored.tensor()));
                    }
                    if (inner instanceof Part further) collect(further, depth + 1);
                });
    }

    /** Follows the program; says so if that is not possible. */
    private Optional<ScriptGraph> follow(Inert.Made model) {
        ScriptMachine machine = new ScriptMachine(new ScriptCode(archive, root), constants());
        try {
            ScriptGraph graph = new ScriptGraph(machine.nodes(), machine.run(model));
            refuseOthers(graph);
            viewConstants(graph);
            return Optional.of(graph);
        } catch (ScriptMachine.Lost e) {
            notes.add(
                    "Its program cannot be followed ("
                            + e.getMessage()
                            + "): padding and head are read from names.");
            return Optional.empty();
        }
    }

    private List<Object> constants() {
        String member = root + "constants.pkl";
        Object value = TorchArchive.pickle(archive, member);
        return value instanceof Inert.Seq seq ? seq.items : List.of();
    }

    private void refuseOthers(ScriptGraph graph) {
        for (Node node : graph.nodes()) {
            String operator = node.operator();
            if (operator.startsWith("quantized.")) {
                throw Formats.quantised(archive.origin(), "operator " + operator);
            }
            if (!operator.contains("MKLDNN")) continue;
            throw new UnsupportedCheckpoint(
                    archive.origin(),
                    "was made by torch.jit.optimize_for_inference, which does not save its weights",
                    "Save the model before that call, or its state_dict.");
        }
    }

    /** The tensors that code refers to by number. */
    private void viewConstants(ScriptGraph graph) {
        TorchTensors constants =
                new TorchTensors(archive.origin(), key -> archive.open(root + "constants/" + key));
        for (Node node : graph.nodes()) {
            for (Object argument : node.arguments()) {
                if (!(argument instanceof Stored stored)) continue;
                if (!stored.name().startsWith("CONSTANTS.")) continue;
                tensors.computeIfAbsent(
                        stored.name(), name -> constants.view(name, stored.tensor()));
            }
        }
    }
}
