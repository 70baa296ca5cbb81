package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Pooling;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.UnsupportedCheckpoint;
import sc.fiji.cam.data.WeightMismatch;
import sc.fiji.cam.testing.Hdf5Writer;
import sc.fiji.cam.testing.KerasWriter;

/** Weights alone, as different versions of Keras name or number them. */
class KerasNamesTest extends WholeFiles {
    private static final String OLD = "_layer_checkpoint_dependencies";
    private static final List<KerasWriter.Layer> LAYERS = List.copyOf(KerasWriter.of(B0));

    private static void assertSame(Checkpoint checkpoint) {
        assertEquals(Architecture.B0, checkpoint.architecture());
        assertEquals("keras", checkpoint.facts().dialect());
        for (Tensor expected : B0.weights().tensors()) {
            Tensor found = checkpoint.weights().get(expected.name());
            assertArrayEquals(expected.shape(), found.shape(), expected.name());
            assertArrayEquals(expected.values(), found.values(), expected.name());
        }
        assertArrayEquals(B0.head().weight().values(), checkpoint.head().last().weight().values());
        assertArrayEquals(B0.head().bias().values(), checkpoint.head().last().bias().values());
    }

    @ParameterizedTest
    @CsvSource({
        "KERAS_2, ''",
        "KERAS_2, efficientnetb0",
        "KERAS_2, efficientnet-b0",
        "KERAS_3_0, ''",
        "KERAS_3_3, ''",
        "KERAS_3_3, efficientnetb0"
    })
    void arraysByName(KerasWriter.Form form, String model) {
        Hdf5Writer.Group root = new Hdf5Writer.Group().attribute("keras_version", "3.3.3");
        KerasWriter.named(root, LAYERS, form, model);
        Checkpoint checkpoint = read(Hdf5Writer.write(folder.resolve("w.h5"), root));
        assertSame(checkpoint);
        assertEquals("keras 3.3.3", checkpoint.facts().writer());
        assertEquals("tensorflow", checkpoint.facts().family());
        assertEquals(Family.TENSORFLOW_EPS, checkpoint.family().eps());
        assertTrue(says(checkpoint, "Assumed family tensorflow"));
        assertTrue(says(checkpoint, "The file has no scaling layers"));
    }

    @ParameterizedTest
    @CsvSource({"layers, 1, true", "layers, 1, false", OLD + ", 2, false", OLD + ", 3, false"})
    void arraysByNumber(String list, int step, boolean names) {
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        KerasWriter.numbered(root, LAYERS, list, step, names);
        assertSame(read(Hdf5Writer.write(folder.resolve("x.weights.h5"), root)));
        Hdf5Writer.Group nested = new Hdf5Writer.Group();
        List<KerasWriter.Layer> layers = LAYERS;
        Hdf5Writer.Group model = nested.group(list + "/functional");
        KerasWriter.numbered(model, layers.subList(0, layers.size() - 1), list, step, names);
        KerasWriter.numbered(
                nested, layers.subList(layers.size() - 1, layers.size()), list, 1, names);
        assertSame(read(Hdf5Writer.write(folder.resolve("n.weights.h5"), nested)));
    }

    /** A model class of the user's own keeps its parts under the names of its attributes. */
    @Test
    void attributesOfAModelClass() {
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        Hdf5Writer.Group backbone = root.group("backbone");
        KerasWriter.numbered(backbone, LAYERS.subList(0, LAYERS.size() - 1), "layers", 1, false);
        Hdf5Writer.Group one = new Hdf5Writer.Group();
        KerasWriter.numbered(
                one, LAYERS.subList(LAYERS.size() - 1, LAYERS.size()), "layers", 1, false);
        root.link("head", one.group("layers/dense"));
        root.group("optimizer/vars").array("0", new long[] {1}, 3);
        assertSame(read(Hdf5Writer.write(folder.resolve("own.weights.h5"), root)));
    }

    /** Control: where layers are only numbered, another order is another network. */
    @Test
    void theOrderOfNumberedLayersCounts() {
        List<KerasWriter.Layer> layers = new ArrayList<>(LAYERS);
        int last = layers.stream().map(KerasWriter.Layer::name).toList().indexOf("block4c_bn");
        int other = layers.stream().map(KerasWriter.Layer::name).toList().indexOf("block4b_bn");
        Collections.swap(layers, last, other);
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        KerasWriter.numbered(root, layers, "layers", 1, false);
        Checkpoint checkpoint = read(Hdf5Writer.write(folder.resolve("o.weights.h5"), root));
        String name = "blocks.6.dw.bn.weight";
        assertNotEquals(B0.weights().get(name), checkpoint.weights().get(name));
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void namesAndOrderOfEverySize(Architecture architecture) {
        List<String> names = new ArrayList<>();
        Map<String, List<String>> byKind = new TreeMap<>();
        for (KerasWriter.Layer layer : KerasWriter.names(architecture)) {
            byKind.computeIfAbsent(layer.kind(), k -> new ArrayList<>()).add(layer.name());
            layer.arrays()
                    .keySet()
                    .forEach(l -> names.add(layer.name() + "." + KerasWeights.leaf(l)));
        }
        assertEquals(names, List.copyOf(Dialects.KERAS.names(architecture).values()));
        Map<String, Integer> counts = new TreeMap<>();
        byKind.forEach((kind, layers) -> counts.put(kind, layers.size()));
        assertEquals(byKind, new TreeMap<>(KerasOrder.names(counts)));
        counts.merge("batch_normalization", 1, Integer::sum);
        assertEquals(byKind, new TreeMap<>(KerasOrder.names(counts)));
        counts.merge("conv2d", 1, Integer::sum);
        assertEquals(Map.of(), KerasOrder.names(counts));
    }

    @ParameterizedTest
    @EnumSource(names = {"B0", "B1", "B2"})
    void sizesAreRecognisedByNameAndByNumber(Architecture architecture) {
        List<KerasWriter.Layer> layers = KerasWriter.zeros(architecture, 7);
        Hdf5Writer.Group named = new Hdf5Writer.Group();
        KerasWriter.named(named, layers, KerasWriter.Form.KERAS_2, "");
        Path file = Hdf5Writer.write(folder.resolve("named.h5"), named);
        assertEquals(architecture, read(file).architecture());
        Hdf5Writer.Group numbered = new Hdf5Writer.Group();
        KerasWriter.numbered(numbered, layers, "layers", 1, false);
        file = Hdf5Writer.write(folder.resolve("numbered.h5"), numbered);
        Checkpoint checkpoint = read(file);
        assertEquals(architecture, checkpoint.architecture());
        assertEquals(7, checkpoint.head().classes());
    }

    @Test
    void anotherNumberOfLayersIsAnotherNetwork() {
        List<KerasWriter.Layer> layers = new ArrayList<>(LAYERS);
        layers.removeIf(l -> l.name().startsWith("block5c_"));
        Hdf5Writer.Group numbered = new Hdf5Writer.Group();
        KerasWriter.numbered(numbered, layers, "layers", 1, false);
        Path file = Hdf5Writer.write(folder.resolve("short.h5"), numbered);
        assertTrue(refused(UnsupportedCheckpoint.class, file).contains("another network"));
        Hdf5Writer.Group named = new Hdf5Writer.Group();
        KerasWriter.named(named, layers, KerasWriter.Form.KERAS_2, "");
        file = Hdf5Writer.write(folder.resolve("named.h5"), named);
        String message = refused(WeightMismatch.class, file);
        assertTrue(message.contains("block5c_expand_conv.weight is missing"), message);
    }

    @Test
    void featuresAndEmbeddingsAreRefused() {
        List<KerasWriter.Layer> layers = new ArrayList<>(LAYERS);
        layers.remove(layers.size() - 1);
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        KerasWriter.named(root, layers, KerasWriter.Form.KERAS_2, "");
        Path file = Hdf5Writer.write(folder.resolve("notop.h5"), root);
        String message = refused(UnsupportedCheckpoint.class, file);
        assertTrue(message.contains("without classifier (an embedding)"), message);
        layers.removeIf(l -> l.name().startsWith("top_"));
        root = new Hdf5Writer.Group();
        KerasWriter.named(root, layers, KerasWriter.Form.KERAS_2, "");
        file = Hdf5Writer.write(folder.resolve("features.h5"), root);
        message = refused(UnsupportedCheckpoint.class, file);
        assertTrue(message.contains("only the feature stages"), message);
    }

    /** The published weights hold ImageNet's std where the variance should be. */
    @ParameterizedTest
    @CsvSource({
        "0.229, 0.224, 0.225, 3.9.2, true",
        "0.229, 0.224, 0.225, 2.9.0, true",
        "0.229, 0.224, 0.225, 2.8.0, false",
        "0.229, 0.224, 0.225, 2.15.0, true",
        "0.229, 0.224, 0.225, '', true",
        "0.052441, 0.050176, 0.050625, 3.9.2, false",
        "0.04, 0.05, 0.06, 3.9.2, false",
        "1, 1, 1, 3.9.2, false"
    })
    void theSecondFactorIsToldByTheStoredVarianceAndTheVersion(
            float r, float g, float b, String version, boolean factor) {
        float[] variance = {r, g, b};
        float mean = r == 1 ? 0 : 0.485f;
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        if (!version.isEmpty()) root.attribute("keras_version", version);
        List<KerasWriter.Layer> layers = new ArrayList<>(LAYERS);
        layers.add(0, KerasWriter.normalization(new float[] {mean, mean, mean}, variance));
        KerasWriter.named(root, layers, KerasWriter.Form.KERAS_2, "efficientnetb0");
        Checkpoint checkpoint = read(Hdf5Writer.write(folder.resolve("f.h5"), root));
        double[] std = {0.229, 0.224, 0.225};
        for (int c = 0; c < 3; c++) {
            double expected = Math.sqrt(variance[c]) * (factor ? Math.sqrt(std[c]) : 1);
            assertEquals(expected, checkpoint.input().scaling().std().get(c), 1e-6);
            assertEquals(mean, checkpoint.input().scaling().mean().get(c), 1e-6);
        }
        assertEquals(factor, says(checkpoint, "a second factor"));
        assertTrue(says(checkpoint, "scaling=... says otherwise"));
        assertEquals(r == 1, says(checkpoint, "mean 0, variance 1"));
    }

    @Test
    void listedLayersTellPoolingAndSecondFactor() {
        List<KerasWriter.Layer> layers = new ArrayList<>(LAYERS);
        float[] std = {0.229f, 0.224f, 0.225f};
        layers.add(0, KerasWriter.normalization(new float[] {0.4f, 0.4f, 0.4f}, std));
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        KerasWriter.numbered(root, layers, "layers", 1, true);
        for (String idle : List.of("rescaling", "global_average_pooling2d")) {
            root.group("layers/" + idle + "/vars");
        }
        Checkpoint checkpoint = read(Hdf5Writer.write(folder.resolve("a.weights.h5"), root));
        assertEquals(Pooling.AVERAGE, checkpoint.head().pooling());
        assertTrue(says(checkpoint, "nothing makes up for it, as the layers"));
        root.group("layers/rescaling_1/vars");
        root.group("layers/global_max_pooling2d/vars");
        checkpoint = read(Hdf5Writer.write(folder.resolve("b.weights.h5"), root));
        assertEquals(Pooling.MAX, checkpoint.head().pooling());
        assertTrue(says(checkpoint, "a second factor 1/sqrt(std) makes up for it, as the layers"));
        Path file = Hdf5Writer.write(folder.resolve("c.weights.h5"), root);
        assertEquals(Pooling.AVERAGE, read(file, "pooling", "average").head().pooling());
    }

    @Test
    void keras2V2AndLiteAreRefusedByName() {
        List<KerasWriter.Layer> layers = new ArrayList<>(LAYERS);
        layers.removeIf(l -> l.name().matches("block[123].*_(dwconv|bn|expand_conv|expand_bn)"));
        layers.replaceAll(
                l ->
                        new KerasWriter.Layer(
                                l.name().replace("_dwconv", "_dwconv2"), l.kind(), l.arrays()));
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        KerasWriter.named(root, layers, KerasWriter.Form.KERAS_2, "");
        Path file = Hdf5Writer.write(folder.resolve("v2.h5"), root);
        assertTrue(refused(UnsupportedCheckpoint.class, file).contains("EfficientNetV2"));
        layers = new ArrayList<>(LAYERS);
        layers.removeIf(l -> l.name().contains("_se_"));
        root = new Hdf5Writer.Group();
        KerasWriter.named(root, layers, KerasWriter.Form.KERAS_2, "");
        file = Hdf5Writer.write(folder.resolve("lite.h5"), root);
        assertTrue(refused(UnsupportedCheckpoint.class, file).contains("EfficientNet-Lite"));
    }
}
