package sc.fiji.cam.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.checkpoint.Checkpoints;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.OutputFailed;
import sc.fiji.cam.data.Prediction;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.TrainingFailed;
import sc.fiji.cam.data.WeightSet;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.network.Initial;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.Networks;
import sc.fiji.cam.testing.Patches;
import sc.fiji.cam.testing.SafetensorsWriter;

/** Whole trainings, small: what they write, how they are repeated, resumed, stopped. */
class TrainingTest {
    @TempDir Path folder;
    private Path images;
    private Path output;

    @BeforeEach
    void draw() {
        images = Patches.write(folder.resolve("images"), 6, 40);
        output = folder.resolve("model.safetensors");
    }

    private Map<String, String> options(String... more) {
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

    private Training.Result train(TrainProgress progress, String... more) {
        return Training.run(images, TrainSettings.of(options(more)), progress);
    }

    /** Remembers what it was told; does something at the end of epochs or at steps. */
    private static class Listener implements TrainProgress {
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

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void aKilledTrainingResumesToTheSameModelBitForBit() throws IOException {
        Listener told = new Listener();
        Training.Result whole = train(told, "epochs", "3");
        assertEquals(3, told.epochs.size());
        byte[] expected = Files.readAllBytes(output);
        assertEquals(List.of("images", "model.safetensors"), names());

        output = folder.resolve("again.safetensors");
        Listener killer =
                new Listener() {
                    @Override
                    public void epoch(Epoch done) {
                        if (done.number() == 2) throw new Killed();
                    }
                };
        assertThrows(Killed.class, () -> train(killer, "epochs", "3"));
        assertEquals(List.of("again.safetensors.training", "images", "model.safetensors"), names());
        WrongUse other = assertThrows(WrongUse.class, () -> train(killer, "seed", "9"));
        assertTrue(other.getMessage().contains("unfinished training"), other.getMessage());

        Listener second = new Listener();
        Training.Result resumed = train(second, "epochs", "3");
        assertTrue(second.notes.get(0).contains("behind epoch 2"), second.notes.toString());
        assertEquals(1, second.epochs.size());
        assertEquals(whole.scores().loss(), resumed.scores().loss());
        assertEquals(whole.calibration(), resumed.calibration());
        assertEquals(whole.curve(), resumed.curve());
        assertEquals(2, second.curves.get(0).size(), "the curve begins where it began");
        assertArrayEquals(expected, Files.readAllBytes(output));
        assertEquals(List.of("again.safetensors", "images", "model.safetensors"), names());

        output = folder.resolve("seed.safetensors");
        train(TrainProgress.NONE, "epochs", "3", "seed", "2");
        assertFalse(Arrays.equals(expected, Files.readAllBytes(output)), "blind");
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theModelOpensWithoutOptionsAndSaysHowItWasMade() {
        Training.Result result =
                train(TrainProgress.NONE, "precision", "float16", "licence", "CC0-1.0");
        Checkpoint model = Checkpoints.read(output, CamSettings.defaults());
        assertEquals(List.of(), model.assumptions());
        assertEquals(Patches.CLASSES, model.labels().names());
        assertEquals(Architecture.B0, model.architecture());
        assertEquals(InputSize.square(32), model.input().size().orElseThrow());
        String header = text(output);
        for (String part :
                List.of(
                        "mode=full",
                        "epochs=2",
                        "seed=1",
                        "\"license\":\"CC0-1.0\"",
                        "\"temperature\":\"" + number(result.calibration().temperature()),
                        "\"calibration_error\":\"" + number(result.calibration().after()),
                        "F16")) {
            assertTrue(header.contains(part), part + " is not in " + header);
        }
        assertTrue(
                header.contains("\"validation_accuracy\":\"" + number(result.scores().accuracy())));
        assertEquals(4, result.scores().images());
        assertEquals(8, result.trained());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value) + "\"";
    }

    private static String text(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return new String(bytes, 8, 2500, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void cancelKeepsTheBestSoFarAndWithinTheFirstEpochNothing() throws IOException {
        Listener first =
                new Listener() {
                    @Override
                    public void update(double fraction, String message) {
                        if (message.startsWith("Epoch")) stop = true;
                    }
                };
        assertThrows(Cancelled.class, () -> train(first));
        assertEquals(List.of("images"), names());

        Listener second =
                new Listener() {
                    @Override
                    public void epoch(Epoch done) {
                        stop = true;
                    }
                };
        Training.Result result = train(second);
        assertEquals(1, result.epoch());
        assertTrue(second.notes.get(0).startsWith("Cancelled: epoch 1"), second.notes.toString());
        assertEquals(List.of("images", "model.safetensors"), names());
    }

    private Path checkpoint(WeightSet weights, LinearLayer head) {
        Networks.Network net = new Networks.Network(Architecture.B0, weights, head);
        return SafetensorsWriter.write(folder.resolve("start.safetensors"), net, Map.of());
    }

    private static WeightSet exploding() {
        List<Tensor> tensors = new ArrayList<>();
        for (Tensor t : Initial.weights(Architecture.B0, 1).tensors()) {
            if (t.name().equals("head.bn.weight")) Arrays.fill(t.values(), 3e38f);
            tensors.add(t);
        }
        return new WeightSet("exploding", tensors);
    }

    @Test
    void aLossThatIsNoNumberStopsTheTraining() throws IOException {
        Path start = checkpoint(exploding(), Initial.head(Architecture.B0, 2, 1));
        TrainingFailed failed =
                assertThrows(
                        TrainingFailed.class,
                        () -> train(TrainProgress.NONE, "from", start.toString()));
        assertTrue(failed.getMessage().contains("epoch 1"), failed.getMessage());
        assertFalse(Files.exists(output));
    }

    /** Weight decay that turns weights round and eight times larger, until numbers end. */
    @Test
    void aLossThatIsNoNumberLaterKeepsTheBestEpoch() {
        Listener told = new Listener();
        Training.Result result =
                train(told, "epochs", "60", "rate", "0.9", "decay", "10", "batch", "2");
        String last = told.notes.get(told.notes.size() - 1);
        assertTrue(last.startsWith("Stopped: the loss is no number any more in epoch"), last);
        assertTrue(last.endsWith("the best, is kept."), last);
        assertTrue(result.epoch() >= 1 && result.epoch() <= told.epochs.size());
        assertTrue(told.epochs.size() < 60, "it never stopped");
        assertTrue(Files.exists(output));
    }

    @Test
    void aCheckpointWhosePaddingCannotBeWrittenIsRefused() {
        Path start = Golden.file("keras3_flat.keras");
        String message =
                assertThrows(
                                WrongUse.class,
                                () -> train(TrainProgress.NONE, "from", start.toString()))
                        .getMessage();
        assertTrue(message.contains("which torchvision's names cannot tell"), message);
        assertFalse(Files.exists(output));
    }

    @Test
    void theModelAsItIsWrittenHasTheScoresThatAreTold() {
        Training.Result result = train(TrainProgress.NONE);
        assertEquals(2, result.curve().size());
        assertEquals(result.scores().images(), result.answers().size());
        long right = result.answers().stream().filter(Answer::right).count();
        assertEquals(result.scores().accuracy(), right / (double) result.answers().size());
        CamSettings settings = CamSettings.of(Map.of("threads", "1", "resize", "stretch"));
        try (CamModel model = CamModel.open(output, settings)) {
            for (Answer a : result.answers()) {
                CamResult again = model.explain(a.source().picture(), settings, CamProgress.NONE);
                Prediction top = again.predictions().get(0);
                assertEquals(a.answer(), top.classIndex());
                assertEquals(a.probability(), top.probability(), 1e-4);
                ClassMap map = again.maps().get(0);
                assertTrue(map.completeness() < map.bound(), "not an exact map any more");
            }
        }
    }

    @Test
    void aReportIsWrittenWhereItIsAskedForAndReplacesNothing() throws IOException {
        Path report = folder.resolve("report");
        Path start =
                checkpoint(
                        Initial.weights(Architecture.B0, 5), Initial.head(Architecture.B0, 7, 1));
        train(TrainProgress.NONE, "report", report.toString());
        assertEquals(
                "epoch,size,loss,aside_loss,aside_accuracy",
                Files.readAllLines(report.resolve("curve.csv")).get(0));
        assertEquals(3, Files.readAllLines(report.resolve("curve.csv")).size());
        assertEquals("class,green,red", Files.readAllLines(report.resolve("confusion.csv")).get(0));
        assertEquals(3, Files.readAllLines(report.resolve("classes.csv")).size());
        assertEquals(5, Files.readAllLines(report.resolve("answers.csv")).size());
        output = folder.resolve("second.safetensors");
        String message =
                assertThrows(
                                WrongUse.class,
                                () ->
                                        train(
                                                TrainProgress.NONE,
                                                "from",
                                                start.toString(),
                                                "report",
                                                report.toString()))
                        .getMessage();
        assertTrue(message.contains("curve.csv exists"), message);
        TrainSettings file = TrainSettings.of(options("report", start.toString()));
        assertTrue(assertThrows(WrongUse.class, file::requireRoom).getMessage().contains("a file"));
        assertFalse(Files.exists(output));
    }

    /** The features stay, the classifier is new, and tells the two kinds apart. */
    @Test
    void aHeadIsFittedOnFeaturesThatStay() {
        WeightSet weights = Initial.weights(Architecture.B0, 5);
        Path start = checkpoint(weights, Initial.head(Architecture.B0, 7, 1));
        Training.Result result =
                train(TrainProgress.NONE, "from", start.toString(), "mode", "head", "size", "64");
        assertEquals(1, result.scores().accuracy());
        Checkpoint model = Checkpoints.read(output, CamSettings.defaults());
        assertEquals(2, model.head().classes());
        assertTrue(model.head().linear().isPresent());
        for (Tensor t : weights.tensors()) assertEquals(t, model.weights().get(t.name()));
        assertNotEquals(
                Initial.head(Architecture.B0, 2, 1).weight().values()[0],
                model.head().last().weight(0, 0));
    }

    private String refused(Class<? extends CamException> type) {
        return assertThrows(type, () -> train(TrainProgress.NONE)).getMessage();
    }

    @Test
    void foldersThatCannotBeLearntFromAreRefused() throws IOException {
        Files.createDirectory(images.resolve("blue"));
        assertTrue(refused(BadPicture.class).contains("blue: the folder holds no file"));
        Path broken = Files.writeString(images.resolve("blue").resolve("a.png"), "text");
        Files.copy(images.resolve("red/1.png"), images.resolve("blue").resolve("b.png"));
        String message = refused(BadPicture.class);
        assertTrue(message.contains("found 1 readable images, expected at least 2"), message);
        assertTrue(message.contains(broken.toString()), message);
        Files.delete(broken);
        Files.move(images.resolve("blue"), images.resolve("Red"));
        assertTrue(refused(BadPicture.class).contains("\"Red\" and \"red\" differ"), message);
        Path both = images;
        images = Files.createDirectories(folder.resolve("single"));
        Files.move(both.resolve("red"), images.resolve("red"));
        assertTrue(refused(BadPicture.class).contains("one class, \"red\""));
        images = images.resolve("red");
        assertTrue(refused(BadPicture.class).contains("found no folder inside"));
        images = folder.resolve("nowhere");
        assertTrue(refused(BadPicture.class).contains("there is no such folder"));
        assertFalse(Files.exists(output));
    }

    @Test
    void outputsThatExistOrCannotBeAreRefusedAtTheStart() throws IOException {
        Files.writeString(output, "mine");
        assertTrue(refused(WrongUse.class).contains("exists"));
        assertEquals("mine", Files.readString(output));
        output = folder.resolve("no/where/m.safetensors");
        assertTrue(refused(WrongUse.class).contains("there is no folder"));
    }

    @Test
    void aDiskThatTakesNothingIsSaid() throws IOException {
        // A folder of that name stands for a disk that refuses the file.
        Files.createDirectories(folder.resolve("model.safetensors.training").resolve("x"));
        CamException failed = assertThrows(CamException.class, () -> train(TrainProgress.NONE));
        assertTrue(failed.getMessage().contains("model.safetensors.training"));
        assertFalse(Files.exists(output));
        assertEquals(OutputFailed.class.getPackage(), failed.getClass().getPackage());
    }

    @Test
    void aDiskThatIsFullAtTheEndLosesNothing() throws IOException {
        // A folder of the name that is written first stands for a disk that is full by then.
        Path inTheWay = folder.resolve(".model.safetensors.part");
        Files.createDirectories(inTheWay.resolve("x"));
        OutputFailed failed = assertThrows(OutputFailed.class, () -> train(TrainProgress.NONE));
        assertTrue(failed.getMessage().startsWith(output.toString()), failed.getMessage());
        assertTrue(Files.exists(folder.resolve("model.safetensors.training")));
        Files.delete(inTheWay.resolve("x"));
        Files.delete(inTheWay);
        Listener told = new Listener();
        train(told);
        assertEquals(List.of(), told.epochs, "nothing is learnt twice");
        assertTrue(Files.exists(output));
    }
}
