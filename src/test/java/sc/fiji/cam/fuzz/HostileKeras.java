package sc.fiji.cam.fuzz;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import sc.fiji.cam.testing.TorchWriter;

/** Files of Keras 3 that mean harm: configurations that do not fit, end, or make sense. */
final class HostileKeras {
    private static final List<String> SEEDS = List.of("keras3_b0.keras", "keras3_nested_b0.keras");

    private final Map<String, byte[]> members;
    private final String config;

    private HostileKeras(Map<String, byte[]> members) {
        this.members = members;
        this.config = new String(members.get("config.json"), StandardCharsets.UTF_8);
    }

    /** Writes one. */
    static void write(Path file, Random random) throws IOException {
        String seed = SEEDS.get(random.nextInt(SEEDS.size()));
        new HostileKeras(Seeds.members(seed)).make(file, random);
    }

    private void make(Path file, Random random) throws IOException {
        switch (random.nextInt(10)) {
            case 0 -> put("metadata.json", HostileJson.text(random));
            case 1 -> put("config.json", HostileJson.text(random));
            case 2 -> members.remove("config.json");
            case 3 -> members.remove("model.weights.h5");
            case 4 -> put("config.json", renamed(random));
            case 5 -> members.put("model.weights.h5", ChangedHdf5.make(weights(), random));
            default -> put("config.json", HostileJson.like(JsonParser.parseString(config), random));
        }
        TorchWriter.zip(file, members, random.nextInt(8) == 0);
    }

    private byte[] weights() {
        return members.get("model.weights.h5");
    }

    /** Layers that take one another's names: cycles, forks and dead ends. */
    private String renamed(Random random) {
        String[] names = {"stem_conv", "top_conv", "block1a_bn", "block2a_se_expand", "rescaling"};
        String from = names[random.nextInt(names.length)];
        String to = names[random.nextInt(names.length)];
        return random.nextBoolean()
                ? config.replace('"' + from + '"', '"' + to + '"')
                : config.replaceFirst('"' + from + '"', '"' + to + '"');
    }

    private void put(String name, String text) {
        members.put(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
