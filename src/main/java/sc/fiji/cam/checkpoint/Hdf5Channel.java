package sc.fiji.cam.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import sc.fiji.cam.data.BadCheckpoint;

/**
 * Bytes as a channel that never ends a walk in circles: whoever follows the links of an HDF5 file
 * reads something at every step, and may not read for ever.
 */
final class Hdf5Channel implements SeekableByteChannel {
    private static final int MOST_READS = 1_000_000;
    private static final long MOST_BYTES = 1L << 28;

    private final Bytes bytes;
    private long position;
    private int reads;
    private long read;

    Hdf5Channel(Bytes bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (position < 0) throw new IOException("an address below 0");
        if (position >= bytes.size()) return -1;
        int count = (int) Math.min(target.remaining(), bytes.size() - position);
        read += count;
        if (++reads > MOST_READS || read > MOST_BYTES) {
            throw new BadCheckpoint(
                    bytes.origin(),
                    "its HDF5 structure has no end: " + reads + " parts were read",
                    "The file is damaged, or was made to do harm.");
        }
        int limit = target.limit();
        target.limit(target.position() + count);
        bytes.fill(position, target);
        target.limit(limit);
        position += count;
        return count;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return bytes.size();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    /** Nothing to close: the bytes are their owner's. */
    @Override
    public void close() {}
}
