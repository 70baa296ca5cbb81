package sc.fiji.cam.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a file that are no numbers: its beginning and its end, whatever carries a signature
 * of zip or HDF5, and everything that reads like text. Found by looking, so that it holds for every
 * format.
 */
final class HotRanges {
    private static final int BLOCK = 256;
    private static final List<String> SIGNATURES =
            List.of(
                    "PK\1\2", "PK\3\4", "PK\5\6", "PK\6\6", "PK\6\7", "TREE", "SNOD", "HEAP",
                    "GCOL", "OHDR", "FRHP", "FHDB", "BTHD", "BTLF", "FSHD");

    /**
     * Some bytes of a file.
     *
     * @param start the first
     * @param length how many
     */
    record Range(long start, long length) {}

    private HotRanges() {}

    /** Finds them; blocks of 256 bytes. */
    static List<Range> of(Path file) throws IOException {
        List<Range> found = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
            long at = 0;
            while (channel.read(buffer.clear(), at) > 0) {
                buffer.flip();
                for (int i = 0; i < buffer.limit(); i += BLOCK) {
                    int n = Math.min(BLOCK, buffer.limit() - i);
                    boolean edge = at + i < 2048 || at + i > channel.size() - 2048;
                    if (edge || isHot(buffer.array(), i, n)) found.add(new Range(at + i, n));
                }
                at += buffer.limit();
            }
        }
        return found;
    }

    private static boolean isHot(byte[] bytes, int from, int n) {
        int letters = 0;
        int zeros = 0;
        for (int i = from; i < from + n; i++) {
            int b = bytes[i] & 0xff;
            if (b >= 'a' && b <= 'z' || b == '_' || b == '"' || b == '.') letters++;
            if (b == 0 || b == 0xff) zeros++;
        }
        if (letters > n / 4 || zeros > n / 2 && zeros < n) return true;
        String text = new String(bytes, from, n, StandardCharsets.ISO_8859_1);
        return SIGNATURES.stream().anyMatch(text::contains);
    }
}
