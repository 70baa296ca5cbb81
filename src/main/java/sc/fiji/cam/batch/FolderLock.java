package sc.fiji.cam.batch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.image.WholeFile;

/**
 * One job at a time in an output folder. The operating system gives the lock back when a process
 * ends, however it ends, so the file of a killed one holds nobody up; nor does it when it stays.
 */
final class FolderLock implements AutoCloseable {
    private static final String NAME = ".lock";

    /**
     * Folders that this process holds. Process-wide, because locks are: on Unix, closing any
     * channel of the file gives away the lock that another channel has taken.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws WrongUse if another job works in the folder
     * @throws sc.fiji.cam.data.OutputFailed if the folder cannot be written
     */
    static FolderLock take(Path folder) {
        try {
            Path real = folder.toRealPath();
            if (!HELD.add(real)) throw held(folder);
            FileChannel channel = null;
            boolean taken = false;
            try {
                channel =
                        FileChannel.open(
                                real.resolve(NAME),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                taken = channel.tryLock() != null;
                if (!taken) throw held(folder);
                return new FolderLock(real, channel);
            } finally {
                if (!taken && channel != null) channel.close();
                if (!taken) HELD.remove(real);
            }
        } catch (IOException e) {
            throw WholeFile.failed(folder.resolve(NAME), e);
        }
    }

    private static WrongUse held(Path folder) {
        return new WrongUse(
                "option output",
                folder + " is being written by another run",
                "Wait for its end, or name another folder.");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The end of the process gives the lock back.
        } finally {
            HELD.remove(folder);
        }
    }
}
