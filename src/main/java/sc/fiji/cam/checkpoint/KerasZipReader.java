package sc.fiji.cam.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/** A {@code .keras} file: a zip of a configuration and the weights in HDF5. */
final class KerasZipReader implements CheckpointReader {
    private static final String CONFIG = "config.json";
    private static final String METADATA = "metadata.json";
    private static final String WEIGHTS = "model.weights.h5";
    private static final long MAX_JSON = 1L << 26;

    @Override
    public String id() {
        return "Keras zip";
    }

    @Override
    public boolean recognises(byte[] head, String name) {
        return Formats.startsWith(head, 'P', 'K', 3, 4) && isKeras(head, name);
    }

    /** Whether a zip file is Keras's, by its own name or that of its first member. */
    static boolean isKeras(byte[] head, String name) {
        String start = new String(head, 0, Math.min(head.length, 128), StandardCharsets.US_ASCII);
        return name.endsWith(".keras")
                || List.of(METADATA, CONFIG, WEIGHTS).stream().anyMatch(start::contains);
    }

    @Override
    public RawCheckpoint read(CheckpointFile file) {
        ZipDirectory zip = ZipDirectory.read(file);
        // An archive that was zipped again has a folder around everything.
        String weights =
                zip.names().stream()
                        .filter(KerasZipReader::isWeights)
                        .min(Comparator.comparingInt(String::length))
                        .orElseThrow(() -> foreign(file));
        String root = weights.substring(0, weights.length() - WEIGHTS.length());
        Inert.Dict beside = new Inert.Dict();
        text(zip, root + CONFIG).ifPresent(t -> beside.entries.put("model_config", t));
        text(zip, root + METADATA)
                .flatMap(StrictJson::read)
                .filter(Inert.Dict.class::isInstance)
                .ifPresent(m -> beside.entries.putAll(((Inert.Dict) m).entries));
        return KerasFile.read(id(), zip.open(weights), beside);
    }

    /** Whether a member of an archive holds Keras's arrays. */
    static boolean isWeights(String member) {
        return member.equals(WEIGHTS) || member.endsWith("/" + WEIGHTS);
    }

    private static UnsupportedCheckpoint foreign(CheckpointFile file) {
        return new UnsupportedCheckpoint(
                file.origin(),
                "is a zip file without " + WEIGHTS + ", so none that Keras wrote",
                "Save the model again: model.save(\"model.keras\").");
    }

    private static Optional<String> text(ZipDirectory zip, String name) {
        if (!zip.has(name)) return Optional.empty();
        Bytes bytes = zip.open(name);
        if (bytes.size() > MAX_JSON) {
            throw new BadCheckpoint(
                    bytes.origin(),
                    "its " + name + " has " + bytes.size() + " bytes, read are at most " + MAX_JSON,
                    "Give the file that model.save wrote.");
        }
        byte[] text = bytes.read(0, (int) bytes.size()).array();
        return Optional.of(new String(text, StandardCharsets.UTF_8));
    }
}
