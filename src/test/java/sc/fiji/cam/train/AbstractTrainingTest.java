package sc.fiji.cam.train;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.WeightSet;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.testing.Networks;
import sc.fiji.cam.testing.Patches;
import sc.fiji.cam.testing.SafetensorsWriter;

/** Small trainings on patches of colour, and who listens to them. */
abstract class AbstractTrainingTest {
    @TempDir Path folder;
    Path images;
    Path output;

    @BeforeEach
    void draw() {
        images = Patches.write(folder.resolve("images"), 6, 40);
        output = folder.resolve("model.safetensors");
    }

    Map<String, String> options(String... more) {
        Map<String, String> options = new HashMap<>();
        options.put("output", output.toString());
        options.put("architecture", "b0");
        options.put("size", "32");
        options.put("epochs", "2");
        options.put("batch", "4");
        options.put("threads", "1");
        options.put("validation", "0.34");
        for (int i = 0; i < more.length; i += 2) options.put(more[i], more[i + 1]);
        if (options.containsKey("from")) options.remove("architecture");
        return options;
    }

    Training.Result train(TrainProgress progress, String... more) {
        return Training.run(images, TrainSettings.of(options(more)), progress);
    }

    /** What a training that has to be refused says. */
    String refused(String... more) {
        return assertThrows(WrongUse.class, () -> train(TrainProgress.NONE, more)).getMessage();
    }

    /** Remembers what it was told; does something at the end of epochs or at steps. */
    static class Listener implements TrainProgress {
        final List<String> notes = new ArrayList<>();
        final List<Epoch> epochs = new ArrayList<>();
        final List<List<CurvePoint>> curves = new ArrayList<>();
        boolean stop;

        @Override
        public void update(double fraction, String message) {
            assertTrue(fraction >= 0 && fraction <= 1, message + ": " + fraction);
        }

        @Override
        public boolean cancelled() {
            return stop;
        }

        @Override
        public void note(String sentence) {
            notes.add(sentence);
        }

        @Override
        public void epoch(Epoch done) {
            epochs.add(done);
        }

        @Override
        public void curve(List<CurvePoint> points) {
            curves.add(points);
        }
    }

    List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    Path checkpoint(WeightSet weights, LinearLayer head) {
        return checkpoint(weights, head, Map.of());
    }

    Path checkpoint(WeightSet weights, LinearLayer head, Map<String, String> metadata) {
        Networks.Network net = new Networks.Network(Architecture.B0, weights, head);
        return SafetensorsWriter.write(folder.resolve("start.safetensors"), net, metadata);
    }
}
