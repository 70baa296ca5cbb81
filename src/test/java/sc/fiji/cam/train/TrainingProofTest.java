package sc.fiji.cam.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.testing.Figures;
import sc.fiji.cam.testing.Patches;
import sc.fiji.cam.testing.Textures;

/** What takes minutes: run by {@code mvn -Ptrain test}; the numbers are in target/train.txt. */
class TrainingProofTest {
    private static final int EPOCHS = Integer.getInteger("cam.train", 0);
    private static final int TEXTURES = Textures.CLASSES.size();
    private static final int TEXTURE_SIZE = 240;
    private static final int OF_EACH = 20;
    private static final long UNSEEN = 1000;

    /**
     * Two minutes of two cores: other programs take time of the clock, and none of the processor.
     */
    private static final double MOST_CORE_SECONDS = 240;

    /** Between the middle and the end; one batch that stayed behind per step would add 100. */
    private static final long MOST_MEGABYTES = 24;

    @TempDir Path folder;

    @BeforeEach
    void onlyWhenAskedFor() {
        assumeTrue(EPOCHS > 0, "mvn -Ptrain test runs it");
    }

    private static void note(String format, Object... values) {
        Figures.note("train.txt", String.format(Locale.ROOT, format, values));
    }

    private Map<String, String> options(String... more) {
        Map<String, String> options = new TreeMap<>();
        options.put("output", folder.resolve("model.safetensors").toString());
        for (int i = 0; i < more.length; i += 2) options.put(more[i], more[i + 1]);
        return options;
    }

    private static long residentMegabytes() {
        System.gc();
        try {
            String pages = Files.readString(Path.of("/proc/self/statm")).split(" ")[1];
            return Long.parseLong(pages) * 4096 >> 20;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** From random weights to nearly all images right, with memory that does not grow. */
    @Test
    void learnsFromRandomWeightsInFlatMemory() {
        Path images = Patches.write(folder.resolve("images"), 30, 64);
        List<Long> memory = new ArrayList<>();
        TrainProgress watch =
                new AbstractTrainingTest.Listener() {
                    @Override
                    public void epoch(Epoch done) {
                        memory.add(residentMegabytes());
                    }
                };
        // All epochs at one size: a larger input needs more memory.
        Map<String, String> options =
                options(
                        "architecture",
                        "b0",
                        "epochs",
                        Integer.toString(EPOCHS),
                        "size",
                        "64",
                        "batch",
                        "8");
        Training.Result result = Training.run(images, TrainSettings.of(options), watch);
        note(
                "b0 from random weights, %d epochs: accuracy %.4f, calibration error %.4f (%.4f"
                        + " before temperature %.3f)",
                EPOCHS,
                result.scores().accuracy(),
                result.calibration().after(),
                result.calibration().before(),
                result.calibration().temperature());
        note("resident MB after each epoch: %s", memory);
        assertTrue(result.scores().accuracy() >= 0.9, "" + result.scores().accuracy());
        long growth = memory.get(EPOCHS - 1) - memory.get(EPOCHS / 2);
        assertTrue(growth <= MOST_MEGABYTES, "resident MB " + memory);
    }

    /** A picture that is drawn when it is needed. */
    private record Drawn(int kind, long seed) implements Source {
        @Override
        public String name() {
            return Textures.CLASSES.get(kind) + " " + seed;
        }

        @Override
        public String id() {
            return name();
        }

        @Override
        public Picture picture() {
            return Textures.draw(kind, TEXTURE_SIZE, seed);
        }
    }

    private static Samples textures(CamProgress progress) {
        SortedMap<String, List<Source>> byClass = new TreeMap<>();
        for (int kind = 0; kind < TEXTURES; kind++) {
            List<Source> sources = new ArrayList<>();
            for (int i = 0; i < OF_EACH; i++) sources.add(new Drawn(kind, i));
            byClass.put(Textures.CLASSES.get(kind), sources);
        }
        return Samples.of("textures", byClass, List.of(), progress);
    }

    /** The features of the bundled model, for something else. */
    @Test
    void fiveTexturesAreLearntFromTwentyImagesEach() {
        Map<String, String> options = options("from", "bundled", "mode", "head");
        long start = System.nanoTime();
        double startCore = coreSeconds();
        Training.Result result =
                Training.run(
                        TrainingProofTest::textures, TrainSettings.of(options), TrainProgress.NONE);
        double seconds = (System.nanoTime() - start) / 1e9;
        double core = coreSeconds() - startCore;
        double unseen = accuracyOnUnseen(result);
        note(
                "five textures, head on the bundled B3, %d images of each: %.0f s (%.0f s of cores);"
                        + " accuracy %.3f of"
                        + " %d put aside, %.3f of 100 never seen; calibration error %.4f",
                OF_EACH,
                seconds,
                core,
                result.scores().accuracy(),
                result.scores().images(),
                unseen,
                result.calibration().after());
        assertTrue(core < MOST_CORE_SECONDS, core + " s of cores");
        assertTrue(unseen >= 0.9, "accuracy " + unseen);
    }

    private static double coreSeconds() {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system.getProcessCpuTime() / 1e9;
    }

    private static double accuracyOnUnseen(Training.Result result) {
        int right = 0;
        int all = 0;
        try (CamModel model = CamModel.open(result.output(), CamSettings.defaults())) {
            for (int kind = 0; kind < TEXTURES; kind++) {
                assertEquals(Textures.CLASSES.get(kind), result.classes().get(kind));
                for (int i = 0; i < OF_EACH; i++, all++) {
                    Picture picture = Textures.draw(kind, TEXTURE_SIZE, UNSEEN + i);
                    var found = model.explain(picture, CamSettings.defaults(), CamProgress.NONE);
                    if (found.predictions().get(0).classIndex() == kind) right++;
                }
            }
        }
        return right / (double) all;
    }
}
