package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.TensorSpec;
import sc.fiji.cam.data.UnsupportedCheckpoint;
import sc.fiji.cam.testing.TorchWriter;
import sc.fiji.cam.testing.TorchWriter.Made;
import sc.fiji.cam.testing.TorchWriter.View;

/** Model objects: what they tell of padding, eps and head, and how far wrappers are trusted. */
class ModuleStatementTest extends WholeFiles {
    private static final String NN = "torch.nn.modules.x";

    /** A module with parts. */
    private static Made module(String name, Map<String, ?> settings, Map<String, ?> parts) {
        return new Made(NN, name, state(settings, Map.of(), parts));
    }

    private static Map<String, Object> state(
            Map<String, ?> settings, Map<String, ?> tensors, Map<String, ?> parts) {
        Map<String, Object> state = new LinkedHashMap<>(settings);
        state.put("_parameters", tensors);
        state.put("_buffers", Map.of());
        state.put("_modules", parts);
        return state;
    }

    private static Made leaf(String name) {
        return module(name, Map.of(), Map.of());
    }

    private static View number(int... shape) {
        return new View("0", "FloatStorage", 0, shape, new int[shape.length]);
    }

    private static Made linear(int in, int out) {
        Map<String, Object> tensors = new LinkedHashMap<>();
        tensors.put("weight", number(out, in));
        tensors.put("bias", number(out));
        return new Made(NN, "Linear", state(Map.of(), tensors, Map.of()));
    }

    private static Map<String, Object> parts(Object... namesAndParts) {
        Map<String, Object> parts = new LinkedHashMap<>();
        for (int i = 0; i < namesAndParts.length; i += 2) {
            parts.put((String) namesAndParts[i], namesAndParts[i + 1]);
        }
        return parts;
    }

    private static Made sequential(Object... modules) {
        Map<String, Object> parts = new LinkedHashMap<>();
        for (Object module : modules) parts.put("" + parts.size(), module);
        return module("Sequential", Map.of(), parts);
    }

    /** timm's B0 with another classifier; every tensor is the same number. */
    private static Made network(String convolution, double eps, Object classifier) {
        Map<String, Map<String, Object>> layers = new LinkedHashMap<>();
        Map<String, String> names = Dialects.TIMM.names(Architecture.B0);
        for (TensorSpec spec : Architecture.B0.tensors()) {
            String name = names.get(spec.name());
            int dot = name.lastIndexOf('.');
            layers.computeIfAbsent(name.substring(0, dot), n -> new LinkedHashMap<>())
                    .put(name.substring(dot + 1), number(spec.sizes()));
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        layers.forEach((name, tensors) -> put(tree, name, layer(convolution, eps, tensors)));
        Map<String, Object> parts = new LinkedHashMap<>();
        tree.forEach((name, part) -> parts.put(name, grown(part)));
        parts.put(
                "global_pool",
                module("SelectAdaptivePool2d", Map.of("pool_type", "avg"), Map.of()));
        parts.put("classifier", classifier);
        return module("EfficientNet", Map.of(), parts);
    }

    private static Made layer(String convolution, double eps, Map<String, Object> tensors) {
        boolean norm = tensors.containsKey("running_mean");
        View weight = (View) tensors.get("weight");
        int pad = weight.shape().length == 4 ? weight.shape()[2] / 2 : 0;
        Map<String, Object> settings =
                norm
                        ? Map.of("eps", eps)
                        : Map.of("stride", List.of(2, 2), "padding", List.of(pad, pad));
        return new Made(NN, norm ? "BatchNorm2d" : convolution, state(settings, tensors, Map.of()));
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> tree, String name, Object module) {
        String[] words = name.split("\\.");
        Map<String, Object> at = tree;
        for (int i = 0; i < words.length - 1; i++) {
            at = (Map<String, Object>) at.computeIfAbsent(words[i], w -> new LinkedHashMap<>());
        }
        at.put(words[words.length - 1], module);
    }

    private static Object grown(Object part) {
        if (!(part instanceof Map<?, ?> inner)) return part;
        Map<String, Object> parts = new LinkedHashMap<>();
        inner.forEach((name, value) -> parts.put((String) name, grown(value)));
        return module("Sequential", Map.of(), parts);
    }

    private Path file(Object value) {
        return TorchWriter.write(
                folder.resolve("module.pth"), value, Map.of("0", TorchWriter.floats(0.5f)));
    }

    @ParameterizedTest
    @CsvSource({"Conv2d, 1e-5, torch", "Conv2dSame, 1e-3, tensorflow", "Conv2d, 0.01, torch"})
    void paddingAndEpsAreThoseOfTheObjects(String convolution, double eps, String family) {
        Checkpoint checkpoint = read(file(network(convolution, eps, linear(1280, 3))));
        assertEquals(family, checkpoint.facts().family());
        assertEquals((float) eps, checkpoint.family().eps());
        assertEquals("file", checkpoint.facts().familySource());
        assertFalse(says(checkpoint, "family"));
    }

    @Test
    void theHeadHasTheFunctionsOfTheObjects() {
        Made elu = module("ELU", Map.of("alpha", 0.25), Map.of());
        Made head =
                sequential(
                        leaf("Dropout"),
                        sequential(linear(1280, 8), elu),
                        linear(8, 3),
                        leaf("Softmax"));
        Checkpoint checkpoint = read(file(network("Conv2d", 1e-5, head)));
        assertEquals(
                List.of("Dropout", "Linear 1280 -> 8", "elu", "Linear 8 -> 3"),
                checkpoint.head().drawn());
        assertTrue(checkpoint.head().layers().toString().contains("alpha=0.25"));
        assertFalse(says(checkpoint, "relu"));
    }

    @Test
    void anUnknownFunctionIsRefusedUnlessTheOptionNamesOne() {
        Made head =
                sequential(
                        linear(1280, 8),
                        new Made("lab", "Wobble", state(Map.of(), Map.of(), Map.of())),
                        linear(8, 3));
        Path file = file(network("Conv2d", 1e-5, head));
        String message = refused(UnsupportedCheckpoint.class, file);
        assertTrue(message.contains("classifier.1 of class lab.Wobble"), message);
        Checkpoint named = read(file, "activation", "gelu");
        assertTrue(named.head().drawn().contains("gelu"), named.head().drawn().toString());
        assertTrue(says(named, "the option activation counts"));
    }

    @Test
    void wrappersThatOnlyRunAModelAreSeenThrough() {
        Made network =
                network("Conv2d", 1e-5, sequential(linear(1280, 8), leaf("GELU"), linear(8, 3)));
        for (String name : List.of("DataParallel", "OptimizedModule", "AveragedModel")) {
            Checkpoint checkpoint = read(file(module(name, Map.of(), parts("module", network))));
            assertTrue(checkpoint.head().drawn().contains("gelu"), name);
            assertFalse(says(checkpoint, "Assumed"));
        }
        Checkpoint own =
                read(
                        file(
                                new Made(
                                        "lab",
                                        "Net",
                                        state(Map.of(), Map.of(), parts("net", network)))));
        assertTrue(own.head().drawn().contains("gelu"));
        assertTrue(says(own, "Assumed that the class lab.Net"));
    }

    @Test
    void whereTheOrderIsNotToldNamesAreReadAndThatIsSaid() {
        Map<String, Object> parts =
                parts(
                        "net", network("Conv2d", 1e-5, leaf("Identity")),
                        "fc1", linear(1280, 8),
                        "act", leaf("GELU"),
                        "fc2", linear(8, 3));
        Path file = file(new Made("lab", "Net", state(Map.of(), Map.of(), parts)));
        Checkpoint checkpoint = read(file);
        assertTrue(says(checkpoint, "How the class lab.Net runs its parts is not in the file"));
        assertTrue(says(checkpoint, "relu is assumed"));
    }

    @Test
    void changedAndQuantisedNetworksAreRefused() {
        Made norm = module("Normalize", Map.of(), Map.of());
        Made network = network("Conv2d", 1e-5, linear(1280, 3));
        assertTrue(
                refused(UnsupportedCheckpoint.class, file(sequential(norm, network)))
                        .contains("in front of the network"));
        Map<String, Object> parts = new LinkedHashMap<>(parts("act", leaf("Hardswish")));
        ((Map<?, ?>) network.state().get("_modules")).forEach((k, v) -> parts.put((String) k, v));
        String message =
                refused(UnsupportedCheckpoint.class, file(module("EfficientNet", Map.of(), parts)));
        assertTrue(message.contains("Hardswish at act"), message);
        Made quantised =
                new Made(
                        "torch.ao.nn.quantized.dynamic",
                        "Linear",
                        state(Map.of(), Map.of(), Map.of()));
        message = refused(UnsupportedCheckpoint.class, file(network("Conv2d", 1e-5, quantised)));
        assertTrue(message.contains("quantised"), message);
    }

    @Test
    void aModuleThatHoldsItselfIsRefusedSoon() {
        Map<String, Object> parts = new LinkedHashMap<>();
        Made made = leaf("Sequential");
        for (int i = 0; i < 70; i++) made = module("Sequential", Map.of(), parts("0", made));
        parts.put("x", made);
        String message = refused(UnsupportedCheckpoint.class, file(made));
        assertTrue(message.contains("64 levels"), message);
    }
}
