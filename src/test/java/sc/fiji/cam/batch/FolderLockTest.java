package sc.fiji.cam.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.testing.ChildJava;

class FolderLockTest {
    @TempDir Path folder;

    /** Another process that asks for the lock. */
    public static final class Asker {
        public static void main(String[] args) {
            try (FolderLock lock = FolderLock.take(Path.of(args[0]))) {
                System.out.print(lock == null ? "" : "taken");
            } catch (WrongUse e) {
                System.out.print("refused");
            }
        }
    }

    private String ask() {
        return ChildJava.run(64, Asker.class, List.of(folder.toString()));
    }

    @Test
    void oneHolderAtATime() {
        FolderLock lock = FolderLock.take(folder);
        WrongUse second = assertThrows(WrongUse.class, () -> FolderLock.take(folder));
        assertTrue(second.getMessage().contains(folder.toString()), second.getMessage());
        assertEquals("refused", ask(), "also after a second asker of the same process");
        lock.close();
        assertEquals("taken", ask());
        FolderLock.take(folder).close();
    }

    @Test
    void aFileThatNobodyHoldsIsStale() throws IOException {
        Files.writeString(
                folder.resolve(".lock"), "of a process that was killed, longer than ours");
        assertEquals("taken", ask());
        FolderLock.take(folder).close();
    }
}
