package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.InputSpec;

/** What Keras keeps of a model: arrays in HDF5, and perhaps a configuration in JSON. */
final class KerasFile {
    private static final String WHOLE = "model_weights";
    private static final String CONFIG = "model_config";
    private static final String VERSION = "keras_version";

    private final String container;
    private final Bytes bytes;
    private final List<String> notes = new ArrayList<>();

    private KerasFile(String container, Bytes bytes) {
        this.container = container;
        this.bytes = bytes;
    }

    /**
     * Reads a model.
     *
     * @param container the reader's id
     * @param bytes of the HDF5 file
     * @param beside configuration and version that lie beside it
     */
    static RawCheckpoint read(String container, Bytes bytes, Inert.Dict beside) {
        try (Hdf5File hdf5 = Hdf5File.open(bytes)) {
            Hdf5Group root = hdf5.root();
            Inert.Dict said = root.texts();
            said.entries.putAll(beside.entries);
            return new KerasFile(container, bytes).read(root, said);
        }
    }

    private RawCheckpoint read(Hdf5Group root, Inert.Dict said) {
        Optional<KerasModel> model = model(said.entries.remove(CONFIG));
        Hdf5Group weightsGroup = root.group(WHOLE).orElse(root);
        KerasWeights weights = weights(weightsGroup, model);
        Optional<String> version =
                Optional.ofNullable(said.get(VERSION))
                        .or(() -> weightsGroup.text(VERSION).map(v -> v))
                        .map(String::valueOf);
        Stated stated = stated(model, weights, version);
        Stated written = stated.by(version.map(v -> "keras " + v).orElse("keras"));
        return new RawCheckpoint(container, weights.tensors(), new Extras(said), written, notes);
    }

    private Optional<KerasModel> model(Object config) {
        if (!(config instanceof String text)) return Optional.empty();
        Optional<Object> json = StrictJson.read(text);
        if (json.isEmpty()) {
            throw new BadCheckpoint(
                    bytes.origin(),
                    "its configuration is no sound JSON",
                    "The file is damaged. Copy or download it again.");
        }
        return KerasModel.of(json.get());
    }

    private KerasWeights weights(Hdf5Group group, Optional<KerasModel> model) {
        if (KerasNamed.isIn(group)) return KerasNamed.read(group);
        if (KerasNumbered.isIn(group)) return KerasNumbered.read(group, model);
        List<String> names = group.names();
        throw new BadCheckpoint(
                bytes.origin(),
                "is an HDF5 file, but not one of Keras: it holds "
                        + String.join(", ", names.subList(0, Math.min(8, names.size()))),
                "Give the file that model.save or model.save_weights wrote.");
    }

    private Stated stated(
            Optional<KerasModel> model, KerasWeights weights, Optional<String> version) {
        Optional<KerasChain> chain = model.flatMap(m -> KerasChain.of(bytes.origin(), m));
        if (chain.isEmpty()) {
            // Of another network nothing is asked for.
            boolean known = Dialects.hasStem(weights.tensors().keySet());
            if (!known || model.isPresent()) return Stated.NOTHING;
            InputSpec input = KerasScaling.assumed(weights, version, notes);
            return new Stated(
                    Optional.empty(),
                    Optional.empty(),
                    weights.pooling(),
                    Optional.empty(),
                    Optional.of(input));
        }
        KerasChain way = chain.get();
        InputSpec input = KerasInput.of(bytes.origin(), way.before(), weights, notes);
        Family family = KerasPads.family(bytes.origin(), way.network(), input.size());
        HeadPlan head = KerasHead.plan(bytes.origin(), way.behind(), weights, notes);
        return new Stated(
                Optional.empty(), Optional.of(family), Optional.of(head), Optional.of(input));
    }
}
