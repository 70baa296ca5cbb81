package sc.fiji.cam.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Planes;

/**
 * Pictures as PNG (ISO/IEC 15948), 8-bit RGB or gray. Every row is told as its difference to the
 * pixel on the left or to the row above, whichever is smaller. On photographs and micrographs under
 * a heatmap this takes a third to a half of the time of the JDK's writer, and a fifth fewer bytes.
 */
final class PngFile {
    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final byte[] RGB_8_BIT = {8, 2, 0, 0, 0};
    private static final byte[] GRAY_8_BIT = {8, 0, 0, 0, 0};
    private static final byte LEFT = 1;
    private static final byte ABOVE = 2;

    /** Of the packer: level 3 takes half as long again for 1 to 5 % fewer bytes. */
    private static final int LEVEL = 2;

    /** Every so many samples are looked at; 1 or 3 samples make a pixel, so each colour is met. */
    private static final int PROBED = 4;

    private static final int CHUNK = 1 << 16;

    private PngFile() {}

    /** What is written: size, samples of a pixel (3 or 1), and who fills in those of a row. */
    private record Source(int width, int height, int channels, Rows rows) {}

    private interface Rows {
        void read(int y, byte[] row);
    }

    /** All bytes of the file; the same picture gives the same bytes. */
    static byte[] bytes(Picture picture) {
        Rows rows = (y, row) -> read(picture, y, row);
        return bytes(new Source(picture.width(), picture.height(), 3, rows));
    }

    /**
     * All bytes of the file; each value v from 0 to 1 becomes {@code (int) (255 v + 0.5)}.
     *
     * @param planes one (gray) or three (red, green, blue)
     */
    static byte[] bytes(Planes planes) {
        if (planes.count() != 1 && planes.count() != 3) {
            throw new IllegalArgumentException(planes + ", needs 1 or 3");
        }
        Rows rows = (y, row) -> read(planes, y, row);
        return bytes(new Source(planes.width(), planes.height(), planes.count(), rows));
    }

    private static byte[] bytes(Source source) {
        byte[] kind = source.channels() == 1 ? GRAY_8_BIT : RGB_8_BIT;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(SIGNATURE).array());
        ByteBuffer head = ByteBuffer.allocate(2 * Integer.BYTES + kind.length);
        head.putInt(source.width()).putInt(source.height()).put(kind);
        chunk(out, "IHDR", head.array(), head.capacity());
        Deflater packer = new Deflater(LEVEL);
        try {
            pack(source, packer, out);
        } finally {
            packer.end();
        }
        chunk(out, "IEND", new byte[0], 0);
        return out.toByteArray();
    }

    private static void pack(Source source, Deflater packer, ByteArrayOutputStream out) {
        int length = source.channels() * source.width();
        byte[] above = new byte[length];
        byte[] row = new byte[length];
        byte[] line = new byte[1 + length];
        byte[] packed = new byte[CHUNK];
        int filled = 0;
        for (int y = 0; y < source.height(); y++) {
            source.rows().read(y, row);
            packer.setInput(differences(source.channels(), row, above, line));
            if (y == source.height() - 1) packer.finish();
            while (!packer.needsInput() || y == source.height() - 1 && !packer.finished()) {
                filled += packer.deflate(packed, filled, CHUNK - filled);
                if (filled < CHUNK) continue;
                chunk(out, "IDAT", packed, filled);
                filled = 0;
            }
            byte[] free = above;
            above = row;
            row = free;
        }
        if (filled > 0) chunk(out, "IDAT", packed, filled);
    }

    private static void read(Picture picture, int y, byte[] row) {
        int[] rgb = picture.rgb();
        int at = y * picture.width();
        for (int k = 0; k < row.length; k += 3) {
            int pixel = rgb[at++];
            row[k] = (byte) (pixel >> 16);
            row[k + 1] = (byte) (pixel >> 8);
            row[k + 2] = (byte) pixel;
        }
    }

    private static void read(Planes planes, int y, byte[] row) {
        int channels = planes.count();
        for (int k = 0; k < row.length; k++) {
            row[k] = (byte) (255 * planes.at(k % channels, y, k / channels) + 0.5f);
        }
    }

    /** Fills in one kind, behind its number: the one that is smaller where looked at. */
    private static byte[] differences(int channels, byte[] row, byte[] above, byte[] line) {
        int sum = 0;
        for (int k = channels; k < row.length; k += PROBED) {
            sum += Math.abs((byte) (row[k] - row[k - channels]));
            sum -= Math.abs((byte) (row[k] - above[k]));
        }
        if (sum < 0) {
            line[0] = LEFT;
            System.arraycopy(row, 0, line, 1, channels);
            for (int k = channels; k < row.length; k++) {
                line[1 + k] = (byte) (row[k] - row[k - channels]);
            }
            return line;
        }
        line[0] = ABOVE;
        for (int k = 0; k < row.length; k++) line[1 + k] = (byte) (row[k] - above[k]);
        return line;
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length + 3 * Integer.BYTES);
        bytes.putInt(length).put(type.getBytes(US_ASCII)).put(data, 0, length);
        CRC32 sum = new CRC32();
        sum.update(bytes.array(), Integer.BYTES, length + Integer.BYTES);
        out.writeBytes(bytes.putInt((int) sum.getValue()).array());
    }
}
