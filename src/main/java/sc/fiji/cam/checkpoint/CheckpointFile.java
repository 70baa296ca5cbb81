package sc.fiji.cam.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import sc.fiji.cam.data.BadCheckpoint;

/** An opened weight file, on a disk or in memory. */
final class CheckpointFile implements Bytes, Opened {
    private static final int HEAD = 4096;

    private final String name;
    private final Bytes content;
    private final Closeable place;

    /**
     * @param name of the file
     * @param content all of its bytes
     * @param place what is closed when they have been read
     */
    private CheckpointFile(String name, Bytes content, Closeable place) {
        this.name = name.toLowerCase(Locale.ROOT);
        this.content = content;
        this.place = place;
    }

    /**
     * Bytes on a disk. Read by position, never mapped: a file cut meanwhile cannot crash us.
     *
     * @param origin path as given
     * @param channel of the file
     * @param size number of bytes
     */
    private record Stored(String origin, FileChannel channel, long size) implements Bytes {
        @Override
        public void fill(long offset, ByteBuffer target) {
            try {
                CheckpointFile.fill(channel, offset, target);
            } catch (IOException e) {
                throw new BadCheckpoint(
                                origin,
                                "reading failed at byte " + offset + " (" + e.getMessage() + ")",
                                "Check the disk, or copy the file again.")
                        .because(e);
            }
        }
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
            String name = String.valueOf(path.getFileName());
            Bytes content = new Stored(origin, channel, channel.size());
            return checked(new CheckpointFile(name, content, channel));
        } catch (IOException e) {
            throw new BadCheckpoint(
                            origin,
                            "cannot be opened (" + e.getClass().getSimpleName() + ")",
                            "Check that you may read it.")
                    .because(e);
        }
    }

    /**
     * A file that was read already.
     *
     * @param name of the file; for messages too
     * @param bytes all of it, not copied
     */
    static CheckpointFile of(String name, byte[] bytes) {
        return new CheckpointFile(name, new InMemory(name, bytes), () -> {});
    }

    private static CheckpointFile checked(CheckpointFile file) throws IOException {
        if (file.size() > 0) return file;
        file.close();
        throw new BadCheckpoint(
                file.origin(), "the file is empty", "Copy or download the weights again.");
    }

    /** File name in lower case. */
    String name() {
        return name;
    }

    /** The first bytes, at most 4096. */
    byte[] head() {
        return read(0, (int) Math.min(HEAD, size())).array();
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
        return content.origin();
    }

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public void fill(long offset, ByteBuffer target) {
        content.fill(offset, target);
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
            place.close();
        } catch (IOException e) {
            throw new BadCheckpoint(origin(), "cannot be closed", "").because(e);
        }
    }
}
