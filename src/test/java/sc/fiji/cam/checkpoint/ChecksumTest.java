package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.testing.Golden;

class ChecksumTest {
    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    @Test
    void isThatOfAllBytes() {
        for (int length : new int[] {0, 1, 1 << 18, (1 << 18) + 1, 1_000_000}) {
            byte[] bytes = random(length);
            try (Checksum sum = Checksum.start(new Bytes.InMemory("x", bytes))) {
                assertEquals(Golden.sha256(bytes), sum.sha256());
                assertEquals(sum.sha256(), sum.sha256());
            }
        }
    }

    @Test
    void anInterruptedThreadGetsItAndStaysInterrupted() {
        byte[] bytes = random(3_000_000);
        try (Checksum sum = Checksum.start(new Bytes.InMemory("x", bytes))) {
            Thread.currentThread().interrupt();
            assertEquals(Golden.sha256(bytes), sum.sha256());
        }
        assertTrue(Thread.interrupted());
    }

    /** Without end: only closing stops it. */
    private static final class Endless implements Bytes {
        volatile Thread reader = Thread.currentThread();

        @Override
        public String origin() {
            return "endless";
        }

        @Override
        public long size() {
            return Long.MAX_VALUE;
        }

        @Override
        public void fill(long offset, ByteBuffer target) {
            reader = Thread.currentThread();
            target.position(target.limit());
        }
    }

    @Test
    void closingEndsItsThread() {
        Endless endless = new Endless();
        Checksum sum = Checksum.start(endless);
        while (endless.reader == Thread.currentThread()) Thread.onSpinWait();
        assertTrue(endless.reader.isAlive(), "check is blind");
        sum.close();
        assertTrue(!endless.reader.isAlive());
    }

    @Test
    void whatCannotBeReadIsToldByTheSameException() {
        BadCheckpoint broken = new BadCheckpoint("x", "reading failed", "");
        Bytes bytes =
                new Bytes() {
                    @Override
                    public String origin() {
                        return "x";
                    }

                    @Override
                    public long size() {
                        return 5;
                    }

                    @Override
                    public void fill(long offset, ByteBuffer target) {
                        throw broken;
                    }
                };
        try (Checksum sum = Checksum.start(bytes)) {
            assertSame(broken, assertThrows(BadCheckpoint.class, sum::sha256));
        }
    }
}
