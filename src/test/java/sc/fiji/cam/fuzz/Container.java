package sc.fiji.cam.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.testing.Golden;
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
 * @param share among how many files of its format the mutants are shared out
 */
record Container(String name, String fileName, Seed seed, List<Maker> makers, int share) {
    /** Large files take long to open: one mutant of these for so many of the small ones. */
    private static final int LARGE = 50;

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
            Stream.of(
                            List.of(
                                    changed("torch zip, small", "x.pth", Container::torch),
                                    changed("safetensors, B0", "x.safetensors", Container::plain)),
                            seeds("legacy_b0.pth"),
                            seeds(
                                    "module_b0.pt",
                                    "legacy_module_b0.pt",
                                    "timm_module_b0.pt",
                                    "lukemelas_module_b0.pt"),
                            seeds("traced_b0.pt", "scripted_b0.pt"),
                            seeds("keras2_b0.h5", "keras3_b0.h5", "keras3_nested_b0.h5"),
                            seeds("keras2_weights_b0.h5", "keras3_b0.weights.h5"),
                            seeds("keras3_b0.keras", "keras3_nested_b0.keras"),
                            List.of(
                                    made("pickles, made", "x.pth", HostilePickles::write),
                                    made("zips, made", "x.pth", HostileZips::write),
                                    made("programs, made", "x.pt", HostileScripts::write),
                                    made("folders, made", "model", HostileFolders::write),
                                    made("HDF5, made", "x.h5", HostileHdf5::write),
                                    made("HDF5, changed", "x.h5", ChangedHdf5::write),
                                    made("Keras, made", "x.keras", HostileKeras::write),
                                    made(
                                            "safetensors, made",
                                            "x.safetensors",
                                            HostileSafetensors::write)))
                    .flatMap(List::stream)
                    .toList();

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
                            "torchvision_legacy.pth",
                            "torchvision_module.pt",
                            "torchvision_traced.pt",
                            "torchvision_scripted.pt",
                            "lukemelas_module.pth",
                            "keras2_flat.h5",
                            "keras2_flat_weights.h5",
                            "keras2_kaggle.h5",
                            "keras3_nested224.h5",
                            "keras3_flat.weights.h5",
                            "keras3_imagenet_bn.keras")
                    .map(n -> changed(n, n, folder -> Golden.file(n), LARGE))
                    .toList();

    /** Files of one format. */
    private static List<Container> seeds(String... names) {
        return Stream.of(names)
                .map(n -> changed(n, n, folder -> Seeds.file(n), names.length))
                .toList();
    }

    private static Container changed(String name, String fileName, Seed seed) {
        return changed(name, fileName, seed, 1);
    }

    private static Container changed(String name, String fileName, Seed seed, int share) {
        return new Container(name, fileName, seed, List.of(), share);
    }

    private static Container made(String name, String fileName, Maker maker) {
        return new Container(name, fileName, NONE, List.of(maker), 1);
    }

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

    private static Path plain(Path folder) {
        Networks.Network network = Networks.random(Architecture.B0, 3, 1);
        Map<String, String> metadata = Map.of("classes", "[\"a\",\"b\",\"c\"]", "mean", "[0,0,0]");
        return SafetensorsWriter.write(folder.resolve("seed.safetensors"), network, metadata);
    }
}
