package sc.fiji.cam.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import sc.fiji.cam.testing.TorchWriter;

/**
 * Zip files that mean harm: names that lead out, members without end, sizes that lie, hundreds of
 * thousands of members.
 */
final class HostileZips {
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final long[] SIZES = {
        0, 1, 0xffff, Integer.MAX_VALUE, 1L << 31, 0xfffffffeL, 0xffffffffL, -1
    };

    private HostileZips() {}

    /** Writes one. */
    static void write(Path file, Random random) throws IOException {
        Map<String, byte[]> members = sound();
        boolean deflate = random.nextBoolean();
        switch (random.nextInt(7)) {
            case 0 -> evilNames(members, random);
            case 1 -> {
                bomb(members, random);
                deflate = true;
            }
            case 2 -> {
                int n = random.nextInt(30) == 0 ? 60_000 : 200;
                for (int i = 0; i < n; i++) members.put("a/data/m" + i, new byte[0]);
            }
            case 3 -> members = rerooted(members, random);
            case 4 -> members.put("a/" + "n/".repeat(random.nextInt(30_000)), new byte[1]);
            default -> deflate = random.nextInt(4) == 0;
        }
        TorchWriter.zip(file, members, deflate);
        if (random.nextInt(3) > 0) lie(file, random);
    }

    private static Map<String, byte[]> sound() {
        Map<String, byte[]> members = new LinkedHashMap<>();
        byte[] pickle = new Ops().op(0x80, 2).raw(HostilePickles.SOUND).op('.').bytes();
        members.put("a/data.pkl", pickle);
        members.put("a/byteorder", "little".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        members.put("a/data/0", TorchWriter.floats(0.5f));
        return members;
    }

    private static void evilNames(Map<String, byte[]> members, Random random) {
        for (String name : HostilePickles.NAMES) {
            if (random.nextBoolean()) members.put(name, new byte[] {1});
        }
        String evil = HostilePickles.NAMES.get(random.nextInt(HostilePickles.NAMES.size()));
        members.put(evil + "/data.pkl", members.get("a/data.pkl"));
        members.put(evil + "/data/0", members.get("a/data/0"));
    }

    /** Members that unpack to a thousand times their size. */
    private static void bomb(Map<String, byte[]> members, Random random) {
        List<String> names = List.copyOf(members.keySet());
        int megabytes = random.nextInt(20) == 0 ? 150 : 20;
        members.put(names.get(random.nextInt(names.size())), new byte[megabytes << 20]);
    }

    private static Map<String, byte[]> rerooted(Map<String, byte[]> members, Random random) {
        Map<String, byte[]> moved = new LinkedHashMap<>();
        String root = "r/".repeat(random.nextInt(4)) + (random.nextBoolean() ? "" : "x");
        members.forEach((name, bytes) -> moved.put(root + name, bytes));
        if (random.nextBoolean()) moved.putAll(members);
        if (random.nextBoolean()) moved.put("data.pkl", new byte[] {'N', '.'});
        return moved;
    }

    /** Replaces fields of the directory: sizes, offsets, methods, counts. */
    private static void lie(Path file, Random random) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int end = bytes.limit() - 22;
        int at = bytes.getInt(end + 16);
        for (int lies = random.nextInt(4); lies >= 0; lies--) {
            if (random.nextInt(5) == 0) {
                bytes.putInt(end + 4 + 2 * random.nextInt(7), (int) size(random));
                continue;
            }
            int entry = at;
            for (int skip = random.nextInt(5); skip > 0; skip--) {
                int next = next(bytes, entry);
                if (next < end && bytes.getInt(next) == CENTRAL) entry = next;
            }
            if (bytes.getInt(entry) == END) continue;
            int[] fields = {8, 10, 16, 20, 24, 28, 30, 32, 42};
            int field = fields[random.nextInt(fields.length)];
            if (field == 20 || field == 24 || field == 42) {
                bytes.putInt(entry + field, (int) size(random));
            } else {
                bytes.putShort(entry + field, (short) random.nextInt(20));
            }
        }
        Files.write(file, bytes.array());
    }

    private static int next(ByteBuffer bytes, int entry) {
        int name = bytes.getShort(entry + 28) & 0xffff;
        int extra = bytes.getShort(entry + 30) & 0xffff;
        return entry + 46 + name + extra + (bytes.getShort(entry + 32) & 0xffff);
    }

    private static long size(Random random) {
        return random.nextInt(3) == 0 ? random.nextInt(200_000) : SIZES[random.nextInt(8)];
    }
}
