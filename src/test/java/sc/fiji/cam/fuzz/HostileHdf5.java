package sc.fiji.cam.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import sc.fiji.cam.testing.Hdf5Writer;

/**
 * HDF5 that means harm: axes without end, groups inside themselves, trees that branch into one
 * place, texts and configurations without end.
 */
final class HostileHdf5 {
    private static final long[] SIZES = {
        0, 1, 3, 1 << 16, Integer.MAX_VALUE, 1L << 31, 1L << 32, 1L << 40, Long.MAX_VALUE, -1
    };
    private static final List<String> KINDS =
            List.of("conv2d", "depthwise_conv2d", "dense", "batch_normalization", "normalization");

    private HostileHdf5() {}

    /** Writes one. */
    static void write(Path file, Random random) throws IOException {
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        if (random.nextBoolean()) named(root, random);
        if (random.nextBoolean()) numbered(root, random);
        if (random.nextInt(4) == 0) root.attribute("model_config", config(random));
        byte[] bytes = Hdf5Writer.bytes(root);
        for (int i = random.nextInt(4); i > 0; i--) lie(bytes, random);
        Files.write(file, bytes);
    }

    private static void named(Hdf5Writer.Group root, Random random) {
        List<String> layers = new ArrayList<>();
        int count = random.nextInt(20) == 0 ? 2000 : 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String name = random.nextInt(4) == 0 ? "stem_conv" : "layer_" + i;
            layers.add(name);
            root.group(name).attribute("weight_names", List.of("kernel:0"));
            root.array(name + "/kernel:0", type(random), shape(random), new byte[64]);
            if (random.nextInt(8) == 0) root.group(name).link("kernel:0", root);
        }
        root.attribute("layer_names", layers);
    }

    private static void numbered(Hdf5Writer.Group root, Random random) {
        Hdf5Writer.Group list = root.group("layers");
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            String kind = KINDS.get(random.nextInt(KINDS.size()));
            Hdf5Writer.Group vars = list.group(kind + "_" + i + "/vars");
            int count = random.nextInt(20) == 0 ? 3000 : 1 + random.nextInt(4);
            for (int v = 0; v < count; v++) {
                vars.array("" + v, type(random), shape(random), new byte[64]);
            }
        }
        // Every further model is all of it again: two to the power of the depth.
        for (int i = 0; i < random.nextInt(3); i++) list.link("functional_" + i, root);
        if (random.nextInt(4) == 0) list.link("sequential", list);
    }

    private static byte[] type(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Hdf5Writer.OPAQUE;
            case 1 -> Hdf5Writer.BFLOAT16;
            case 2 -> {
                byte[] type = Hdf5Writer.FLOAT32.clone();
                type[random.nextInt(type.length)] = (byte) random.nextInt();
                yield type;
            }
            default -> Hdf5Writer.FLOAT32;
        };
    }

    private static long[] shape(Random random) {
        long[] shape = new long[random.nextInt(6)];
        for (int i = 0; i < shape.length; i++) shape[i] = SIZES[random.nextInt(SIZES.length)];
        return shape;
    }

    private static String config(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "[".repeat(1_000_000);
            case 1 -> "{\"class_name\":\"Sequential\",\"config\":".repeat(20) + "1";
            case 2 -> "{\"class_name\":\"Sequential\",\"config\":{\"layers\":[{}, 1, null, []]}}";
            default -> "\"" + "a".repeat(2_000_000) + "\"";
        };
    }

    /** Writes a size where something else was, mostly where addresses and lengths are. */
    private static void lie(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length / 8 - 1) * 8;
        long value =
                random.nextInt(3) == 0
                        ? random.nextInt(bytes.length)
                        : SIZES[random.nextInt(SIZES.length)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(at, value);
    }
}
