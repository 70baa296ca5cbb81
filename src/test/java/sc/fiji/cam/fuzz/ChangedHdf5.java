package sc.fiji.cam.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * HDF5 files that mean harm: groups that hold themselves, trees that lead back, arrays of absurd
 * size, heaps that lie. Made from sound files of superblock version 0, as h5py writes them.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">HDF5 File
 *     Format Specification</a>
 */
final class ChangedHdf5 {
    private static final List<String> SEEDS =
            List.of(
                    "keras2_b0.h5",
                    "keras2_weights_b0.h5",
                    "keras3_b0.h5",
                    "keras3_b0.weights.h5",
                    "keras3_nested_b0.h5");
    private static final long[] NUMBERS = {
        0,
        1,
        2,
        8,
        255,
        65535,
        1 << 24,
        Integer.MAX_VALUE,
        1L << 32,
        1L << 40,
        1L << 62,
        Long.MAX_VALUE,
        -1,
        Long.MIN_VALUE
    };
    private static final int ENTRY = 40;

    private final ByteBuffer bytes;
    private final Random random;

    private ChangedHdf5(byte[] sound, Random random) {
        this.bytes = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN);
        this.random = random;
    }

    /** Writes one. */
    static void write(Path file, Random random) throws IOException {
        String seed = SEEDS.get(random.nextInt(SEEDS.size()));
        Files.write(file, make(Seeds.bytes(seed), random));
    }

    /** Changes a sound file where it lies. */
    static byte[] make(byte[] sound, Random random) {
        ChangedHdf5 file = new ChangedHdf5(sound, random);
        for (int changes = random.nextInt(3); changes >= 0; changes--) file.change();
        return sound;
    }

    private void change() {
        switch (random.nextInt(8)) {
            case 0, 1 -> link();
            case 2 -> tree();
            case 3 -> put8(pick("HEAP") + 8 + 8 * random.nextInt(3), number());
            case 4 -> collection();
            case 5 -> array();
            case 6 -> message();
            default -> superblock();
        }
    }

    /** Lets a name of one group stand for another object: itself, its parent, anything. */
    private void link() {
        int to = entry();
        int from = entry();
        if (random.nextInt(4) == 0) {
            bytes.putLong(to + 8 * random.nextInt(5), number());
            return;
        }
        byte[] header = new byte[ENTRY - 8];
        bytes.get(from + 8, header);
        bytes.put(to + 8, header);
        if (random.nextInt(3) == 0) bytes.putLong(to + 8, bytes.getLong(64));
    }

    private int entry() {
        int node = pick("SNOD");
        int n = Math.max(1, bytes.getShort(node + 6));
        return Math.min(node + 8 + ENTRY * random.nextInt(n), bytes.limit() - ENTRY);
    }

    private void tree() {
        int node = pick("TREE");
        switch (random.nextInt(5)) {
            case 0 -> bytes.put(node + 5, (byte) random.nextInt(256));
            case 1 -> bytes.putShort(node + 6, (short) random.nextInt(65536));
            case 2 -> bytes.putLong(node + 8 + 8 * random.nextInt(2), node);
            case 3 -> {
                bytes.put(node + 5, (byte) (1 + random.nextInt(3)));
                bytes.putLong(node + 32, random.nextBoolean() ? node : pick("TREE"));
            }
            default -> bytes.putLong(node + 24 + 8 * random.nextInt(6), number());
        }
    }

    /** A global heap: where texts of variable length lie. */
    private void collection() {
        List<Integer> found = all("GCOL");
        if (found.isEmpty()) return;
        int at = found.get(random.nextInt(found.size()));
        put8(at + 8 + 8 * random.nextInt(4), number());
    }

    /** Sizes of arrays: the numbers before an address of data, and the size behind it. */
    private void array() {
        int at = layout();
        if (random.nextInt(3) == 0) {
            put8(at + 2 + 8 * random.nextInt(2), number());
            return;
        }
        for (int back = 8; back < 200; back += 8) {
            int place = (at - back) & ~7;
            long value = bytes.getLong(place);
            if (value <= 0 || value > 5000) continue;
            put8(place, number());
            if (random.nextBoolean()) return;
        }
    }

    /** A message of an object header near an array: its type, its size. */
    private void message() {
        int at = layout() - random.nextInt(160);
        bytes.putShort(
                Math.max(0, at & ~7), (short) random.nextInt(random.nextBoolean() ? 24 : 65536));
    }

    private void superblock() {
        int at = random.nextInt(96);
        if (random.nextBoolean()) {
            bytes.put(at, (byte) random.nextInt(256));
        } else {
            put8(at & ~7, number());
        }
    }

    /** A layout message of version 3, contiguous. */
    private int layout() {
        int start = random.nextInt(bytes.limit() / 4);
        for (int at = start; at < bytes.limit() - 18; at++) {
            boolean found = bytes.get(at) == 3 && bytes.get(at + 1) == 1;
            if (found && bytes.getLong(at + 2) > 100_000 && bytes.getLong(at + 2) < bytes.limit()) {
                return at;
            }
        }
        return 256;
    }

    private long number() {
        if (random.nextInt(4) == 0) return random.nextInt(bytes.limit());
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private void put8(int at, long value) {
        if (at >= 0 && at <= bytes.limit() - 8) bytes.putLong(at, value);
    }

    private int pick(String signature) {
        List<Integer> found = all(signature);
        return found.isEmpty() ? 96 : found.get(random.nextInt(found.size()));
    }

    /** All places of a signature; blocks begin at multiples of eight. */
    private List<Integer> all(String signature) {
        byte[] four = signature.getBytes(StandardCharsets.US_ASCII);
        int word = ByteBuffer.wrap(four).order(ByteOrder.LITTLE_ENDIAN).getInt();
        List<Integer> found = new ArrayList<>();
        for (int at = 0; at <= bytes.limit() - 256; at += 8) {
            if (bytes.getInt(at) == word) found.add(at);
        }
        return found;
    }
}
