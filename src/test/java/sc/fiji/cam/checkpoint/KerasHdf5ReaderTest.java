package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.UnsupportedCheckpoint;
import sc.fiji.cam.testing.Hdf5Writer;

class KerasHdf5ReaderTest extends AbstractReaderContract {
    @Override
    CheckpointReader reader() {
        return new KerasHdf5Reader();
    }

    @Override
    String ending() {
        return ".h5";
    }

    @Override
    void write(Path file, List<Tensor> tensors) {
        Hdf5Writer.write(file, sample(tensors));
    }

    /** Linear layers, whose kernels Keras keeps as [in, out]. */
    static Hdf5Writer.Group sample(List<Tensor> tensors) {
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        List<String> layers =
                tensors.stream()
                        .map(t -> t.name().substring(0, t.name().lastIndexOf('.')))
                        .toList();
        root.attribute("layer_names", layers).attribute("class_names", List.of("a", "b"));
        for (int i = 0; i < layers.size(); i++) {
            Tensor tensor = tensors.get(i);
            boolean kernel = tensor.shape().length == 2;
            String leaf = kernel ? "kernel:0" : "bias:0";
            root.group(layers.get(i)).attribute("weight_names", List.of(leaf));
            float[] values = kernel ? turned(tensor) : tensor.values();
            long[] shape =
                    kernel
                            ? new long[] {tensor.shape()[1], tensor.shape()[0]}
                            : new long[] {values.length};
            root.array(layers.get(i) + "/" + leaf, shape, values);
        }
        return root;
    }

    private static float[] turned(Tensor tensor) {
        int out = tensor.shape()[0];
        int in = tensor.shape()[1];
        float[] turned = new float[out * in];
        for (int i = 0; i < turned.length; i++) {
            turned[i] = tensor.values()[i % out * in + i / out];
        }
        return turned;
    }

    private String refused(Class<? extends CamException> kind, Hdf5Writer.Group root) {
        Path file = Hdf5Writer.write(folder.resolve("hostile.h5"), root);
        return assertThrows(kind, () -> Checkpoints.read(file, CamSettings.defaults()))
                .getMessage();
    }

    private static Hdf5Writer.Group layer(byte[] type, long... shape) {
        Hdf5Writer.Group root = new Hdf5Writer.Group().attribute("layer_names", List.of("a"));
        root.group("a").attribute("weight_names", List.of("kernel"));
        root.array("a/kernel", type, shape, new byte[64]);
        return root;
    }

    @Test
    void absurdShapesAreRefusedByName() {
        long[][] shapes = {
            {1L << 40},
            {1L << 31, 1L << 31, 4},
            {-1},
            {Long.MAX_VALUE, 2},
            {100_000, 100_000},
            {10_000}
        };
        for (long[] shape : shapes) {
            String message = refused(BadCheckpoint.class, layer(Hdf5Writer.FLOAT32, shape));
            assertTrue(message.contains("hostile.h5"), message);
        }
        // Control: as many numbers as there are.
        String message = refused(UnsupportedCheckpoint.class, layer(Hdf5Writer.FLOAT32, 4, 4));
        assertTrue(
                message.contains("another network, its first tensor is a/kernel [4, 4]"), message);
    }

    @Test
    void otherTypesAreRefusedByName() {
        String message = refused(UnsupportedCheckpoint.class, layer(Hdf5Writer.OPAQUE, 4, 4));
        assertTrue(message.contains("bfloat16"), message);
        assertTrue(message.contains("float32"), message);
        byte[] big = Hdf5Writer.FLOAT32.clone();
        big[1] |= 1;
        message = refused(UnsupportedCheckpoint.class, layer(big, 4, 4));
        assertTrue(message.contains("array a/kernel has numbers of another type"), message);
        message = refused(UnsupportedCheckpoint.class, layer(Hdf5Writer.BFLOAT16, 4, 4));
        assertTrue(message.contains("another network"), message);
    }

    @Test
    void groupsInsideThemselvesEnd() {
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        Hdf5Writer.Group model = root.group("layers/functional");
        model.link("layers", root.group("layers"));
        String message = refused(BadCheckpoint.class, root);
        assertTrue(message.contains("more than 32 deep"), message);
        Hdf5Writer.Group named = new Hdf5Writer.Group().attribute("layer_names", List.of("a/a/a"));
        named.link("a", named);
        message = refused(UnsupportedCheckpoint.class, named);
        assertTrue(message.contains("another network"), message);
    }

    @Test
    void whatIsListedMustBeThere() {
        Hdf5Writer.Group root = layer(Hdf5Writer.FLOAT32, 4, 4);
        root.group("a").attribute("weight_names", List.of("kernel", "../../etc/passwd"));
        String message = refused(BadCheckpoint.class, root);
        assertTrue(message.contains("lists a/../../etc/passwd, which is not in the file"), message);
        root = new Hdf5Writer.Group().attribute("layer_names", List.of("b"));
        assertTrue(refused(BadCheckpoint.class, root).contains("lists /b"));
    }

    @Test
    void aConfigurationAMillionDeepIsRefused() {
        Hdf5Writer.Group root = layer(Hdf5Writer.FLOAT32, 4, 4);
        root.attribute("model_config", "[".repeat(1_000_000));
        assertTrue(refused(BadCheckpoint.class, root).contains("no sound JSON"));
    }

    @Test
    void otherFilesOfTheFormatAreNamedByWhatTheyHold() {
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        root.group("obs");
        root.group("var");
        String message = refused(BadCheckpoint.class, root);
        assertTrue(message.contains("not one of Keras: it holds obs, var"), message);
        assertEquals(1, message.split("\n").length);
    }
}
