package sc.fiji.cam.checkpoint;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.BadCheckpoint;

/** A compressed zip member; unpacked on first use, forgotten when memory is short. */
final class Deflated implements Bytes {
    /** More than deflate can do: a claim beyond is a lie. */
    private static final long BEST_RATIO = 1100;

    /** One member's limit; torch's storages of a B7 are 10 MB at most. */
    private static final long MAX_SIZE = 1L << 28;

    private final String name;
    private final Bytes packed;
    private final long size;
    private SoftReference<byte[]> unpacked = new SoftReference<>(null);

    /**
     * @param name of the member
     * @param packed its bytes in the file
     * @param size what the directory claims
     */
    Deflated(String name, Bytes packed, long size) {
        this.name = name;
        this.packed = packed;
        this.size = size;
        if (size < 0 || size > MAX_SIZE || size > (packed.size() + 16) * BEST_RATIO) {
            throw bad("claims to hold " + size + " bytes");
        }
    }

    @Override
    public String origin() {
        return packed.origin();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void fill(long offset, ByteBuffer target) {
        byte @Nullable [] kept = unpacked.get();
        byte[] bytes = kept == null ? inflate() : kept;
        target.put(bytes, (int) offset, target.remaining());
    }

    private byte[] inflate() {
        byte[] bytes = new byte[(int) size];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed.read(0, Math.toIntExact(packed.size())).array());
            int done = 0;
            while (done < bytes.length) {
                int n = inflater.inflate(bytes, done, bytes.length - done);
                if (n == 0) throw bad("holds fewer bytes than it claims");
                done += n;
            }
            if (inflater.inflate(new byte[1]) > 0) throw bad("holds more bytes than it claims");
        } catch (DataFormatException e) {
            throw bad("is damaged (" + e.getMessage() + ")");
        } finally {
            inflater.end();
        }
        unpacked = new SoftReference<>(bytes);
        return bytes;
    }

    private BadCheckpoint bad(String problem) {
        return new BadCheckpoint(
                packed.origin(),
                "member " + name + " " + problem,
                "Copy or download the file again.");
    }
}
