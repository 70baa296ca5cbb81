package sc.fiji.cam.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.OutputFailed;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.TrainingFailed;
import sc.fiji.cam.data.WeightSet;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.network.Initial;
import sc.fiji.cam.testing.Golden;

/**
 * What cannot be learnt from, written to, or learnt: each is said, and nothing is left half-done.
 */
class TrainingRefusalsTest extends AbstractTrainingTest {
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
    void aSizeAtWhichTurnedGridsLieElsewhereIsRefused() {
        String message = refused("epochs", "1", "equivariance", "0.3", "size", "64");
        assertTrue(message.contains("Give size=65"), message);
        assertFalse(Files.exists(output));
        train(TrainProgress.NONE, "epochs", "1", "equivariance", "0.3", "size", "65");
        assertTrue(Files.exists(output));
    }

    @Test
    void aCheckpointWhosePaddingCannotBeWrittenIsRefused() {
        Path start = Golden.file("keras3_flat.keras");
        String message = refused("from", start.toString());
        assertTrue(message.contains("which torchvision's names cannot tell"), message);
        assertFalse(Files.exists(output));
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
