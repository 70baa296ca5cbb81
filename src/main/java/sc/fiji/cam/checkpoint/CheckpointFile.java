package sc.fiji.cam.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import sc.fiji.cam.data.BadCheckpoint;

/** An opened weight file. Read by position, never mapped: a file cut meanwhile cannot crash us. */
final class CheckpointFile implements Bytes, Opened {
    private static final int HEAD = 4096;

    private final Path path;
    private final FileChannel channel;
    private final long size;

    private CheckpointFile(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /**
     * Opens a file.
     *
     * @throws BadCheckpoint if it is missing, empty or not readable
     */
    static CheckpointFile open(Path path) {
        String origin = path.toString();
        if (!Files.exists(path)) {
            throw new BadCheckpoint(origin, "no such file", "Check the path of the model.");
        }
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            return checked(new CheckpointFile(path, channel, channel.size()));
        } catch (IOException e) {
            throw new BadCheckpoint(
                            origin,
                            "cannot be opened (" + e.getClass().getSimpleName() + ")",
                            "Check that you may read it.")
                    .because(e);
        }
    }

    private static CheckpointFile checked(CheckpointFile file) throws IOException {
        if (file.size > 0) return file;
        file.close();
        throw new BadCheckpoint(
                file.origin(), "the file is empty", "Copy or download the weights again.");
    }

    /** File name in lower case. */
    String name() {
        Path name = path.getFileName();
        return name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
    }

    /** The first bytes, at most 4096. */
    byte[] head() {
        return read(0, (int) Math.min(HEAD, size)).array();
    }

    @Override
    public Bytes bytes() {
        return this;
    }

    @Override
    public RawCheckpoint read() {
        return Checkpoints.reader(this).read(this);
    }

    @Override
    public String origin() {
        return path.toString();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void fill(long offset, ByteBuffer target) {
        try {
            fill(channel, offset, target);
        } catch (IOException e) {
            throw new BadCheckpoint(
                            origin(),
                            "reading failed at byte " + offset + " (" + e.getMessage() + ")",
                            "Check the disk, or copy the file again.")
                    .because(e);
        }
    }

    /** Fills a buffer's remaining space from a place on; one read may give less than asked for. */
    static void fill(FileChannel channel, long offset, ByteBuffer target) throws IOException {
        long at = offset;
        while (target.hasRemaining()) {
            int read = channel.read(target, at);
            if (read < 0) throw new IOException("end of file");
            at += read;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new BadCheckpoint(origin(), "cannot be closed", "").because(e);
        }
    }
}
