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

    /** The structure is read in pieces of a few bytes, mostly close to one another. */
    private static final int PAGE = 1 << 13;

    private final Bytes bytes;
    private long position;
    private int reads;
    private long read;
    private ByteBuffer page = ByteBuffer.allocate(0);
    private long pageStart;

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
        ByteBuffer part = target.slice(target.position(), count);
        if (count > PAGE / 2) {
            bytes.fill(position, part);
        } else {
            if (position < pageStart || position + count > pageStart + page.limit()) turn();
            part.put(page.slice((int) (position - pageStart), count));
        }
        target.position(target.position() + count);
        position += count;
        return count;
    }

    private void turn() {
        pageStart = position;
        page = bytes.read(position, (int) Math.min(PAGE, bytes.size() - position));
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
