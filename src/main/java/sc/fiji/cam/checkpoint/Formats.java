package sc.fiji.cam.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/** What a file is that no reader takes, told from its first bytes. */
final class Formats {
    private static final String STATE_DICT =
            "Save the weights with torch.save(model.state_dict(), \"weights.pth\") or as"
                    + " safetensors.";
    private static final String KERAS =
            "Load it with Keras and save it as .keras or .h5: model.save(\"model.keras\").";
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
        if (startsWith(head, 0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9)) {
            return new UnsupportedCheckpoint(
                    origin,
                    "is a torch file of the old kind (before torch 1.6), which comes in a later"
                            + " version",
                    "Load it with any newer torch and save it again: torch.save(torch.load(file,"
                            + " map_location=\"cpu\"), \"new.pth\").");
        }
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
}
