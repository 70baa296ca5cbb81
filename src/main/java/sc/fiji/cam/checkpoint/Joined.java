package sc.fiji.cam.checkpoint;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Several ranges of bytes as one.
 *
 * @param origin for messages
 * @param parts in order
 */
record Joined(String origin, List<Bytes> parts) implements Bytes {
    @Override
    public long size() {
        return parts.stream().mapToLong(Bytes::size).sum();
    }

    @Override
    public void fill(long offset, ByteBuffer target) {
        int limit = target.limit();
        long at = offset;
        for (Bytes part : parts) {
            if (at < part.size() && target.position() < limit) {
                int count = (int) Math.min(part.size() - at, limit - target.position());
                target.limit(target.position() + count);
                part.fill(at, target);
                target.limit(limit);
                at += count;
            }
            at -= part.size();
        }
    }
}
