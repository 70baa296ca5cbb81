package sc.fiji.cam.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import sc.fiji.cam.data.BadCheckpoint;

/** Bytes at known places: a file, a member of an archive, an array. */
interface Bytes {
    /** What is read, for messages. */
    String origin();

    /** Number of bytes. */
    long size();

    /**
     * Fills a buffer's remaining space from {@code offset}; the range is known to lie inside.
     *
     * @throws BadCheckpoint if the bytes cannot be had
     */
    void fill(long offset, ByteBuffer target);

    /**
     * Reads a range into a new little-endian buffer, ready to be read.
     *
     * @throws BadCheckpoint if the range does not lie inside
     */
    default ByteBuffer read(long offset, int length) {
        check(offset, length);
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        fill(offset, buffer);
        return buffer.flip();
    }

    /**
     * A part of these bytes, without copying.
     *
     * @throws BadCheckpoint if the part does not lie inside
     */
    default Bytes slice(long offset, long size) {
        check(offset, size);
        return new Part(this, offset, size);
    }

    /** Refuses ranges that do not lie inside. */
    private void check(long offset, long length) {
        if (offset >= 0 && length >= 0 && offset <= size() && length <= size() - offset) return;
        throw new BadCheckpoint(
                origin(),
                "bytes "
                        + offset
                        + " to "
                        + (offset + length)
                        + " are needed, but it ends at "
                        + size(),
                "The file is cut off or damaged. Copy or download it again.");
    }

    /**
     * A range of other bytes.
     *
     * @param whole those bytes
     * @param start first byte of the range
     * @param size number of bytes
     */
    record Part(Bytes whole, long start, long size) implements Bytes {
        @Override
        public String origin() {
            return whole.origin();
        }

        @Override
        public void fill(long offset, ByteBuffer target) {
            whole.fill(start + offset, target);
        }
    }

    /**
     * An array.
     *
     * @param origin for messages
     * @param array the bytes, not copied
     */
    record InMemory(String origin, byte[] array) implements Bytes {
        @Override
        public long size() {
            return array.length;
        }

        @Override
        public void fill(long offset, ByteBuffer target) {
            target.put(array, (int) offset, target.remaining());
        }
    }
}
