package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.testing.Shared;

/** A trained network on photographs, against sums over the answers that PyTorch gave. */
class EvaluateGoldenTest {
    @TempDir Path folder;

    @Test
    void accuracyAndCalibrationOfATrainedNetwork() throws IOException {
        Path real = Shared.file("real/cattle15");
        JsonObject answers =
                JsonParser.parseString(Files.readString(real.resolve("expected.json")))
                        .getAsJsonObject()
                        .getAsJsonObject("images");
        List<String> labels = Files.readAllLines(real.resolve("labels.txt"));
        int images = 0;
        int right = 0;
        // By bin of 1/15: right answers minus their probabilities.
        Map<Integer, Double> surplus = new TreeMap<>();
        for (String name : answers.keySet()) {
            String truth = name.substring(0, name.indexOf("__"));
            if (!labels.contains(truth)) continue;
            Path home = Files.createDirectories(folder.resolve(truth));
            Files.copy(real.resolve("images").resolve(name), home.resolve(name));
            JsonObject answer = answers.getAsJsonObject(name);
            boolean hit = answer.get("top1").getAsString().equals(truth);
            double probability = answer.get("prob").getAsDouble();
            images++;
            if (hit) right++;
            double off = (hit ? 1 : 0) - probability;
            surplus.merge((int) Math.ceil(15 * probability), off, Double::sum);
        }
        double error = surplus.values().stream().mapToDouble(Math::abs).sum() / images;

        JsonObject found = evaluate(real);
        assertEquals(images, found.get("images").getAsInt());
        assertEquals((double) right / images, found.get("accuracy").getAsDouble(), 1e-12);
        assertEquals(error, found.get("calibrationError").getAsDouble(), 1e-4);
        assertTrue(right > 0 && right < images && error > 0.01, "the check says something");
    }

    private JsonObject evaluate(Path real) {
        List<String> args = new ArrayList<>(List.of("evaluate", folder.toString(), "--json"));
        args.addAll(List.of("--model", real.resolve("best_efficientnet_b3.pt").toString()));
        args.addAll(List.of("--labels", real.resolve("labels.txt").toString()));
        args.addAll(List.of("--size", "224", "--resize", "stretch"));
        Cli.Outcome outcome = Cli.run(Models.ENGINE, args.toArray(new String[0]));
        assertEquals("", outcome.err());
        assertEquals(0, outcome.code());
        return JsonParser.parseString(outcome.out()).getAsJsonObject();
    }
}
