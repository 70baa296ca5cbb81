package sc.fiji.cam.checkpoint;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Optional;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/**
 * The members of a torch file: one pickle, one member per storage, of a TorchScript archive also
 * its code.
 */
final class TorchArchive {
    /** Bytes of a pickle that are read at most. */
    static final int MAX_PICKLE = 1 << 26;

    private static final String PICKLE = "data.pkl";

    private TorchArchive() {}

    /**
     * Reads an archive.
     *
     * @param container id for results
     * @throws sc.fiji.cam.data.CamException if it is none of torch, or not sound
     */
    static RawCheckpoint read(String container, Archive archive) {
        String origin = archive.origin();
        String root = root(archive);
        if (archive.text(root + "byteorder", 8).strip().equals("big")) {
            throw Formats.bigEndian(origin);
        }
        Object value = pickle(archive, root + PICKLE);
        TorchTensors tensors = new TorchTensors(origin, key -> archive.open(root + "data/" + key));
        if (archive.has(root + "constants.pkl")) {
            return TorchScriptArchive.read(archive, root, value, tensors);
        }
        return TorchValue.read(container, origin, value, tensors, Writers.torch(archive, root));
    }

    /** Reads a member that is a pickle. */
    static Object pickle(Archive archive, String name) {
        Bytes pickle = archive.open(name);
        if (pickle.size() > MAX_PICKLE) {
            throw new UnsupportedCheckpoint(
                    archive.origin(),
                    "its "
                            + name
                            + " has "
                            + pickle.size()
                            + " bytes, read are at most "
                            + MAX_PICKLE,
                    "Save only the weights: torch.save(model.state_dict(), file).");
        }
        ByteBuffer bytes = pickle.read(0, (int) pickle.size());
        return Pickle.read(archive.origin(), bytes);
    }

    /** The folder of the pickle; archives that were zipped again have one or two more around it. */
    private static String root(Archive archive) {
        Optional<String> pickle =
                archive.names().stream()
                        .filter(n -> n.equals(PICKLE) || n.endsWith("/" + PICKLE))
                        .min(Comparator.comparingInt(n -> n.split("/").length));
        if (pickle.isPresent()) {
            String name = pickle.get();
            return name.substring(0, name.length() - PICKLE.length());
        }
        if (archive.names().stream().anyMatch(KerasZipReader::isWeights)) {
            throw new UnsupportedCheckpoint(
                    archive.origin(),
                    "is a Keras file under another name",
                    "Let its name end with .keras.");
        }
        throw new BadCheckpoint(
                archive.origin(),
                "is a zip file without data.pkl, so not one that torch.save wrote",
                "Give the weight file itself, as torch.save or safetensors wrote it.");
    }
}
