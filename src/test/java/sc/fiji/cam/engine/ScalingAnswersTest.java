package sc.fiji.cam.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.checkpoint.Checkpoints;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ChannelOrder;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Prediction;
import sc.fiji.cam.data.Scaling;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.WeightSet;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.Networks;
import sc.fiji.cam.testing.SafetensorsWriter;

/** What {@code scaling} and {@code channels} do to the answer of a network. */
class ScalingAnswersTest {
    /** Relative to the largest logit: a factor that moves from the input into the weights. */
    private static final double ROUNDING = 1e-4;

    private static final Path MODEL = Golden.file("torchvision_state_dict.pth");
    private static final Picture PICTURE = Golden.decoded("a", "224");

    @TempDir Path folder;

    @Test
    void imagenetIsTheDefaultBitForBit() {
        CamResult usual = explain(PICTURE);
        CamResult named = explain(PICTURE, "scaling", "imagenet", "channels", "RGB");
        assertEquals(usual.predictions(), named.predictions());
        assertEquals(usual.maps(), named.maps());
        String numbers = "0.485,0.456,0.406,0.229,0.224,0.225";
        assertEquals(usual.predictions(), explain(PICTURE, "scaling", numbers).predictions());
        assertTrue(distance(usual, explain(PICTURE, "scaling", "0-1")) > 1e-2, "check is blind");
    }

    @Test
    void bgrIsThePictureWithSwappedColoursBitForBit() {
        CamResult bgr = explain(PICTURE, "channels", "BGR");
        CamResult swapped = explain(swapped(PICTURE));
        assertEquals(swapped.predictions(), bgr.predictions());
        assertEquals(swapped.maps(), bgr.maps());
        assertTrue(distance(explain(PICTURE), bgr) > 1e-2, "check is blind");
    }

    /**
     * A network whose own stem expects 0..255: its first layer divides as the other's input was.
     */
    @Test
    void rawValuesAreRightForANetworkThatExpectsThem() {
        CamResult divided = explain(PICTURE, "scaling", "0,0,0,0.25,0.5,0.125");
        CamResult raw = explain(rawNetwork("0-255", 0.25f, 0.5f, 0.125f));
        assertTrue(distance(divided, raw) <= ROUNDING, "" + distance(divided, raw));
        double blind = distance(divided, explain(rawNetwork("0-1", 0.25f, 0.5f, 0.125f)));
        assertTrue(blind > 100 * ROUNDING, "check is blind: " + blind);
    }

    @Test
    void autoFollowsTheFileAndAnOptionReplacesIt() {
        Networks.Network network = Networks.random(Architecture.B0, 3, 5);
        Map<String, String> half = Map.of("mean", "[0.5, 0.5, 0.5]", "std", "[0.5, 0.5, 0.5]");
        Path says = SafetensorsWriter.write(folder.resolve("a.safetensors"), network, half);
        Path silent = SafetensorsWriter.write(folder.resolve("b.safetensors"), network, Map.of());
        CamResult followed = explain(read(says));
        assertEquals(
                followed.predictions(), explain(read(silent, "scaling", "-1-1")).predictions());
        assertTrue(distance(followed, explain(read(silent))) > 1e-3, "check is blind");
        CamResult replaced = explain(read(says, "scaling", "imagenet"));
        assertEquals(explain(read(silent)).predictions(), replaced.predictions());
        assertEquals(Scaling.of(0.5f, 0.5f), followed.preparation().scaling());
        assertEquals(Scaling.IMAGENET, replaced.preparation().scaling());
    }

    @Test
    void aResultTellsWhatTheNetworkGot() {
        CamResult result = explain(PICTURE, "scaling", "0.5,0.25", "channels", "BGR");
        assertEquals(Scaling.of(0.5f, 0.25f), result.preparation().scaling());
        assertEquals(ChannelOrder.BGR, result.preparation().channels());
    }

    @Test
    void rawValuesForANetworkOfNormalisedOnesAreNoticed() {
        List<String> notes = explain(PICTURE, "scaling", "0-255").notes();
        assertTrue(notes.stream().anyMatch(n -> n.contains("scaling=")), notes.toString());
        List<String> usual = explain(PICTURE).notes();
        assertTrue(usual.stream().noneMatch(n -> n.contains("scaling=")), usual.toString());
    }

    private static Picture swapped(Picture picture) {
        int[] rgb = picture.rgb().clone();
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = rgb[i] >> 16 & 0xff | rgb[i] & 0xff00 | (rgb[i] & 0xff) << 16;
        }
        return new Picture(picture.title(), picture.width(), picture.height(), rgb);
    }

    /** The golden network with {@code 1 / (255 std)} in its first kernel. */
    private static Checkpoint rawNetwork(String scaling, float... std) {
        Checkpoint golden = read(MODEL, "scaling", scaling);
        List<Tensor> tensors = new ArrayList<>(golden.weights().tensors());
        tensors.replaceAll(t -> t.name().equals("stem.conv.weight") ? divided(t, std) : t);
        WeightSet weights = new WeightSet("raw", tensors);
        return new Checkpoint(
                golden.facts(),
                golden.architecture(),
                golden.family(),
                weights,
                golden.head(),
                golden.labels(),
                golden.input(),
                golden.parameters(),
                golden.assumptions());
    }

    private static Tensor divided(Tensor kernel, float... std) {
        float[] values = kernel.values().clone();
        int[] s = kernel.shape();
        int taps = s[2] * s[3];
        for (int i = 0; i < values.length; i++) values[i] /= 255 * std[i / taps % s[1]];
        return new Tensor(kernel.name(), s, values);
    }

    private static Checkpoint read(Path file, String... options) {
        return Checkpoints.read(file, settings(options));
    }

    private static CamResult explain(Picture picture, String... options) {
        return explain(read(MODEL, options), picture);
    }

    private static CamResult explain(Checkpoint checkpoint) {
        return explain(checkpoint, PICTURE);
    }

    private static CamResult explain(Checkpoint checkpoint, Picture picture) {
        CamSettings settings = settings("size", "224");
        try (CamModel model = CamModel.open(checkpoint, settings)) {
            return model.explain(picture, settings, CamProgress.NONE);
        }
    }

    private static CamSettings settings(String... options) {
        Map<String, String> map = new HashMap<>(Map.of("threads", "1"));
        for (int i = 0; i < options.length; i += 2) map.put(options[i], options[i + 1]);
        return CamSettings.of(map);
    }

    private static double distance(CamResult a, CamResult b) {
        double largest =
                a.predictions().stream().mapToDouble(p -> Math.abs(p.logit())).max().getAsDouble();
        double most = 0;
        for (Prediction p : a.predictions()) {
            for (Prediction q : b.predictions()) {
                if (p.classIndex() == q.classIndex())
                    most = Math.max(most, Math.abs(p.logit() - q.logit()));
            }
        }
        return most / largest;
    }
}
