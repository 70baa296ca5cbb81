package sc.fiji.cam.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Changes of bytes where they lie: flipped bits, runs, length fields with the values that overflow,
 * parts that are copied over others, cuts. Mostly in those parts of the file that say how the rest
 * is to be read, since other weights are but other weights.
 */
final class Patches {
    private static final long[] LENGTHS = {
        -1,
        0,
        1,
        127,
        128,
        255,
        65535,
        65536,
        Integer.MAX_VALUE,
        1L << 31,
        (1L << 32) - 1,
        1L << 32,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final int CUT_LATE = 4096;

    private final List<HotRanges.Range> hot;
    private final long total;

    Patches(List<HotRanges.Range> hot) {
        this.hot = hot;
        this.total = hot.stream().mapToLong(HotRanges.Range::length).sum();
    }

    /** Makes one mutant: one change, sometimes a few. */
    void apply(Scratch file, Random random) throws IOException {
        int changes = random.nextInt(4) > 0 ? 1 : 2 + random.nextInt(4);
        for (int i = 0; i < changes; i++) change(file, random);
    }

    private void change(Scratch file, Random random) throws IOException {
        long at = place(file, random);
        switch (random.nextInt(12)) {
            case 0, 1 -> flip(file, at, random);
            case 2, 3 -> file.write(at, new byte[] {(byte) random.nextInt()});
            case 4, 5 -> run(file, at, random);
            case 6, 7, 8 -> length(file, at, random);
            case 9 -> file.write(at, file.read(place(file, random), 1 + random.nextInt(64)));
            case 10 -> cut(file, at, random);
            default -> digits(file, at, random);
        }
    }

    private long place(Scratch file, Random random) {
        if (random.nextInt(10) == 0) return (long) (random.nextDouble() * file.size());
        long n = (long) (random.nextDouble() * total);
        for (HotRanges.Range range : hot) {
            if (n < range.length()) return range.start() + n;
            n -= range.length();
        }
        return 0;
    }

    private static void flip(Scratch file, long at, Random random) throws IOException {
        byte[] one = file.read(at, 1);
        if (one.length == 0) return;
        one[0] ^= (byte) (1 << random.nextInt(8));
        file.write(at, one);
    }

    private static void run(Scratch file, long at, Random random) throws IOException {
        byte[] bytes = new byte[1 + random.nextInt(random.nextInt(8) == 0 ? 300 : 16)];
        switch (random.nextInt(3)) {
            case 0 -> Arrays.fill(bytes, (byte) 0xff);
            case 1 -> Arrays.fill(bytes, (byte) random.nextInt());
            default -> random.nextBytes(bytes);
        }
        file.write(at, bytes);
    }

    /** Fields of 1, 2, 4 and 8 bytes, mostly little-endian. */
    private static void length(Scratch file, long at, Random random) throws IOException {
        long value = LENGTHS[random.nextInt(LENGTHS.length)];
        if (random.nextInt(4) == 0) value = file.size() + random.nextInt(64) - 32;
        int bytes = 1 << random.nextInt(4);
        ByteBuffer field = ByteBuffer.allocate(8);
        boolean little = random.nextInt(8) > 0;
        field.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN).putLong(0, value);
        byte[] all = field.array();
        file.write(at, little ? Arrays.copyOf(all, bytes) : Arrays.copyOfRange(all, 8 - bytes, 8));
    }

    private static void cut(Scratch file, long at, Random random) throws IOException {
        switch (random.nextInt(3)) {
            case 0 -> file.truncate(at);
            case 1 -> file.truncate(Math.max(0, file.size() - 1 - random.nextInt(CUT_LATE)));
            default -> {
                byte[] more = new byte[1 + random.nextInt(100)];
                random.nextBytes(more);
                file.write(file.size(), more);
            }
        }
    }

    /** Numbers in text: JSON, protocol 0. */
    private static void digits(Scratch file, long at, Random random) throws IOException {
        byte[] near = file.read(at, 64);
        for (int i = 0; i < near.length; i++) {
            if (near[i] < '0' || near[i] > '9') continue;
            near[i] = (byte) ('0' + random.nextInt(10));
            if (random.nextInt(3) == 0) break;
        }
        file.write(at, near);
    }
}
