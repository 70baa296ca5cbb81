package sc.fiji.cam.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.Hdf5Writer;
import sc.fiji.cam.testing.KerasWriter;
import sc.fiji.cam.testing.Networks;
import sc.fiji.cam.testing.SafetensorsWriter;
import sc.fiji.cam.testing.TorchWriter;

/**
 * What is mutated: a sound file that is changed where it lies, or files made from nothing.
 *
 * @param name for reports; a golden file's own
 * @param fileName that a mutant has
 * @param seed the sound file, if there is one
 * @param makers of hostile files
 */
record Container(String name, String fileName, Seed seed, List<Maker> makers) {
    private static final Seed NONE = folder -> folder;

    /** Writes or finds a sound file. */
    interface Seed {
        Path in(Path folder) throws IOException;
    }

    /** Writes a hostile file; the same random numbers make the same file. */
    interface Maker {
        void write(Path file, Random random) throws IOException;
    }

    /** Small ones, and what is made from nothing: for every test run. */
    static final List<Container> SMALL =
            List.of(
                    new Container("torch zip, small", "x.pth", Container::torch, List.of()),
                    new Container("safetensors, B0", "x.safetensors", Container::plain, List.of()),
                    new Container("pickles, made", "x.pth", NONE, List.of(HostilePickles::write)),
                    new Container("zips, made", "x.pth", NONE, List.of(HostileZips::write)),
                    new Container(
                            "safetensors, made",
                            "x.safetensors",
                            NONE,
                            List.of(HostileSafetensors::write)),
                    new Container("Keras by name", "x.h5", Container::named, List.of()),
                    new Container("Keras by number", "x.keras", Container::numbered, List.of()),
                    new Container("HDF5, made", "x.h5", NONE, List.of(HostileHdf5::write)));

    /** The golden pack's: the real ones. */
    static final List<Container> REAL =
            Stream.of(
                            "torchvision_state_dict.pth",
                            "torchvision_float16.pth",
                            "torchvision_checkpoint.pth",
                            "lightning.ckpt",
                            "timm_tf.bin",
                            "timm.safetensors",
                            "torchvision_bfloat16.safetensors",
                            "torchvision_mlp.pth",
                            "torchvision_one_logit.pth",
                            "keras2_flat.h5",
                            "keras2_flat_weights.h5",
                            "keras2_kaggle.h5",
                            "keras3_nested224.h5",
                            "keras3_flat.weights.h5",
                            "keras3_imagenet_bn.keras")
                    .map(n -> new Container(n, n, folder -> Golden.file(n), List.of()))
                    .toList();

    /** By name. */
    static Container of(String name) {
        return Stream.concat(SMALL.stream(), REAL.stream())
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Path torch(Path folder) {
        Map<String, Object> beside =
                Map.of("class_names", List.of("a", "b", "c"), "args", Map.of("img_size", 224));
        return TorchWriter.tiny(folder.resolve("seed.pth"), shapes(), beside);
    }

    private static Map<String, int[]> shapes() {
        Networks.Network network = Networks.random(Architecture.B0, 3, 1);
        Map<String, int[]> shapes = new LinkedHashMap<>();
        Map<String, String> names = SafetensorsWriter.torchvisionNames(network);
        Architecture.B0.tensors().forEach(s -> shapes.put(names.get(s.name()), s.sizes()));
        shapes.put("classifier.1.weight", new int[] {3, 1280});
        shapes.put("classifier.1.bias", new int[] {3});
        return shapes;
    }

    private static Path named(Path folder) {
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        List<KerasWriter.Layer> layers = KerasWriter.zeros(Architecture.B0, 3);
        KerasWriter.named(root, layers, KerasWriter.Form.KERAS_2, "efficientnetb0");
        return Hdf5Writer.write(folder.resolve("seed.h5"), root);
    }

    private static Path numbered(Path folder) {
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        KerasWriter.numbered(root, KerasWriter.zeros(Architecture.B0, 3), "layers", 1, true);
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put(
                "metadata.json", "{\"keras_version\": \"3.9.2\"}".getBytes(StandardCharsets.UTF_8));
        members.put("model.weights.h5", Hdf5Writer.bytes(root));
        return TorchWriter.zip(folder.resolve("seed.keras"), members, false);
    }

    private static Path plain(Path folder) {
        Networks.Network network = Networks.random(Architecture.B0, 3, 1);
        Map<String, String> metadata = Map.of("classes", "[\"a\",\"b\",\"c\"]", "mean", "[0,0,0]");
        return SafetensorsWriter.write(folder.resolve("seed.safetensors"), network, metadata);
    }
}
