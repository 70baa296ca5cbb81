package sc.fiji.cam.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.testing.Networks;
import sc.fiji.cam.testing.SafetensorsWriter;

/** Finite weights whose answers are not: refused, never shown. */
class OverflowTest {
    private static final CamSettings SETTINGS = CamSettings.of(Map.of("size", "64"));

    @TempDir Path folder;

    private CamResult explain(float factor) {
        Networks.Network network = Networks.random(Architecture.B0, 3, 5);
        float[] head = network.head().weight().values();
        for (int i = 0; i < head.length; i++) head[i] *= factor;
        Path file = SafetensorsWriter.write(folder.resolve("a.safetensors"), network, Map.of());
        int[] rgb = new int[64 * 64];
        Arrays.setAll(rgb, i -> i * 12345 & 0xffffff);
        try (CamModel model = CamModel.open(file, SETTINGS)) {
            return model.explain(new Picture("p", 64, 64, rgb), SETTINGS, CamProgress.NONE);
        }
    }

    @Test
    void answersThatOverflowAreRefusedNamingTheFile() {
        String message = assertThrows(BadCheckpoint.class, () -> explain(1e38f)).getMessage();
        assertTrue(message.contains("a.safetensors: the network answers "), message);
        assertEquals(3, explain(1).predictions().size());
    }
}
