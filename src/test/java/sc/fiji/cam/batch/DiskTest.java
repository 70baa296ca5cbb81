package sc.fiji.cam.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.OutputFailed;

/** A disk that is full, then read-only; where the tests may mount one of their own. */
class DiskTest extends AbstractBatchTest {
    private boolean mounted;

    @BeforeEach
    void mount() throws IOException {
        Files.createDirectories(out);
        mounted = mount("-t", "tmpfs", "-o", "size=400k", "tmpfs", out.toString());
        assumeTrue(mounted, "needs the right to mount a disk");
    }

    @AfterEach
    void unmount() {
        if (mounted) assertTrue(ends("umount", out.toString()));
    }

    private static boolean mount(String... arguments) {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(arguments));
        return ends(command.toArray(String[]::new));
    }

    /** Whether a program exists and succeeds. */
    private static boolean ends(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void aFullDiskEndsTheRunWhichGoesOnWhenThereIsRoom() throws IOException {
        images(60, 0);
        Map<String, String> files = undisturbed();
        OutputFailed full = assertThrows(OutputFailed.class, this::run);
        assertTrue(full.getMessage().contains("No space left"), full.getMessage());
        assertTrue(full.getMessage().contains("make room"), full.getMessage());
        assertFalse(Files.exists(out.resolve("predictions.csv")));
        assertTrue(mount("-o", "remount,size=20m", out.toString()));
        BatchResult rest = run();
        assertEquals(60, rest.done());
        assertTrue(rest.before() > 0 && rest.before() < 60, rest.toString());
        assertEquals(files, files(out));
    }

    @Test
    void aReadOnlyDiskIsRefusedBeforeAnythingIsDone() throws IOException {
        images(2, 0);
        assertTrue(mount("-o", "remount,ro", out.toString()));
        CountingModel model = new CountingModel();
        OutputFailed refused = assertThrows(OutputFailed.class, () -> run(model));
        assertTrue(refused.getMessage().contains("Read-only"), refused.getMessage());
        assertEquals(0, model.explained.get());
    }
}
