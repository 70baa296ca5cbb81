package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Tensor;

/** What every reader of a container does. */
abstract class AbstractReaderContract {
    private static final Tensor KERNEL =
            new Tensor("features.0.0.weight", new int[] {2, 3}, new float[] {0, -1, 2.5f, 3, 4, 5});
    private static final Tensor BIAS =
            new Tensor("head.bias", new int[] {2}, new float[] {Float.MIN_VALUE, -0.0f});

    @TempDir Path folder;

    /** The reader under test. */
    abstract CheckpointReader reader();

    /** Writes these tensors and the class names a, b into a sound file. */
    abstract void write(Path file, List<Tensor> tensors) throws IOException;

    /** The usual ending of such files. */
    abstract String ending();

    private Path sample() throws IOException {
        Path file = folder.resolve("sample" + ending());
        write(file, List.of(KERNEL, BIAS));
        return file;
    }

    @Test
    void isOneOfTheListUnderItsOwnName() {
        List<String> ids = Checkpoints.readers().stream().map(CheckpointReader::id).toList();
        assertEquals(1, ids.stream().filter(reader().id()::equals).count());
    }

    @Test
    void recognisesItsFilesWhateverTheirName() throws IOException {
        byte[] head = Files.readAllBytes(sample());
        assertTrue(reader().recognises(head, "sample" + ending()));
        assertTrue(reader().recognises(head, "best.checkpoint"));
        assertEquals(
                1, Checkpoints.readers().stream().filter(r -> r.recognises(head, "x")).count());
    }

    @Test
    void leavesOtherBytesAlone() {
        for (int length : new int[] {0, 1, 3, 8, 9, 4096}) {
            assertFalse(reader().recognises(new byte[length], "model.bin"));
            byte[] text = new byte[length];
            Arrays.fill(text, (byte) 'a');
            assertFalse(reader().recognises(text, "model.bin"));
        }
    }

    @Test
    void readsNamesShapesAndBits() throws IOException {
        try (CheckpointFile file = CheckpointFile.open(sample())) {
            RawCheckpoint raw = reader().read(file);
            assertEquals(reader().id(), raw.container());
            assertEquals(List.of(KERNEL.name(), BIAS.name()), List.copyOf(raw.tensors().keySet()));
            for (Tensor expected : List.of(KERNEL, BIAS)) {
                Tensor found = raw.tensors().get(expected.name()).load(expected.name());
                assertArrayEquals(expected.shape(), found.shape());
                assertArrayEquals(expected.values(), found.values(), 0f);
                assertEquals(expected, found);
            }
        }
    }

    @Test
    void showsWhatTheFileSaysBesides() throws IOException {
        try (CheckpointFile file = CheckpointFile.open(sample())) {
            Object names = reader().read(file).extras().all("class_names").get(0).value();
            assertEquals(List.of("a", "b"), LabelTables.of(names).orElseThrow());
        }
    }

    @Test
    void everyTruncationIsRefusedInOneLine() throws IOException {
        byte[] whole = Files.readAllBytes(sample());
        Path cut = folder.resolve("cut" + ending());
        int step = Math.max(1, whole.length / 150);
        for (int length = 0; length < whole.length; length += step) {
            Files.write(cut, Arrays.copyOf(whole, length));
            String message = assertThrows(CamException.class, () -> load(cut)).getMessage();
            assertTrue(message.contains("cut" + ending()), message);
            assertFalse(message.contains("\n"), message);
        }
    }

    @Test
    void damagedBytesNeverGiveAnythingButACamException() throws IOException {
        byte[] whole = Files.readAllBytes(sample());
        Path damaged = folder.resolve("damaged" + ending());
        Random random = new Random(1);
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            byte[] bytes = whole.clone();
            int at = random.nextInt(bytes.length);
            int length = Math.min(1 + random.nextInt(8), bytes.length - at);
            boolean ones = random.nextBoolean();
            for (int i = 0; i < length; i++) {
                bytes[at + i] = ones ? (byte) 0xff : (byte) random.nextInt();
            }
            Files.write(damaged, bytes);
            try {
                load(damaged);
            } catch (CamException e) {
                refused++;
            }
        }
        assertTrue(refused > 60, "only " + refused + " of 300 were refused");
    }

    /** Reads everything, as far as the front door and the reader go. */
    private void load(Path path) {
        CamException refused =
                assertThrows(
                        CamException.class, () -> Checkpoints.read(path, CamSettings.defaults()));
        assertFalse(refused.getMessage().isEmpty());
        try (CheckpointFile file = CheckpointFile.open(path)) {
            RawCheckpoint raw = reader().read(file);
            raw.tensors().values().forEach(t -> t.load(t.name()));
        }
    }
}
