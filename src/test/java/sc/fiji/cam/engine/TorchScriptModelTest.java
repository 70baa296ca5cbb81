package sc.fiji.cam.engine;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.data.BadCheckpoint;

class TorchScriptModelTest {
    @TempDir Path folder;

    @Test
    void saysWhetherTheFileIsAbsentOrAnotherKind() throws IOException {
        Path file = folder.resolve("a.pt");
        assertTrue(refusal(file).contains("there is no such file"));
        Files.writeString(file, "no network");
        assertTrue(refusal(file).contains("does not load it as TorchScript"));
    }

    private static String refusal(Path file) {
        return assertThrows(BadCheckpoint.class, () -> TorchScriptModel.open(file, 1)).getMessage();
    }
}
