package sc.fiji.cam.checkpoint;

import io.jhdf.Superblock;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import sc.fiji.cam.data.BadCheckpoint;

/**
 * Where jHDF reads. Its own storage makes room for a part before it finds that the file ends
 * earlier; here every part is checked first. And whoever follows links in circles reads something
 * at every step, and may not read for ever.
 */
final class Hdf5Storage implements HdfBackingStorage {
    /** Longer than a superblock of any version. */
    private static final int SUPERBLOCK = 1 << 10;

    private static final int MOST_READS = 1_000_000;
    private static final long MOST_BYTES = 1L << 28;

    /** The structure is read in parts of a few bytes, mostly close to one another. */
    private static final int PAGE = 1 << 13;

    private final Bytes bytes;
    private final Superblock superblock;
    private int reads;
    private long read;
    private ByteBuffer page = ByteBuffer.allocate(0);
    private long pageStart;

    /**
     * Reads the superblock, which Keras never puts behind a block of the user's.
     *
     * @throws BadCheckpoint if addresses do not count from the beginning
     */
    Hdf5Storage(Bytes bytes) {
        this.bytes = bytes;
        int length = (int) Math.min(SUPERBLOCK, bytes.size());
        this.superblock = Superblock.readSuperblock(bytes.read(0, length));
        if (superblock.getBaseAddressByte() == 0) return;
        throw new BadCheckpoint(
                bytes.origin(),
                "its HDF5 addresses count from byte " + superblock.getBaseAddressByte(),
                "The file is damaged. Copy or download it again.");
    }

    @Override
    public ByteBuffer readBufferFromAddress(long address, int length) {
        return map(address, length);
    }

    @Override
    public ByteBuffer map(long address, long length) {
        return mapNoOffset(address, length);
    }

    /** Bytes of the file, little-endian. */
    @Override
    public ByteBuffer mapNoOffset(long address, long length) {
        // What does not fit an int lies outside of the file, or is more than may be read in all.
        int count = (int) Math.max(-1, Math.min(length, Integer.MAX_VALUE));
        read += Math.max(0, count);
        if (++reads > MOST_READS || read > MOST_BYTES + bytes.size()) throw endless();
        if (count < 0 || count > PAGE / 2) return bytes.read(address, count);
        if (address < pageStart || address - pageStart > page.limit() - count) turn(address, count);
        return page.slice((int) (address - pageStart), count).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void turn(long address, int least) {
        long rest = Math.max(least, bytes.size() - address);
        page = bytes.read(address, (int) Math.min(PAGE, rest)).asReadOnlyBuffer();
        pageStart = address;
    }

    private BadCheckpoint endless() {
        return new BadCheckpoint(
                bytes.origin(),
                "its HDF5 structure has no end: " + reads + " parts were read",
                "The file is damaged, or was made to do harm.");
    }

    @Override
    public long getUserBlockSize() {
        return 0;
    }

    @Override
    public Superblock getSuperblock() {
        return superblock;
    }

    @Override
    public int getSizeOfOffsets() {
        return superblock.getSizeOfOffsets();
    }

    @Override
    public int getSizeOfLengths() {
        return superblock.getSizeOfLengths();
    }

    @Override
    public long size() {
        return bytes.size();
    }

    @Override
    public boolean inMemory() {
        return true;
    }

    @Override
    public FileChannel getFileChannel() {
        throw new UnsupportedOperationException("an archive's member has no channel");
    }

    /** Nothing to close: the bytes are their owner's. */
    @Override
    public void close() {}
}
