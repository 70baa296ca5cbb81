package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/**
 * {@code torch.save} since torch 1.6: a zip with one pickle and one member per storage. Reads bare
 * state dicts and whatever dictionaries hold one.
 */
final class TorchZipReader implements CheckpointReader {
    private static final long MAX_PICKLE = 1L << 26;
    private static final String PICKLE = "data.pkl";

    @Override
    public String id() {
        return "torch zip";
    }

    @Override
    public boolean recognises(byte[] head, String name) {
        return Formats.startsWith(head, 'P', 'K', 3, 4);
    }

    @Override
    public RawCheckpoint read(CheckpointFile file) {
        ZipDirectory zip = ZipDirectory.read(file);
        String root = root(zip, file.origin());
        refuseScripts(zip, root, file.origin());
        Bytes pickle = zip.open(root + PICKLE);
        if (pickle.size() > MAX_PICKLE) {
            throw new UnsupportedCheckpoint(
                    file.origin(),
                    "its data.pkl has " + pickle.size() + " bytes, read are at most " + MAX_PICKLE,
                    "Save only the weights: torch.save(model.state_dict(), file).");
        }
        Object value = Pickle.read(file.origin(), pickle.read(0, (int) pickle.size()));
        List<String> notes = new ArrayList<>();
        StateDicts.Found found = choose(value, file.origin(), notes);
        TorchTensors tensors =
                new TorchTensors(file.origin(), key -> zip.open(root + "data/" + key));
        Map<String, RawTensor> named = new LinkedHashMap<>();
        found.dict()
                .entries
                .forEach(
                        (key, tensor) -> {
                            if (key instanceof String name && TorchTensors.isTensor(tensor)) {
                                named.put(name, tensors.view(name, tensor));
                            }
                        });
        Stated stated = Stated.NOTHING.by(Writers.torch(zip, root));
        return new RawCheckpoint(id(), named, new Extras(value), stated, notes);
    }

    /** The folder of the pickle; archives that were zipped again have one or two more around it. */
    private static String root(ZipDirectory zip, String origin) {
        Optional<String> pickle =
                zip.names().stream()
                        .filter(n -> n.equals(PICKLE) || n.endsWith("/" + PICKLE))
                        .min(Comparator.comparingInt(n -> n.split("/").length));
        if (pickle.isPresent()) {
            String name = pickle.get();
            return name.substring(0, name.length() - PICKLE.length());
        }
        if (zip.names().stream().anyMatch(KerasZipReader::isWeights)) {
            throw new UnsupportedCheckpoint(
                    origin, "is a Keras file under another name", "Let its name end with .keras.");
        }
        throw new BadCheckpoint(
                origin,
                "is a zip file without data.pkl, so not one that torch.save wrote",
                "Give the weight file itself, as torch.save or safetensors wrote it.");
    }

    private static void refuseScripts(ZipDirectory zip, String root, String origin) {
        if (zip.has(root + "constants.pkl")) {
            throw new UnsupportedCheckpoint(
                    origin,
                    "is a TorchScript archive (torch.jit.save), which comes in a later version",
                    "Save the weights instead: torch.save(model.state_dict(), \"weights.pth\").");
        }
        boolean big =
                zip.has(root + "byteorder")
                        && zip.open(root + "byteorder").size() == 3; // "big", not "little"
        if (!big) return;
        throw new UnsupportedCheckpoint(
                origin,
                "was saved on a big-endian machine",
                "Save it again with torch.save on an ordinary computer.");
    }

    private static StateDicts.Found choose(Object value, String origin, List<String> notes) {
        List<StateDicts.Found> all = StateDicts.in(value);
        List<StateDicts.Found> networks =
                all.stream().filter(f -> Dialects.hasStem(f.dict().entries.keySet())).toList();
        if (networks.isEmpty()) return largest(all, value, origin);
        StateDicts.Found best =
                networks.stream()
                        .filter(StateDicts.Found::isAveraged)
                        .findFirst()
                        .orElse(networks.get(0));
        if (networks.size() > 1) {
            List<String> paths = networks.stream().map(StateDicts.Found::path).toList();
            String why = best.isAveraged() ? ", the averaged copy (EMA)" : ", the first";
            notes.add(
                    "The file holds several copies of the weights ("
                            + String.join(", ", paths)
                            + "); read was "
                            + best.path()
                            + why
                            + ".");
        }
        return best;
    }

    /** No network that we know: the largest dictionary tells best what the file is instead. */
    private static StateDicts.Found largest(
            List<StateDicts.Found> all, Object value, String origin) {
        boolean module =
                all.stream().anyMatch(f -> f.path().endsWith("_parameters"))
                        || value instanceof Inert.Made;
        if (module) {
            throw new UnsupportedCheckpoint(
                    origin,
                    "holds a whole model object (torch.save(model)), which comes in a later version",
                    "Save the weights instead: torch.save(model.state_dict(), \"weights.pth\").");
        }
        List<StateDicts.Found> named =
                all.stream()
                        .filter(
                                f ->
                                        f.dict().entries.keySet().stream()
                                                .anyMatch(String.class::isInstance))
                        .toList();
        boolean optimiser = value instanceof Inert.Dict dict && dict.get("param_groups") != null;
        if (optimiser || named.isEmpty()) {
            throw new BadCheckpoint(
                    origin,
                    optimiser
                            ? "holds an optimiser's state, no network"
                            : "holds no named tensors, expected a state_dict",
                    "Save the weights: torch.save(model.state_dict(), \"weights.pth\").");
        }
        return named.stream().max(Comparator.comparingInt(StateDicts.Found::tensors)).orElseThrow();
    }
}
