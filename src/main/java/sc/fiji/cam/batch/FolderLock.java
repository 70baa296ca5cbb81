package sc.fiji.cam.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.image.WholeFile;

/**
 * One job at a time in an output folder. The operating system gives the lock back when a process
 * ends, however it ends, so the file of a killed one holds nobody up.
 */
final class FolderLock implements AutoCloseable {
    private static final String NAME = ".lock";

    /** What is locked: on Windows nobody can read a part that is. */
    private static final long BEHIND_MARK = 1 << 20;

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws WrongUse if another job works in the folder
     * @throws sc.fiji.cam.data.OutputFailed if the folder cannot be written
     */
    static FolderLock take(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            while (true) {
                FileChannel channel =
                        FileChannel.open(
                                file,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.READ);
                boolean taken = false;
                try {
                    taken = take(channel, file, folder);
                } finally {
                    if (!taken) channel.close();
                }
                if (taken) return new FolderLock(file, channel);
            }
        } catch (IOException e) {
            throw WholeFile.failed(file, e);
        }
    }

    /** False if its last holder has deleted the file meanwhile. */
    private static boolean take(FileChannel channel, Path file, Path folder) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock(BEHIND_MARK, 1, false);
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new WrongUse(
                    "option output",
                    folder + " is being written by another run",
                    "Wait for its end, or name another folder.");
        }
        byte[] mark = UUID.randomUUID().toString().getBytes(UTF_8);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(mark));
        try {
            return new String(Files.readAllBytes(file), UTF_8).equals(new String(mark, UTF_8));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
            channel.close();
        } catch (IOException e) {
            // Stays behind, and holds nobody up.
        }
    }
}
