package sc.fiji.cam.checkpoint;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/**
 * Python's pickle machine without Python: opcodes build plain data ({@link Inert}), calls stay
 * unmade. No recursion; every length is checked against what is left before anything is allocated;
 * the number of values is bounded.
 *
 * @see <a href="https://github.com/python/cpython/blob/main/Lib/pickletools.py">pickletools.py</a>
 */
final class Pickle {
    private static final int MAX_VALUES = 3_000_000;
    private static final int MAX_NUMBER_BYTES = 16;
    private static final int NEWEST_PROTOCOL = 5;

    private final String origin;
    private final ByteBuffer in;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private int values;

    private Pickle(String origin, ByteBuffer in) {
        this.origin = origin;
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads one value and leaves the buffer behind it.
     *
     * @param origin what is read, for messages
     * @param in from the first opcode on
     * @throws sc.fiji.cam.data.CamException if it is no pickle, or a hostile one
     */
    static Object read(String origin, ByteBuffer in) {
        Pickle machine = new Pickle(origin, in);
        while (true) {
            int op = machine.unsigned();
            if (op == '.') return machine.pop();
            machine.step(op);
        }
    }

    private void step(int op) {
        boolean known = scalar(op) || text(op) || container(op) || memory(op) || object(op);
        if (known) return;
        int at = in.position() - 1;
        throw bad(String.format("found unknown opcode 0x%02x at byte %d of its pickle", op, at));
    }

    private boolean scalar(int op) {
        switch (op) {
            case 0x80 -> protocol();
            case 0x95 -> size(in.remaining() < 8 ? -1 : in.getLong()); // FRAME: only checked
            case 'N' -> push(Inert.Nothing.NONE);
            case 0x88 -> push(Boolean.TRUE);
            case 0x89 -> push(Boolean.FALSE);
            case 'J' -> push((long) take(4).getInt());
            case 'K' -> push((long) unsigned());
            case 'M' -> push((long) (take(2).getShort() & 0xffff));
            case 'G' -> push(take(8).order(ByteOrder.BIG_ENDIAN).getDouble());
            case 0x8a -> push(number(unsigned()));
            case 0x8b -> push(number(int32()));
            case 'I' -> decimalInt(line());
            case 'L' -> push(decimal(line().replaceFirst("L$", "")));
            case 'F' -> push(real(line()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean text(int op) {
        switch (op) {
            case 'X' -> push(string(int32(), StandardCharsets.UTF_8));
            case 0x8c -> push(string(unsigned(), StandardCharsets.UTF_8));
            case 0x8d -> push(string(size(long64()), StandardCharsets.UTF_8));
            // Python 2 strings: bytes that are nearly always ASCII.
            case 'T' -> push(string(int32(), StandardCharsets.ISO_8859_1));
            case 'U' -> push(string(unsigned(), StandardCharsets.ISO_8859_1));
            case 'V' -> push(line());
            case 'B' -> push(bytes(int32()));
            case 'C' -> push(bytes(unsigned()));
            case 0x8e, 0x96 -> push(bytes(size(long64())));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int op) {
        switch (op) {
            case '(' -> mark();
            case ')', ']', 0x8f -> push(new Inert.Seq());
            case 0x85 -> push(new Inert.Seq(last(1)));
            case 0x86 -> push(new Inert.Seq(last(2)));
            case 0x87 -> push(new Inert.Seq(last(3)));
            case 't', 'l', 0x91 -> push(new Inert.Seq(sinceMark()));
            case '}' -> push(new Inert.Dict());
            case 'd' -> {
                List<Object> items = sinceMark();
                Inert.Dict dict = new Inert.Dict();
                put(dict, items);
                push(dict);
            }
            case 's' -> put(peekUnder(2), last(2));
            case 'u' -> {
                List<Object> items = sinceMark();
                put(peekUnder(0), items);
            }
            case 'a' -> append(peekUnder(1), last(1));
            case 'e', 0x90 -> {
                List<Object> items = sinceMark();
                append(peekUnder(0), items);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(int op) {
        switch (op) {
            case 'q' -> remember(unsigned());
            case 'r' -> remember(int32());
            case 0x94 -> remember(memo.size());
            case 'p' -> remember((int) small(line()));
            case 'h' -> push(recall(unsigned()));
            case 'j' -> push(recall(int32()));
            case 'g' -> push(recall((int) small(line())));
            case '0' -> discard();
            case '1' -> sinceMark();
            case '2' -> push(peekUnder(0));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean object(int op) {
        switch (op) {
            case 'c' -> {
                String module = line();
                push(new Inert.Global(module, line()));
            }
            case 0x93 -> {
                List<Object> names = last(2);
                push(new Inert.Global(word(names.get(0)), word(names.get(1))));
            }
            case 'R', 0x81 -> {
                List<Object> call = last(2);
                push(make(call.get(0), call.get(1)));
            }
            case 0x92 -> {
                List<Object> call = last(3);
                push(make(call.get(0), call.get(1)));
            }
            case 'b' -> {
                Object state = last(1).get(0);
                // A dictionary's own state (a state_dict's _metadata) is of no use to us.
                if (peekUnder(0) instanceof Inert.Made made) made.state = state;
            }
            case 'Q' -> push(new Inert.Reference(pop()));
            default -> {
                return false;
            }
        }
        return true;
    }

    /**
     * An ordered dictionary is built, because state dicts are ones; everything else stays inert.
     */
    private static Object make(Object callable, Object arguments) {
        boolean empty = arguments instanceof Inert.Seq s && s.items.isEmpty();
        boolean ordered =
                callable instanceof Inert.Global g && g.is("collections", "OrderedDict") && empty;
        return ordered ? new Inert.Dict() : new Inert.Made(callable, arguments);
    }

    private void protocol() {
        int protocol = unsigned();
        if (protocol <= NEWEST_PROTOCOL) return;
        throw new UnsupportedCheckpoint(
                origin,
                "its pickle has protocol " + protocol + ", expected at most " + NEWEST_PROTOCOL,
                "Save the weights with torch.save(model.state_dict(), file) and no pickle options.");
    }

    private void put(Object target, List<Object> items) {
        if (items.size() % 2 != 0) throw bad("found a key without value in its pickle");
        Inert.Dict dict;
        if (target instanceof Inert.Dict d) {
            dict = d;
        } else if (target instanceof Inert.Made made) {
            dict = made.entries;
        } else {
            throw bad("its pickle sets an item of something that has none");
        }
        for (int i = 0; i < items.size(); i += 2) {
            dict.entries.put(items.get(i), items.get(i + 1));
        }
    }

    private void append(Object target, List<Object> items) {
        if (target instanceof Inert.Seq seq) {
            seq.items.addAll(items);
        } else if (target instanceof Inert.Made made) {
            made.elements.items.addAll(items);
        } else {
            throw bad("its pickle appends to something that is no list");
        }
    }

    private void spend() {
        if (++values > MAX_VALUES)
            throw bad("its pickle makes more than " + MAX_VALUES + " values");
    }

    private void push(Object value) {
        spend();
        stack.add(value);
    }

    private void mark() {
        spend();
        marks.add(stack.size());
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    private Object pop() {
        return last(1).get(0);
    }

    private void discard() {
        if (stack.size() > floor()) {
            pop();
        } else {
            sinceMark();
        }
    }

    /** Takes the topmost values, in order. */
    private List<Object> last(int n) {
        int from = stack.size() - n;
        if (from < floor()) throw bad("its pickle takes values that are not there");
        return cut(from);
    }

    private List<Object> sinceMark() {
        if (marks.isEmpty()) throw bad("its pickle has no mark where one is needed");
        return cut(marks.remove(marks.size() - 1));
    }

    private List<Object> cut(int from) {
        List<Object> tail = stack.subList(from, stack.size());
        List<Object> copy = new ArrayList<>(tail);
        tail.clear();
        return copy;
    }

    /** The value under the n topmost, left where it is. */
    private Object peekUnder(int n) {
        int at = stack.size() - 1 - n;
        if (at < floor()) throw bad("its pickle uses a value that is not there");
        return stack.get(at);
    }

    private void remember(int index) {
        spend();
        memo.put(index, peekUnder(0));
    }

    private Object recall(int index) {
        @Nullable Object value = memo.get(index);
        if (value == null)
            throw bad("its pickle recalls entry " + index + ", which it never stored");
        return value;
    }

    private int unsigned() {
        return take(1).get() & 0xff;
    }

    private int int32() {
        return take(4).getInt();
    }

    private long long64() {
        return take(8).getLong();
    }

    private int size(long n) {
        if (n < 0 || n > in.remaining()) throw short_(n);
        return (int) n;
    }

    /** The next n bytes, as a buffer of their own. */
    private ByteBuffer take(int n) {
        ByteBuffer part = in.slice(in.position(), size(n)).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + n);
        return part;
    }

    private byte[] bytes(int n) {
        byte[] bytes = new byte[size(n)];
        in.get(bytes);
        return bytes;
    }

    private String string(int n, Charset charset) {
        return new String(bytes(n), charset);
    }

    private String line() {
        int start = in.position();
        int end = start;
        while (end < in.limit() && in.get(end) != '\n') end++;
        if (end == in.limit()) throw short_(1);
        String text = string(end - start, StandardCharsets.UTF_8);
        in.get();
        return text;
    }

    private Object number(int n) {
        if (n < 0 || n > MAX_NUMBER_BYTES) throw bad("found a number of " + n + " bytes");
        byte[] big = new byte[n];
        byte[] little = bytes(n);
        for (int i = 0; i < n; i++) big[i] = little[n - 1 - i];
        return n == 0 ? (Object) 0L : simplest(new BigInteger(big));
    }

    private static Object simplest(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private void decimalInt(String text) {
        if (text.equals("00") || text.equals("01")) {
            push(text.equals("01"));
        } else {
            push(decimal(text));
        }
    }

    private Object decimal(String text) {
        if (!text.matches("[+-]?\\d{1,38}")) throw bad("found a number that is none");
        return simplest(new BigInteger(text));
    }

    private long small(String text) {
        if (!text.matches("\\d{1,9}")) throw bad("found a memo index that is none");
        return Long.parseLong(text);
    }

    private Double real(String text) {
        if (text.length() > 40) throw bad("found a number that is none");
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw bad("found a number that is none");
        }
    }

    private String word(Object value) {
        if (value instanceof String text) return text;
        throw bad("its pickle names a class by something that is no text");
    }

    private BadCheckpoint short_(long n) {
        return bad(
                String.format(
                        "its pickle needs %d bytes at byte %d, but %d are left",
                        n, in.position(), in.remaining()));
    }

    private BadCheckpoint bad(String problem) {
        return new BadCheckpoint(
                origin,
                problem,
                "The file is damaged. Copy or download it again, or save it anew.");
    }
}
