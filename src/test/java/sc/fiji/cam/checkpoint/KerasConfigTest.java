package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.Output;
import sc.fiji.cam.data.Pooling;
import sc.fiji.cam.data.Scaling;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.UnsupportedCheckpoint;
import sc.fiji.cam.testing.Hdf5Writer;
import sc.fiji.cam.testing.KerasWriter;

/** A configuration is followed by the letter, whatever else stands in it. */
class KerasConfigTest extends WholeFiles {
    private static final List<KerasWriter.Layer> LAYERS = KerasWriter.zeros(Architecture.B0, 3);
    private static final List<String> STRIDED =
            List.of(
                    "stem_conv",
                    "block2a_dwconv",
                    "block3a_dwconv",
                    "block4a_dwconv",
                    "block6a_dwconv");

    /** Pads of a network built for 300 pixels. */
    private static final List<String> FOR_300 = List.of("0,1", "0,1", "2,2", "0,1", "2,2");

    private static final String AVERAGE = "GlobalAveragePooling2D pool {}";
    private static final String DENSE = "Dense predictions {'activation':'softmax'}";

    private String shape = "[null,300,300,3]";
    private List<String> pads = FOR_300;
    private String eps = "0.001";
    private String swish = "'swish'";
    private final List<KerasWriter.Layer> more = new ArrayList<>();
    private boolean keras3;

    /** {@code Type name {...}}, called with the layer before. */
    private String layer(String text, String before) {
        String[] words = text.split(" ", 3);
        String reference = "['%s',0,0]".formatted(before);
        String call =
                keras3
                        ? "{'args':[{'class_name':'__keras_tensor__','config':{'shape':[1],"
                                + "'keras_history':"
                                + reference
                                + "}}],'kwargs':{}}"
                        : "[['%s',0,0,{}]]".formatted(before);
        String calls = before.isEmpty() ? "[]" : "[" + call + "]";
        String config =
                words[2].replaceFirst("\\{", "{'name':'" + words[1] + "','unknown':[1,{}],");
        return "{'class_name':'%s','name':'%s','config':%s,'inbound_nodes':%s,'registered_name':null}"
                .formatted(words[0], words[1], config.replace(",}", "}"), calls);
    }

    private String network(List<String> before, List<String> behind) {
        List<String> layers = new ArrayList<>();
        layers.add(layer("InputLayer input {'batch_shape':" + shape + "}", ""));
        String last = "input";
        for (String text : before) {
            layers.add(layer(text, last));
            last = text.split(" ")[1];
        }
        for (int i = 0; i < STRIDED.size(); i++) {
            String name = STRIDED.get(i);
            boolean same = pads.isEmpty();
            if (!same) {
                String pad = "[[" + pads.get(i) + "],[" + pads.get(i) + "]]";
                layers.add(layer("ZeroPadding2D " + name + "_pad {'padding':" + pad + "}", last));
                last = name + "_pad";
            }
            String kind = i == 0 ? "Conv2D " : "DepthwiseConv2D ";
            String padding = same ? "same" : "valid";
            layers.add(layer(kind + name + " {'padding':'" + padding + "'}", last));
            last = name;
        }
        for (String text :
                List.of(
                        "BatchNormalization stem_bn {'epsilon':0.001}",
                        "BatchNormalization block7a_bn {'epsilon':" + eps + "}",
                        "DepthwiseConv2D block1a_dwconv {}",
                        "Conv2D block1a_se_reduce {}",
                        "Conv2D block7a_project_conv {}",
                        "Activation top_activation {'activation':" + swish + "}")) {
            layers.add(layer(text, last));
            last = text.split(" ")[1];
        }
        for (String text : behind) {
            layers.add(layer(text, last));
            last = text.split(" ")[1];
        }
        return "{'class_name':'Functional','config':{'name':'net','layers':[%s],'output_layers':%s}}"
                .formatted(
                        String.join(",", layers),
                        (keras3 ? "['%s',0,0]" : "[['%s',0,0]]").formatted(last));
    }

    private Path keras(String config) {
        return keras(config, "");
    }

    private Path keras(String config, String model) {
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        root.attribute("model_config", config.replace('\'', '"'));
        List<KerasWriter.Layer> layers = new ArrayList<>(LAYERS);
        layers.addAll(more);
        KerasWriter.named(root.group("model_weights"), layers, KerasWriter.Form.KERAS_2, model);
        return Hdf5Writer.write(folder.resolve("config.h5"), root);
    }

    private Checkpoint read(List<String> before, List<String> behind) {
        return read(keras(network(before, behind)));
    }

    private String refused(List<String> before, List<String> behind) {
        return refused(UnsupportedCheckpoint.class, keras(network(before, behind)));
    }

    private static Tensor tensor(int... shape) {
        float[] values = new float[java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) values[i] = (i % 7 - 3) / 8f;
        return new Tensor("t", shape, values);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void sizeFamilyHeadAndSourcesAreTheFiles(boolean three) {
        keras3 = three;
        Checkpoint c =
                read(List.of("Rescaling r {'scale':0.00392156862745098}"), List.of(AVERAGE, DENSE));
        assertEquals(InputSize.square(300), c.input().size().orElseThrow());
        assertEquals("file", c.input().sources().size());
        assertEquals("file", c.input().sources().scaling());
        assertEquals(Scaling.of(0, 1), c.input().scaling());
        assertEquals("static:300", c.facts().family());
        assertEquals("file", c.facts().familySource());
        assertEquals(List.of("Linear 1280 -> 3"), c.head().drawn());
        assertEquals(Output.SOFTMAX, c.head().output());
        assertEquals(1, c.assumptions().size(), c.assumptions().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[null,300,300,3]; 0,1 0,1 2,2 0,1 2,2; static:300",
                "[null,224,224,3]; 0,1 0,1 1,2 0,1 1,2; static:224",
                "[null,null,null,3]; 0,1 0,1 1,2 0,1 1,2; keras-none",
                "[null,300,300,3]; 1,1 0,1 2,2 0,1 2,2; explicit",
                "[null,300,224,3]; 0,1 0,1 2,2 0,1 2,2; explicit",
                "[null,300,300,3]; ''; tensorflow"
            })
    void padsDecideTheFamily(String input, String rows, String family) {
        shape = input;
        pads = rows.isEmpty() ? List.of() : List.of(rows.split(" "));
        assertEquals(family, read(List.of(), List.of(AVERAGE, DENSE)).facts().family());
    }

    @Test
    void epsAndActivationAreChecked() {
        eps = "0.01";
        assertTrue(refused(List.of(), List.of(AVERAGE, DENSE)).contains("different eps"));
        eps = "0.001";
        for (String known :
                List.of("'silu'", "'Custom>swish'", "{'class_name':'function','config':'swish'}")) {
            swish = known;
            assertEquals(1e-3f, read(List.of(), List.of(AVERAGE, DENSE)).family().eps());
        }
        swish = "'relu'";
        assertTrue(refused(List.of(), List.of(AVERAGE, DENSE)).contains("is relu, expected swish"));
    }

    /** Values of v = 51 that the network gets. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Rescaling a {'scale':0.5,'offset':-1}; 24.5",
                "Rescaling a {'scale':[0.5,0.5,0.5]}; 25.5",
                "Rescaling a {'scale':{'class_name':'__numpy__','config':{'value':[2,2,2]}}}; 102",
                "Normalization n {'mean':1,'variance':[4,4,4]}; 25",
                "Normalization n {'mean':1,'variance':4,'invert':true}; 103",
                "RandomFlip f {'mode':'horizontal'}; 51",
                "Rescaling a {'scale':0.5} | Normalization n {'mean':0.5,'variance':25} | Rescaling b"
                        + " {'scale':2,'offset':1}; 11"
            })
    void scalingLayersAreFollowedInOrder(String layers, float expected) {
        List<String> before = List.of(layers.split(" \\| "));
        Checkpoint c = read(before, List.of(AVERAGE, DENSE));
        Scaling scaling = c.input().scaling();
        boolean none = layers.startsWith("RandomFlip");
        assertEquals(none, says(c, "The file has no scaling layers"));
        assertEquals(none ? "assumed" : "file", c.input().sources().scaling());
        if (none) return;
        for (int i = 0; i < 3; i++) {
            float got = (51 / 255f - scaling.mean().get(i)) / scaling.std().get(i);
            assertEquals(expected, got, 1e-4 * expected);
        }
    }

    @Test
    void scalingStoredInTheFileCounts() {
        more.add(KerasWriter.normalization(new float[] {10, 20, 30}, new float[] {4, 9, 16}));
        List<String> before = List.of("Normalization normalization {'mean':null,'variance':null}");
        Checkpoint c = read(before, List.of(AVERAGE, DENSE));
        for (int i = 0; i < 3; i++) {
            float got = (1 - c.input().scaling().mean().get(i)) / c.input().scaling().std().get(i);
            assertEquals((255 - 10 * (i + 1)) / (i + 2f), got, 1e-3);
        }
        assertFalse(says(c, "does nothing"));
        more.set(0, KerasWriter.normalization(new float[3], new float[] {1, 1, 1}));
        assertTrue(
                says(read(before, List.of(AVERAGE, DENSE)), "does nothing (mean 0, variance 1)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Lambda l {'function':['abc',null]}; is Python code, which is never run",
                "Conv2D c {'filters':3}; layer c (Conv2D) in front of the EfficientNet is not read",
                "CenterCrop c {'height':3}; is not read",
                "Rescaling r {'scale':'x'}; is not read",
                "Rescaling r {'scale':0}; make one value of all"
            })
    void otherLayersInFrontAreRefusedByName(String layer, String words) {
        String message = refused(List.of(layer), List.of(AVERAGE, DENSE));
        assertTrue(message.contains(words), message);
    }

    @Test
    void theFilesOwnResizingGivesTheSize() {
        shape = "[null,null,null,3]";
        Checkpoint c =
                read(List.of("Resizing z {'height':96,'width':128}"), List.of(AVERAGE, DENSE));
        assertEquals(new InputSize(128, 96), c.input().size().orElseThrow());
        assertTrue(says(c, "resizes pictures itself"));
    }

    @Test
    void layersOfAHeadAreFollowed() {
        more.add(KerasWriter.dense("hidden", tensor(8, 1280), tensor(8)));
        more.add(KerasWriter.dense("out", tensor(2, 8), tensor(2)));
        Checkpoint c =
                read(
                        List.of(),
                        List.of(
                                "GlobalMaxPooling2D p {}",
                                "FixedDropout d {'rate':0.25}",
                                "Dense hidden {'activation':'linear'}",
                                "LeakyReLU l {'negative_slope':0.125}",
                                "Dense out {}",
                                "Activation a {'activation':'sigmoid'}"));
        assertEquals(Pooling.MAX, c.head().pooling());
        assertEquals(Output.SIGMOID, c.head().output());
        assertEquals(
                "max pooling, FixedDropout 0.25, Linear 1280 -> 8, leaky_relu, Linear 8 -> 2",
                c.head().describe());
        c = read(keras(network(List.of(), List.of(AVERAGE, DENSE))), "activation", "elu");
        assertTrue(says(c, "activation=elu is not used"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "Flatten f {}! layer f (Flatten) behind the features is not read",
                "GlobalAveragePooling2D p {} | Lambda l {}! Python code, which is never run",
                "GlobalAveragePooling2D p {} | LayerNormalization n {}! (LayerNormalization) behind",
                "GlobalAveragePooling2D p {}! without classifier (an embedding)",
                "GlobalAveragePooling2D p {} | Dense predictions {'activation':'relu'}"
                        + "! activation relu at this place",
                "GlobalAveragePooling2D p {} | Dense predictions {'activation':'softmax'} | Dense"
                        + " more {}! activation softmax in front of further layers",
                "GlobalAveragePooling2D p {} | Dense lost {}! the arrays of layer lost (Dense) are not"
            })
    void otherHeadsAreRefusedByName(String layers, String words) {
        String message = refused(List.of(), List.of(layers.split(" \\| ")));
        assertTrue(message.contains(words), message);
    }

    @Test
    void branchesAreRefused() {
        String config = network(List.of(), List.of(AVERAGE, DENSE));
        String two =
                config.replace(
                        "'output_layers':[['predictions',0,0]]",
                        "'output_layers':[['predictions',0,0],['pool',0,0]]");
        String message = refused(UnsupportedCheckpoint.class, keras(two));
        assertTrue(message.contains("takes the outputs of several: predictions, pool"), message);
        String circle = config.replace("[['top_activation',0,0,{}]]", "[['predictions',0,0,{}]]");
        message = refused(UnsupportedCheckpoint.class, keras(circle));
        assertTrue(message.contains("called in a circle"), message);
    }

    @Test
    void modelsInModelsAreOpenedUp() {
        String inner = network(List.of("Rescaling r {'scale':0.5}"), List.of());
        String front =
                "{'class_name':'Sequential','config':{'name':'front','layers':[%s,%s]}}"
                        .formatted(
                                layer("RandomFlip f {}", ""), layer("Rescaling a {'scale':2}", ""));
        String config =
                "{'class_name':'Sequential','config':[%s,%s,%s,%s]}"
                        .formatted(front, inner, layer(AVERAGE, ""), layer(DENSE, ""));
        Checkpoint c = read(keras(config, "net"));
        assertEquals(1 / 255f, c.input().scaling().std().get(0), 1e-9);
        assertEquals("static:300", c.facts().family());
        assertEquals(3, c.head().classes());
    }

    /** Whatever is missing or of another kind in a configuration, it ends with an error of ours. */
    @Test
    void brokenConfigurationsEndWell() {
        String whole = network(List.of("Rescaling r {'scale':0.5}"), List.of(AVERAGE, DENSE));
        int opened = 0;
        for (String part :
                List.of(
                        "[",
                        "]",
                        "0,1",
                        "'same'",
                        "'padding'",
                        "null",
                        "'config'",
                        "'name'",
                        "'softmax'",
                        "'layers'",
                        "300",
                        "0.5",
                        "'epsilon'",
                        "'class_name'",
                        "'inbound_nodes'")) {
            for (String other : List.of("-1", "[]", "{}", "''", "1e999", "null", "[[[]]]")) {
                try {
                    read(keras(whole.replace(part, other)));
                    opened++;
                } catch (CamException e) {
                    assertFalse(e.getMessage().isEmpty());
                }
            }
        }
        assertTrue(opened > 0);
    }
}
