package sc.fiji.cam.testing;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import sc.fiji.cam.data.Picture;

/**
 * The golden pack: answers of the original libraries on their own files. Part of it lies in the
 * test resources; the whole of it beside the checkout ({@link Shared}). What is absent skips the
 * test that asks for it, by name.
 */
public final class Golden {
    private static final List<Path> ROOTS =
            List.of(Path.of("src/test/resources/golden"), Shared.root().resolve("golden"));

    private Golden() {}

    /** Whether a file of the pack (packed or not) is there. */
    public static boolean has(String name) {
        return find(name).isPresent() || find(name + ".xz").isPresent();
    }

    /**
     * A file of the pack, unpacked if it is stored as {@code .xz}.
     *
     * @param name as in the pack's index, without {@code .xz}: {@code timm.safetensors}, or a
     *     folder
     * @return an absolute path
     */
    public static Path file(String name) {
        if (name.endsWith("_folder")) return folder(name);
        Optional<Path> plain = find(name);
        if (plain.isPresent()) return plain.get().toAbsolutePath();
        Optional<Path> packed = find(name + ".xz");
        Assumptions.assumeTrue(packed.isPresent(), "golden file " + name + " is absent");
        return Packed.unpack(packed.orElseThrow());
    }

    /**
     * A folder of the pack with a config.json and weights, unpacked.
     *
     * @param name of the folder
     * @return an absolute path
     */
    public static Path folder(String name) {
        Path config = file(name + "/config.json");
        Path weights = file(name + "/model.safetensors");
        Path folder = weights.resolveSibling(name);
        try {
            Files.createDirectories(folder);
            for (Path member : List.of(config, weights)) {
                Path target = folder.resolve(member.getFileName());
                if (!Files.exists(target)) {
                    Path part = Files.createTempFile(folder.getParent(), "copying", "");
                    Files.copy(member, part, StandardCopyOption.REPLACE_EXISTING);
                    Packed.move(part, target);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A picture of the pack.
     *
     * @param letter a, b or c
     * @param tag {@code 300}, {@code 224} or {@code 260x380} (height x width)
     */
    public static Path picture(String letter, String tag) {
        return file("image_" + letter + "_" + tag + ".png");
    }

    /**
     * A picture of the pack, decoded.
     *
     * @param letter a, b or c
     * @param tag {@code 300}, {@code 224} or {@code 260x380} (height x width)
     */
    public static Picture decoded(String letter, String tag) {
        return decode(picture(letter, tag));
    }

    /** Decodes an RGB picture with the JDK. */
    public static Picture decode(Path file) {
        try {
            BufferedImage image = ImageIO.read(file.toFile());
            int w = image.getWidth();
            int h = image.getHeight();
            int[] rgb = image.getRGB(0, 0, w, h, null, 0, w);
            return new Picture(file.getFileName().toString(), w, h, rgb);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The original library's answers, by key: {@code torchvision}, {@code methods}. */
    public static Npz truth(String key) {
        return Npz.read(file("truth/" + key + ".npz"));
    }

    /** A JSON file of the pack. */
    public static JsonObject json(String name) {
        try {
            return JsonParser.parseString(Files.readString(file(name))).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> find(String name) {
        return ROOTS.stream().map(r -> r.resolve(name)).filter(Files::isRegularFile).findFirst();
    }

    /** SHA-256 in hexadecimal. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
