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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.checkpoint.Checkpoints;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Prediction;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.WeightSet;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.network.Initial;
import sc.fiji.cam.testing.Patches;

/** Whole trainings, small: what they write, how they are repeated, resumed, stopped. */
class TrainingTest extends AbstractTrainingTest {
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
    void cancelKeepsTheBestSoFarAndCanGoOnAndWithinTheFirstEpochKeepsNothing() throws IOException {
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
        assertEquals(List.of("images", "model.safetensors", "model.safetensors.training"), names());

        Files.delete(output);
        Listener third = new Listener();
        assertEquals(2, train(third).curve().size());
        assertTrue(third.notes.get(0).contains("behind epoch 1"), third.notes.toString());
        assertEquals(List.of("images", "model.safetensors"), names());
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
        String message = refused("from", start.toString(), "report", report.toString());
        assertTrue(message.contains("curve.csv exists"), message);
        TrainSettings file = TrainSettings.of(options("report", start.toString()));
        assertTrue(assertThrows(WrongUse.class, file::requireRoom).getMessage().contains("a file"));
        assertFalse(Files.exists(output));
    }

    /** So slow that nothing moves: what comes out is the classifier that learning began with. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"[\"green\", \"red\"]; true", "[\"red\", \"green\"]; false"})
    void aNetworkThatKnowsTheClassesKeepsItsClassifier(String names, boolean kept) {
        LinearLayer known = Initial.head(Architecture.B0, 2, 7);
        Path start =
                checkpoint(Initial.weights(Architecture.B0, 5), known, Map.of("classes", names));
        train(TrainProgress.NONE, "from", start.toString(), "rate", "1e-9", "epochs", "1");
        LinearLayer found = Checkpoints.read(output, CamSettings.defaults()).head().last();
        double temperature = known.weight(0, 0) / found.weight(0, 0);
        double largest = 0;
        for (int c = 0; c < 2; c++) {
            for (int k = 0; k < known.channels(); k++) {
                double change = temperature * found.weight(c, k) - known.weight(c, k);
                largest = Math.max(largest, Math.abs(change));
            }
        }
        assertEquals(kept, largest < 1e-5, "largest change " + largest);
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
}
