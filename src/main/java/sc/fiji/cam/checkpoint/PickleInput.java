package sc.fiji.cam.checkpoint;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import sc.fiji.cam.data.BadCheckpoint;

/** The bytes of a pickle; every length is checked before anything is allocated. */
final class PickleInput {
    private static final int MAX_NUMBER_BYTES = 16;

    private final String origin;
    private final ByteBuffer in;

    /**
     * @param origin what is read, for messages
     * @param in from the first opcode on
     */
    PickleInput(String origin, ByteBuffer in) {
        this.origin = origin;
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Bytes read so far. */
    int position() {
        return in.position();
    }

    /** One byte, 0 to 255. */
    int unsigned() {
        return take(1).get() & 0xff;
    }

    /** Four bytes; negative where a length is meant to be above 2 GiB. */
    int int32() {
        return take(4).getInt();
    }

    /** Eight bytes. */
    long int64() {
        return take(8).getLong();
    }

    /** A length, if that many bytes are left. */
    int size(long n) {
        if (n < 0 || n > in.remaining()) throw tooShort(n);
        return (int) n;
    }

    /** The next n bytes, as a buffer of their own. */
    ByteBuffer take(int n) {
        ByteBuffer part = in.slice(in.position(), size(n)).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + n);
        return part;
    }

    /** The next n bytes, copied. */
    byte[] bytes(int n) {
        byte[] bytes = new byte[size(n)];
        in.get(bytes);
        return bytes;
    }

    /** The next n bytes as text. */
    String string(int n, Charset charset) {
        return new String(bytes(n), charset);
    }

    /** Text up to the next line feed, which is skipped. */
    String line() {
        int start = in.position();
        int end = start;
        while (end < in.limit() && in.get(end) != '\n') end++;
        if (end == in.limit()) throw tooShort(1);
        String text = string(end - start, StandardCharsets.UTF_8);
        in.get();
        return text;
    }

    /** A signed little-endian number: {@code Long}, or {@code BigInteger} if it needs to be. */
    Object number(int n) {
        if (n < 0 || n > MAX_NUMBER_BYTES) throw bad("found a number of " + n + " bytes");
        byte[] big = new byte[n];
        byte[] little = bytes(n);
        for (int i = 0; i < n; i++) big[i] = little[n - 1 - i];
        return n == 0 ? (Object) 0L : simplest(new BigInteger(big));
    }

    private static Object simplest(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    /** Protocol 0's whole numbers, among which {@code 00} and {@code 01} are truth values. */
    Object truthOrNumber() {
        String text = line();
        return text.equals("00") || text.equals("01") ? (Object) text.equals("01") : decimal(text);
    }

    /** A whole number in decimal digits. */
    Object decimal(String text) {
        if (!text.matches("[+-]?\\d{1,38}")) throw bad("found a number that is none");
        return simplest(new BigInteger(text));
    }

    /** A memo index in decimal digits. */
    long small(String text) {
        if (!text.matches("\\d{1,9}")) throw bad("found a memo index that is none");
        return Long.parseLong(text);
    }

    /** A decimal fraction. */
    Double real(String text) {
        if (text.length() > 40) throw bad("found a number that is none");
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw bad("found a number that is none");
        }
    }

    private BadCheckpoint tooShort(long n) {
        return bad(
                String.format(
                        "its pickle needs %d bytes at byte %d, but %d are left",
                        n, in.position(), in.remaining()));
    }

    /** The error for a pickle that is not sound. */
    BadCheckpoint bad(String problem) {
        return new BadCheckpoint(
                origin,
                problem,
                "The file is damaged. Copy or download it again, or save it anew.");
    }
}
