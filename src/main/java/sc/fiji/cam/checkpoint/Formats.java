package sc.fiji.cam.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/** What a file is that no reader takes, told from its first bytes. */
final class Formats {
    private static final String STATE_DICT =
            "Save the weights with torch.save(model.state_dict(), \"weights.pth\") or as"
                    + " safetensors.";
    private static final String KERAS =
            "Load it where it was made and save it as Keras does: model.save(\"model.keras\") or"
                    + " model.save(\"model.h5\").";
    private static final int TAR_MAGIC = 257;

    private Formats() {}

    /** Whether the bytes begin so. */
    static boolean startsWith(byte[] head, int... start) {
        if (head.length < start.length) return false;
        for (int i = 0; i < start.length; i++) {
            if ((head[i] & 0xff) != start[i]) return false;
        }
        return true;
    }

    /** A pointer, a page or another text where weights should be: told before any reader. */
    static Optional<CamException> text(String origin, byte[] head) {
        String start = new String(head, StandardCharsets.UTF_8);
        if (start.startsWith("version https://git-lfs")) {
            return Optional.of(
                    new BadCheckpoint(
                            origin,
                            "is a Git LFS pointer, a note of "
                                    + head.length
                                    + " bytes in place of the weights",
                            "Fetch the real file: \"git lfs pull\" in the repository, or its"
                                    + " download button."));
        }
        for (byte b : head) {
            boolean printable = b < 0 || b >= ' ' || b == '\n' || b == '\r' || b == '\t';
            if (!printable) return Optional.empty();
        }
        if (start.codePoints().filter(c -> c == 0xfffd).count() > 1) return Optional.empty();
        if (start.contains("\"modelTopology\"") || start.contains("\"weightsManifest\"")) {
            return Optional.of(
                    new UnsupportedCheckpoint(
                            origin,
                            "is the description of a TensorFlow.js model",
                            "Turn the model back: tensorflowjs_converter"
                                    + " --input_format=tfjs_layers_model --output_format=keras"
                                    + " model.json model.h5"));
        }
        String lower = start.stripLeading().toLowerCase(Locale.ROOT);
        String what = lower.startsWith("<") ? "is a web page (HTML or XML text)" : "is a text file";
        return Optional.of(
                new BadCheckpoint(
                        origin,
                        what + ", expected the binary weights of a network",
                        "Download the weight file itself, not its page or description."));
    }

    /** The error for a file that no reader recognises. */
    static CamException unread(String origin, byte[] head, String name) {
        if (isTar(head) || startsWith(head, 0x1f, 0x8b)) {
            return new UnsupportedCheckpoint(
                    origin,
                    "is a " + (isTar(head) ? "tar" : "gzip") + " archive, expected a weight file",
                    "Unpack it and give the weight file inside. " + STATE_DICT);
        }
        if (startsWith(head, 0, 0, 0, 0) || head.length < 16) {
            return new BadCheckpoint(
                    origin,
                    "starts with no known format",
                    "The file is damaged. Copy or download it again.");
        }
        return other(origin, head, name);
    }

    private static CamException other(String origin, byte[] head, String name) {
        String what = "has an unknown format";
        String advice = STATE_DICT;
        if (startsWith(head, 0x80) && head[1] <= 5) what = "is a bare Python pickle";
        if (head.length > 8 && new String(head, 4, 4, StandardCharsets.US_ASCII).equals("TFL3")) {
            what = "is a TensorFlow Lite model";
            advice = KERAS;
        }
        if (name.endsWith(".onnx")) what = "is an ONNX model";
        if (name.endsWith(".pb")) {
            what = "is a TensorFlow graph (SavedModel)";
            advice = KERAS;
        }
        if (name.endsWith(".keras")) advice = KERAS;
        return new UnsupportedCheckpoint(
                origin, what + ", expected a torch file, a Keras file or safetensors", advice);
    }

    private static boolean isTar(byte[] head) {
        if (head.length < TAR_MAGIC + 5) return false;
        String magic = new String(head, TAR_MAGIC, 5, StandardCharsets.US_ASCII);
        return magic.equals("ustar");
    }

    /**
     * The error for a folder that holds no weights that are read.
     *
     * @param names of the files in it and in its folders
     */
    static CamException folder(String origin, List<String> names) {
        if (names.contains("saved_model.pb")) {
            return new UnsupportedCheckpoint(
                    origin, "is a TensorFlow SavedModel, a folder with saved_model.pb", KERAS);
        }
        boolean browser =
                names.stream().anyMatch(n -> n.matches("group1-shard\\d+of\\d+(\\.bin)?"));
        if (browser) {
            return new UnsupportedCheckpoint(
                    origin, "is a TensorFlow.js model, a folder with model.json and shards", KERAS);
        }
        String files =
                names.stream()
                        .filter(n -> n.matches(".*\\.(pth|pt|bin|ckpt|tar|safetensors|h5|keras)"))
                        .limit(3)
                        .collect(Collectors.joining(", "));
        return new BadCheckpoint(
                origin,
                "found a folder, expected a weight file, a folder with model.safetensors or"
                        + " pytorch_model.bin, or an unpacked torch file with data.pkl",
                files.isEmpty()
                        ? "Name the weight file."
                        : "Name the file inside it: " + files + ".");
    }

    /**
     * The error for quantised models.
     *
     * @param what shows it
     */
    static CamException quantised(String origin, String what) {
        return new UnsupportedCheckpoint(
                origin,
                "holds a quantised model (" + what + ")",
                "Its weights are rounded to whole numbers: save the state_dict of the ordinary"
                        + " float model.");
    }

    /**
     * The error for networks whose layers are not those of an EfficientNet.
     *
     * @param problem what is different
     */
    static CamException changed(String origin, String problem) {
        return new UnsupportedCheckpoint(
                origin,
                "holds an EfficientNet that was changed: " + problem,
                "Only unchanged EfficientNets with other heads are read.");
    }

    /** The error for files whose numbers have their bytes in the other order. */
    static CamException bigEndian(String origin) {
        return new UnsupportedCheckpoint(
                origin,
                "was saved on a big-endian machine",
                "Save it again with torch.save on an ordinary computer.");
    }
}
