package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamException;

/** The networks in a value that {@code torch.save} wrote, whatever the archive around it. */
final class TorchValue {
    private final String origin;
    private final List<StateDicts.Found> all;

    private TorchValue(String origin, Object value) {
        this.origin = origin;
        this.all = StateDicts.in(origin, value);
    }

    /**
     * Finds the tensors. Several networks are all given, their names behind the keys that lead to
     * them.
     *
     * @param container the reader's id
     * @param origin for messages
     * @param value the outermost value
     * @param storages where tensors are
     * @param writer what wrote the file
     * @throws CamException if it holds no named tensors
     */
    static RawCheckpoint read(
            String container, String origin, Object value, TorchTensors storages, String writer) {
        List<StateDicts.Found> networks = new TorchValue(origin, value).networks(value);
        boolean several = networks.size() > 1;
        Map<String, RawTensor> named = new LinkedHashMap<>();
        Map<String, TorchModule> modules = new LinkedHashMap<>();
        for (StateDicts.Found found : networks) {
            String prefix = several ? found.prefix() : "";
            found.module().ifPresent(module -> modules.put(prefix, module));
            found.tensors()
                    .forEach(
                            (key, tensor) -> {
                                if (!(key instanceof String name)) return;
                                String full = prefix + name;
                                named.put(full, storages.view(full, tensor));
                            });
        }
        Optional<Statement> model =
                modules.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new ModuleStatement(origin, modules));
        Stated stated = Stated.NOTHING.by(writer);
        return new RawCheckpoint(container, named, new Extras(value), stated, model, List.of());
    }

    private List<StateDicts.Found> networks(Object value) {
        for (StateDicts.Found found : all) refuseQuantised(found.tensors().keySet());
        List<StateDicts.Found> networks =
                all.stream().filter(f -> Dialects.hasStem(f.tensors().keySet())).toList();
        return networks.isEmpty() ? List.of(largest(value)) : networks;
    }

    /** The state of a quantised layer has a packed copy of its weights. */
    private void refuseQuantised(Collection<?> names) {
        for (Object name : names) {
            boolean quantised =
                    name instanceof String text
                            && (text.endsWith(".zero_point") || text.contains("_packed_params"));
            if (quantised) throw Formats.quantised(origin, "tensor " + name);
        }
    }

    /** No network that we know: the largest dictionary tells best what the file is instead. */
    private StateDicts.Found largest(Object value) {
        List<StateDicts.Found> named = new ArrayList<>(all);
        named.removeIf(f -> f.tensors().keySet().stream().noneMatch(String.class::isInstance));
        boolean optimiser = value instanceof Inert.Dict dict && dict.get("param_groups") != null;
        boolean inside = all.stream().allMatch(f -> f.path().contains("optim"));
        if (optimiser || inside && !all.isEmpty()) {
            throw refused("holds an optimiser's state, no network");
        }
        if (named.isEmpty()) throw refused("holds no named tensors, expected a state_dict");
        return named.stream().max(Comparator.comparingInt(f -> f.tensors().size())).orElseThrow();
    }

    private BadCheckpoint refused(String problem) {
        return new BadCheckpoint(
                origin,
                problem,
                "Save the weights: torch.save(model.state_dict(), \"weights.pth\").");
    }
}
