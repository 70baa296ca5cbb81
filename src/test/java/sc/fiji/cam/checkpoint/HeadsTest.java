package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.UnsupportedCheckpoint;
import sc.fiji.cam.data.WeightMismatch;

/** Which layers are the head of a B0 (1280 channels). */
class HeadsTest {
    private final List<String> notes = new ArrayList<>();

    /**
     * A torchvision B0 with other layers in place of its classifier.
     *
     * @param prefix of the network
     * @param layers {@code name out in} for a linear layer, {@code name width} for a BatchNorm1d,
     *     {@code name} alone for a tensor of one number, several separated by {@code ;}
     */
    private static Match withHead(String prefix, String layers) {
        Map<String, RawTensor> tensors = new LinkedHashMap<>();
        NamesTest.tensors("torchvision/b0").forEach((name, t) -> tensors.put(prefix + name, t));
        tensors.keySet().removeIf(n -> n.startsWith(prefix + "classifier"));
        for (String layer : layers.split("; ")) {
            String[] words = layer.split(" ");
            if (layer.matches("\\S+")) put(tensors, words[0]);
            if (words.length < 2) continue;
            long out = Long.parseLong(words[1]);
            boolean linear = words.length == 3;
            long[] weight = linear ? new long[] {out, Long.parseLong(words[2])} : new long[] {out};
            put(tensors, words[0] + ".weight", weight);
            put(tensors, words[0] + ".bias", out);
            if (!linear) put(tensors, words[0] + ".running_mean", out);
            if (!linear) put(tensors, words[0] + ".running_var", out);
        }
        return Network.find("x.pth", tensors, "", new ArrayList<>());
    }

    private static void put(Map<String, RawTensor> to, String name, long... shape) {
        NamesTest.put(to, name, DType.F32, shape);
    }

    private Head read(Match match, String activation) {
        CamSettings settings = CamSettings.of(Map.of("activation", activation));
        return Heads.read("x.pth", match, Stated.NOTHING, settings, notes);
    }

    private String drawn(String layers) {
        return String.join(", ", read(withHead("net.", layers), "auto").drawn());
    }

    private String refused(Class<? extends CamException> type, String layers) {
        String message = assertThrows(type, () -> drawn(layers)).getMessage();
        assertFalse(message.contains("\n"));
        return message;
    }

    private String said() {
        return String.join(" ", notes);
    }

    @ParameterizedTest
    @CsvSource({
        "net.classifier.1, 5, true",
        "net.classifier, 5, true",
        "net.classifier.3, 2, true",
        "net.classifier.head.fc, 7, true",
        "net.fc, 5, false",
        "fc, 5, false",
        "head, 5, false",
        "model.head.1, 5, false"
    })
    void oneLinearLayerIsFoundUnderItsUsualNames(String name, int classes, boolean own) {
        Head head = read(withHead("net.", name + " " + classes + " 1280"), "auto");
        assertEquals(classes, head.classes());
        assertTrue(head.linear().isPresent());
        assertEquals(own ? 0 : 1, notes.size());
        assertEquals(!own, said().contains("pooling is assumed between the features and " + name));
    }

    /** The rows are heads as people write them; L linear layer, B batch normalisation, r ReLU. */
    @ParameterizedTest
    @CsvSource({
        "Dropout L r Dropout L, net.classifier.1 64 1280; net.classifier.4 3 64, L r L",
        "L r L, net.classifier.0 64 1280; net.classifier.2 3 64, L r L",
        "L L, net.classifier.0 64 1280; net.classifier.1 3 64, L L",
        "B Dropout L, net.classifier.0 1280; net.classifier.2 3 1280, B L",
        "B Dropout L r B Dropout L, net.classifier.0 1280; net.classifier.2 64 1280;"
                + " net.classifier.4 64; net.classifier.6 3 64, B L r B L",
        "Dropout L B r Dropout L, net.classifier.1 64 1280; net.classifier.2 64;"
                + " net.classifier.5 3 64, L B r L",
        "L r L r L, net.classifier.0 512 1280; net.classifier.2 64 512; net.classifier.4 3 64,"
                + " L r L r L",
        "L B L, net.classifier.0 64 1280; net.classifier.1 64; net.classifier.2 3 64, L B L",
        "numbers from ten on, net.classifier.10 3 64; net.classifier.8 64 1280, L r L",
        "fc1 bn1 fc2, fc1 64 1280; bn1 64; fc2 3 64, L B r L",
        "in alphabetical order, bn1 64; bn2 32; fc1 64 1280; fc2 32 64; fc3 3 32, L B r L B r L",
        "normalisation first, bn1 1280; bn2 64; fc1 64 1280; fc2 3 64, B L B r L",
        "without numbers, norm 64; out 3 64; hidden 64 1280, L B r L",
        "blocks, head.0.0 64 1280; head.0.1 64; head.1.0 32 64; head.1.1 32; head.2 3 32,"
                + " L B r L B r L",
        "a block that starts with a function, head.0 64 1280; head.1.1 3 64, L r L",
        "MLP of one logit, net.classifier.1 64 1280; net.classifier.4 1 64, L r L",
        "wrapped with its head, net.head.1 64 1280; net.head.3 3 64, L r L"
    })
    void heads(String written, String layers, String expected) {
        String found =
                drawn(layers)
                        .replaceAll("Linear \\d+ -> \\d+", "L")
                        .replaceAll("BatchNorm \\d+", "B")
                        .replace("relu", "r")
                        .replace(",", "");
        assertEquals(expected, found, written + ": " + notes);
        assertEquals(expected.contains("r"), said().contains("relu is assumed"), said());
        assertEquals(expected.contains("B"), said().contains("usual eps, 1.0E-5"), said());
    }

    @Test
    void whatIsAssumedBetweenLinearLayersIsOneSentence() {
        drawn("net.classifier.1 512 1280; net.classifier.4 64 512; net.classifier.7 3 64");
        assertEquals(
                List.of(
                        "The file cannot tell the function behind net.classifier.1,"
                                + " net.classifier.4: relu is assumed; activation=NAME names"
                                + " another, activation=none says that there is none."),
                notes);
    }

    @ParameterizedTest
    @CsvSource({"gelu, L gelu L", "none, L L"})
    void theOptionNamesTheFunction(String option, String expected) {
        Head head =
                read(withHead("net.", "net.classifier.1 64 1280; net.classifier.4 3 64"), option);
        assertEquals(
                expected, String.join(" ", head.drawn()).replaceAll("Linear \\d+ -> \\d+", "L"));
        assertEquals(option.equals("none"), head.linear().isPresent());
        assertEquals(List.of(), notes);
    }

    @Test
    void anOptionWithoutUseIsSaid() {
        read(withHead("net.", "net.classifier.1 3 1280"), "gelu");
        assertEquals(List.of("activation=gelu is not used: the head has one linear layer."), notes);
    }

    @ParameterizedTest
    @CsvSource({
        "net., net.classifier.1 1000 1280; out 3 1000, L L",
        "0., 0.classifier.1 1000 1280; 1 3 1000, L L",
        "0., 0.classifier.1 1000 1280; 3 3 1000, L r L",
        "net., net.classifier.1 1000 1280; fc1 64 1000; fc2 3 64, L L r L",
        "net., net.classifier.1 1000 1280; net.classifier.fc 3 1000, L r L",
        "net., net.classifier.1 1000 1280; net.fc 3 1000, L L"
    })
    void layersOfTheUserBehindTheThousandClasses(String prefix, String layers, String expected) {
        Head head = read(withHead(prefix, layers), "auto");
        String found =
                String.join(" ", head.drawn())
                        .replaceAll("Linear \\d+ -> \\d+", "L")
                        .replace("relu", "r");
        assertEquals(expected, found, said());
        assertEquals(3, head.classes());
        assertEquals(!expected.contains("r"), head.linear().isPresent());
        boolean inside = layers.contains("classifier.fc");
        assertEquals(!inside, said().contains("Read as layers behind the classifier: "), said());
        assertEquals(expected.startsWith("L L"), said().contains("No function is assumed"), said());
    }

    /** An option names what is likely there; only without such a place what is not. */
    @Test
    void theOptionGoesWhereAFunctionIsLikely() {
        String own = "net.classifier.1 1000 1280; ";
        Head both = read(withHead("net.", own + "fc1 64 1000; fc2 3 64"), "gelu");
        assertEquals(
                "[Linear 1280 -> 1000, Linear 1000 -> 64, gelu, Linear 64 -> 3]",
                both.drawn().toString());
        Head one = read(withHead("net.", own + "fc 3 1000"), "gelu");
        assertEquals("[Linear 1280 -> 1000, gelu, Linear 1000 -> 3]", one.drawn().toString());
    }

    @Test
    void aDeadLayerIsLeftOutAndThatIsSaid() {
        drawn("net.classifier.1 1000 1280; net.fc 3 1280");
        assertEquals(
                List.of(
                        "Not used by the network and ignored: net.fc.weight [3, 1280], net.fc.bias"
                                + " [3]."),
                notes);
        notes.clear();
        assertEquals(
                "Linear 1280 -> 7", drawn("net.classifier.1 7 1280; net.head.0 8; net.head.1 3 8"));
        assertTrue(said().contains("net.head.1.weight [3, 8]"), said());
    }

    @Test
    void aHeadBesideTheNetworkReplacesTheThousandClassesThatCameWithIt() {
        assertEquals("Linear 1280 -> 3", drawn("net.classifier.1 1000 1280; head.0 3 1280"));
        assertTrue(said().contains("ignored: net.classifier.1.weight [1000, 1280]"), said());
        assertTrue(said().contains("Average pooling is assumed"), said());
    }

    @Test
    void aCopysLayersAreItsOwn() {
        Map<String, RawTensor> tensors = new LinkedHashMap<>();
        for (String model : List.of("student.", "ema_student.")) {
            NamesTest.tensors("torchvision/b0")
                    .forEach((name, t) -> tensors.put(model + "net." + name, t));
            tensors.keySet().removeIf(n -> n.startsWith(model + "net.classifier"));
            put(tensors, model + "head.weight", 3, 1280);
            put(tensors, model + "head.bias", 3);
        }
        Match match = Network.find("x.pth", tensors, "", new ArrayList<>());
        assertEquals("ema_student.net.", match.prefix());
        assertEquals(3, read(match, "auto").classes());
        assertTrue(said().contains("ema_student.head"), said());
    }

    @Test
    void aMissingBiasIsZeroAndThatIsSaid() {
        Map<String, RawTensor> tensors = new LinkedHashMap<>(NamesTest.tensors("torchvision/b0"));
        tensors.remove("classifier.1.bias");
        assertEquals(
                0,
                read(Network.find("x.pth", tensors, "", new ArrayList<>()), "auto").last().bias(3));
        assertEquals(List.of("The head has no bias at classifier.1: taken as 0."), notes);
    }

    @Test
    void unknownLayersAreRefusedByName() {
        Map<String, String> layers =
                Map.of(
                        "net.classifier.2.weight", "a PReLU",
                        "attention.in_proj_weight", "an attention",
                        "net.gate", "a layer of another kind");
        layers.forEach(
                (name, guess) -> {
                    String head = "net.classifier.1 64 1280; net.classifier.4 3 64; ";
                    Map<String, RawTensor> tensors = new LinkedHashMap<>();
                    withHead("net.", head).rest().forEach((n, t) -> tensors.put("net." + n, t));
                    withHead("net.", head).trunk().forEach((n, t) -> tensors.put(t.name(), t));
                    put(tensors, name, 64);
                    CamException refused =
                            assertThrows(
                                    UnsupportedCheckpoint.class,
                                    () -> read(found(tensors), "auto"));
                    assertTrue(refused.getMessage().contains(name + " [64]"), refused.toString());
                    assertTrue(refused.getMessage().contains(guess), refused.toString());
                });
    }

    private static Match found(Map<String, RawTensor> tensors) {
        Map<String, RawTensor> named = new LinkedHashMap<>();
        tensors.forEach(
                (name, t) -> named.put(name.startsWith("features") ? "net." + name : name, t));
        return Network.find("x.pth", named, "", new ArrayList<>());
    }

    @ParameterizedTest
    @CsvSource({
        "head.a 3 1280; head.b 5 1280, no single chain",
        "net.classifier.1 10 1280; head 5 1280, no single chain",
        "net.classifier.1 10 1280; net.aux 5 1280, no single chain",
        "out 3 64; x 64 64; y 64 64; in 64 1280, no single chain",
        "'', an embedding",
        "bn 1280, an embedding"
    })
    void whatIsAmbiguousOrMissingIsRefused(String layers, String expected) {
        String message = refused(UnsupportedCheckpoint.class, layers);
        assertTrue(message.contains(expected), message);
        for (String layer : layers.split("; ")) {
            if (!expected.contains("chain")) continue;
            assertTrue(message.contains(layer.split(" ")[0] + ".weight ["), message);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "net.classifier.1 5 1536, 'net.classifier.1.weight is [5, 1536], expected [5, 1280]'",
        "fc 5 2560, two poolings side by side",
        "fc1 64 1280; fc2 5 65, 'fc2.weight is [5, 65], expected [5, 64]'",
        "net.features.0.0.weight_2, features.0.0.weight_2 [] is surplus"
    })
    void whatDoesNotFitIsAMismatch(String layers, String expected) {
        String message = refused(WeightMismatch.class, layers);
        assertTrue(message.contains(expected), message);
    }
}
