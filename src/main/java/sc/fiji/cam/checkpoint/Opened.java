package sc.fiji.cam.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;

/** What a user calls a model while it is read: a file, or a folder of files. */
interface Opened extends AutoCloseable {
    /**
     * Opens it.
     *
     * @throws sc.fiji.cam.data.BadCheckpoint if it is missing, empty or not readable
     * @throws sc.fiji.cam.data.UnsupportedCheckpoint if it is a folder without weights that are
     *     read
     */
    static Opened of(Path path) {
        return Files.isDirectory(path) ? CheckpointFolder.open(path) : CheckpointFile.open(path);
    }

    /** All of its bytes, for the checksum. */
    Bytes bytes();

    /**
     * Finds the tensors and whatever else it says.
     *
     * @throws sc.fiji.cam.data.CamException if it is broken, or holds what is not read
     */
    RawCheckpoint read();

    @Override
    void close();
}
