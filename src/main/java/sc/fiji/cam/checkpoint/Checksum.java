package sc.fiji.cam.checkpoint;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import sc.fiji.cam.data.CamException;

/**
 * SHA-256 of all bytes, computed on a thread of its own while the weights are read: hashing takes
 * longer than reading. Closing ends the thread, however far it is.
 */
final class Checksum implements AutoCloseable {
    private static final int CHUNK = 1 << 18;

    private final Bytes bytes;
    private final FutureTask<String> task = new FutureTask<>(this::digest);
    private final Thread thread = new Thread(task, "checksum");
    private volatile boolean closed;

    private Checksum(Bytes bytes) {
        this.bytes = bytes;
    }

    /** Begins; the bytes must stay readable until this is closed. */
    static Checksum start(Bytes bytes) {
        Checksum checksum = new Checksum(bytes);
        checksum.thread.setDaemon(true);
        checksum.thread.start();
        return checksum;
    }

    /**
     * Waits for the sum.
     *
     * @return hexadecimal
     * @throws CamException if the bytes cannot be had
     */
    String sha256() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof CamException known) throw known;
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private String digest() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        for (long at = 0; at < bytes.size(); at += buffer.limit()) {
            if (closed) return "";
            buffer.clear().limit((int) Math.min(CHUNK, bytes.size() - at));
            bytes.fill(at, buffer);
            digest.update(buffer.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Not by interrupting: that would close the file under the reader. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
