package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sc.fiji.cam.data.Activation;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/** What a whole model object ({@code torch.save(model)}) tells of its network. */
final class ModuleStatement implements Statement {
    /** The networks themselves; another class may run their parts in another way. */
    private static final Set<String> NETWORKS =
            Set.of(
                    "EfficientNet",
                    "GenEfficientNet",
                    "EfficientNetForImageClassification",
                    "EfficientNetModel");

    /** Classes around a model that only run it. */
    private static final Set<String> WRAPPERS =
            Set.of(
                    "DataParallel",
                    "DistributedDataParallel",
                    "FullyShardedDataParallel",
                    "OptimizedModule",
                    "AveragedModel",
                    "ModelEma",
                    "ModelEmaV2",
                    "ModelEmaV3");

    private final String origin;
    private final Map<String, TorchModule> modules;

    /**
     * @param origin for messages
     * @param modules by what stands before the names of their tensors
     */
    ModuleStatement(String origin, Map<String, TorchModule> modules) {
        this.origin = origin;
        this.modules = modules;
    }

    @Override
    public Stated about(
            Match match,
            Map<String, RawTensor> tensors,
            Optional<Activation> activation,
            List<String> notes) {
        for (Map.Entry<String, TorchModule> entry : modules.entrySet()) {
            if (!match.prefix().startsWith(entry.getKey())) continue;
            String path = match.prefix().substring(entry.getKey().length());
            Optional<TorchModule> network = entry.getValue().at(path.replaceFirst("\\.$", ""));
            if (network.isEmpty()) continue;
            ModuleHead head = new ModuleHead(origin, tensors);
            Optional<HeadPlan> plan =
                    plan(head, match, network.get(), entry.getKey(), activation, notes);
            return new Stated(
                    Optional.empty(),
                    Optional.of(ModuleFamily.of(origin, match, network.get())),
                    head.pooling(),
                    plan,
                    Optional.empty());
        }
        return Stated.NOTHING;
    }

    /** Empty where only names and shapes are left to tell. */
    private Optional<HeadPlan> plan(
            ModuleHead head,
            Match match,
            TorchModule network,
            String root,
            Optional<Activation> activation,
            List<String> notes) {
        boolean features = match.dialect() == Dialects.TORCHVISION_FEATURES;
        boolean known = features || NETWORKS.contains(network.kind());
        if (known) head.addOwn(match, network);
        String path = match.prefix().substring(root.length());
        TorchModule outermost = modules.get(root);
        boolean certain = known && (path.isEmpty() || around(head, outermost, root, path, notes));
        if (known && head.unknown().isPresent()) refuse(head, activation, notes);
        boolean whole = certain && head.unknown().isEmpty();
        if (whole && head.follows(match.architecture().features()) && head.plan().isPresent()) {
            return head.plan();
        }
        if (head.unknown().isEmpty()) {
            String kind = known ? outermost.type() : network.type();
            notes.add(
                    "How the class "
                            + kind
                            + " runs its parts is not in the file: its head is read from names.");
        }
        return Optional.empty();
    }

    /** Without an option a function that is not known is no reason to assume one. */
    private void refuse(ModuleHead head, Optional<Activation> activation, List<String> notes) {
        String unknown = head.unknown().orElseThrow();
        if (activation.isEmpty() || head.poolsUnknown()) {
            throw new UnsupportedCheckpoint(
                    origin,
                    "its head has a part that is not read, " + unknown,
                    head.poolsUnknown()
                            ? "Read are average and max pooling of the whole grid."
                            : "If it is a function between linear layers, name it or one that is"
                                    + " like it: activation=NAME.");
        }
        notes.add("Not read: " + unknown + "; the option activation counts for it.");
    }

    /** Appends the layers around the network, from the inside; false if their order is not told. */
    private boolean around(
            ModuleHead head, TorchModule module, String name, String path, List<String> notes) {
        String word = path.substring(0, path.indexOf('.'));
        String rest = path.substring(word.length() + 1);
        TorchModule part = module.parts().get(word);
        boolean inner = rest.isEmpty() || around(head, part, name + word + ".", rest, notes);
        if (!inner || WRAPPERS.contains(module.kind())) return inner;
        List<String> order = new ArrayList<>(module.parts().keySet());
        order.removeIf(p -> HeadTensors.isTraining(p) || isMetric(module.parts().get(p)));
        List<String> before = order.subList(0, order.indexOf(word));
        List<String> behind = order.subList(order.indexOf(word) + 1, order.size());
        if (module.kind().equals("Sequential")) {
            requireIdle(module, before, name);
        } else if (isPlain(module, before, behind)) {
            notes.add(
                    "Assumed that the class "
                            + module.type()
                            + " runs its parts in the order in which they were defined, and"
                            + " nothing else.");
        } else {
            return false;
        }
        behind.forEach(p -> head.add(name + p, module.parts().get(p)));
        return true;
    }

    private static boolean isMetric(TorchModule module) {
        return module.type().startsWith("torchmetrics.") || module.type().contains(".loss.");
    }

    private void requireIdle(TorchModule sequence, List<String> names, String prefix) {
        for (String name : names) {
            String type = sequence.parts().get(name).type();
            if (type.endsWith(".Identity")) continue;
            throw new UnsupportedCheckpoint(
                    origin,
                    "has a part in front of the network, " + prefix + name + " of class " + type,
                    "Save the network alone; options scaling and channels say what it gets.");
        }
    }

    /**
     * Whether the order of a class's parts is plain: nothing in front of the network, at most one
     * part with weights behind it, and no function or unknown part whose place is not told.
     */
    private static boolean isPlain(TorchModule module, List<String> before, List<String> behind) {
        List<TorchModule> parts = behind.stream().map(p -> module.parts().get(p)).toList();
        long weighted = parts.stream().filter(p -> !p.all().isEmpty()).count();
        boolean known = parts.stream().allMatch(p -> !p.all().isEmpty() || ModuleHead.isIdle(p));
        return before.isEmpty() && weighted <= 1 && known && module.tensors().isEmpty();
    }
}
