package sc.fiji.cam.fuzz;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Folders that mean harm: configurations and lists of parts beside weights, unpacked archives with
 * links that lead out, round, or to devices without end.
 */
final class HostileFolders {
    private static final JsonElement CONFIG =
            JsonParser.parseString(
                    """
                    {"architecture": "efficientnet_b0", "model_type": "efficientnet",
                     "num_classes": 3, "num_labels": 3, "image_size": 224, "batch_norm_eps": 0.001,
                     "depthwise_padding": [5, 18], "label_names": ["a", "b", "c"],
                     "id2label": {"0": "a", "1": "b", "2": "c"},
                     "pretrained_cfg": {"input_size": [3, 224, 224], "mean": [0.5, 0.5, 0.5],
                       "std": [0.5, 0.5, 0.5], "crop_pct": 0.875, "interpolation": "bicubic"}}
                    """);
    private static final JsonElement PARTS =
            JsonParser.parseString(
                    """
                    {"metadata": {"total_size": 4}, "weight_map":
                     {"conv_stem.weight": "pytorch_model-1.bin", "bn1.weight": "../evil",
                      "bn1.bias": "/etc/passwd", "classifier.weight": "pytorch_model.bin",
                      "classifier.bias": "loop/loop/loop/pytorch_model.bin"}}
                    """);
    private static final List<String> LEADS =
            List.of("/dev/zero", "/dev/full", "/etc/passwd", ".", "..", "data.pkl", "nothing");

    private final Path folder;
    private final Random random;

    private HostileFolders(Path folder, Random random) {
        this.folder = folder;
        this.random = random;
    }

    /** Makes one. */
    static void write(Path folder, Random random) throws IOException {
        Files.createDirectories(folder);
        HostileFolders made = new HostileFolders(folder, random);
        if (random.nextInt(3) == 0) {
            made.unpacked();
        } else {
            made.named();
        }
        if (random.nextInt(4) == 0) made.link("loop", ".");
    }

    /** As model hubs keep them. */
    private void named() throws IOException {
        if (random.nextInt(8) > 0) json("config.json", CONFIG);
        if (random.nextInt(3) == 0) json("pytorch_model.bin.index.json", PARTS);
        if (random.nextInt(4) == 0) json("model.safetensors.index.json", PARTS);
        Path weights = folder.resolve(random.nextInt(9) > 0 ? "pytorch_model.bin" : "x.pth");
        switch (random.nextInt(4)) {
            case 0 -> HostilePickles.write(weights, random);
            case 1 -> HostileSafetensors.write(folder.resolve("model.safetensors"), random);
            default -> Files.write(weights, Seeds.bytes("legacy_b0.pth"));
        }
        if (random.nextInt(8) == 0) {
            int n = random.nextInt(20) == 0 ? 3000 : 30;
            for (int i = 0; i < n; i++) Files.createFile(folder.resolve("part" + i + ".bin"));
        }
    }

    /** As an archive leaves them; {@code x.pt/x/} too. */
    private void unpacked() throws IOException {
        Path root = random.nextBoolean() ? folder : folder.resolve("x");
        Map<String, byte[]> members = Seeds.members("module_b0.pt");
        for (Map.Entry<String, byte[]> member : members.entrySet()) {
            Path file = root.resolve(member.getKey().replaceFirst("^[^/]*/", ""));
            Files.createDirectories(file.getParent());
            if (random.nextInt(40) == 0) {
                Files.createSymbolicLink(file, Path.of(LEADS.get(random.nextInt(LEADS.size()))));
            } else if (random.nextInt(40) > 0) {
                Files.write(file, member.getValue());
            }
        }
        Path pickle = root.resolve("data.pkl");
        if (random.nextInt(3) > 0) {
            Files.deleteIfExists(pickle);
            Files.write(pickle, HostilePickles.make(random));
        }
        if (random.nextInt(5) == 0) link("data", LEADS.get(random.nextInt(LEADS.size())));
    }

    private void json(String name, JsonElement sound) throws IOException {
        byte[] text = HostileJson.like(sound, random).getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve(name), text);
    }

    private void link(String name, String to) throws IOException {
        try {
            Files.createSymbolicLink(folder.resolve(name), Path.of(to));
        } catch (FileAlreadyExistsException e) {
            Files.createSymbolicLink(folder.resolve(name + "2"), Path.of(to));
        }
    }
}
