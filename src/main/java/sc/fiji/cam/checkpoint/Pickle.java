package sc.fiji.cam.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    private static final int MAX_VALUES = 2_000_000;
    private static final int NEWEST_PROTOCOL = 5;

    private final String origin;
    private final PickleInput in;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private final List<Inert.Reference> references;
    private int values;

    private Pickle(String origin, ByteBuffer in, List<Inert.Reference> references) {
        this.origin = origin;
        this.in = new PickleInput(origin, in);
        this.references = references;
    }

    /**
     * Reads one value and leaves the buffer behind it.
     *
     * @param origin what is read, for messages
     * @param in from the first opcode on
     * @throws sc.fiji.cam.data.CamException if it is no pickle, or a hostile one
     */
    static Object read(String origin, ByteBuffer in) {
        return read(origin, in, new ArrayList<>());
    }

    /**
     * The same.
     *
     * @param references gets everything outside the pickle that it refers to, in order
     */
    static Object read(String origin, ByteBuffer in, List<Inert.Reference> references) {
        Pickle machine = new Pickle(origin, in, references);
        while (true) {
            int op = machine.in.unsigned();
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
            case 0x95 -> in.size(in.int64()); // FRAME: only checked
            case 'N' -> push(Inert.Nothing.NONE);
            case 0x88 -> push(Boolean.TRUE);
            case 0x89 -> push(Boolean.FALSE);
            case 'J' -> push((long) in.take(4).getInt());
            case 'K' -> push((long) in.unsigned());
            case 'M' -> push((long) (in.take(2).getShort() & 0xffff));
            case 'G' -> push(in.take(8).order(ByteOrder.BIG_ENDIAN).getDouble());
            case 0x8a -> push(in.number(in.unsigned()));
            case 0x8b -> push(in.number(in.int32()));
            case 'I' -> push(in.truthOrNumber());
            case 'L' -> push(in.decimal(in.line().replaceFirst("L$", "")));
            case 'F' -> push(in.real(in.line()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean text(int op) {
        switch (op) {
            case 'X' -> push(in.string(in.int32(), StandardCharsets.UTF_8));
            case 0x8c -> push(in.string(in.unsigned(), StandardCharsets.UTF_8));
            case 0x8d -> push(in.string(in.size(in.int64()), StandardCharsets.UTF_8));
            // Python 2 strings: bytes that are nearly always ASCII.
            case 'T' -> push(in.string(in.int32(), StandardCharsets.ISO_8859_1));
            case 'U' -> push(in.string(in.unsigned(), StandardCharsets.ISO_8859_1));
            case 'V' -> push(in.line());
            case 'B' -> push(in.bytes(in.int32()));
            case 'C' -> push(in.bytes(in.unsigned()));
            case 0x8e, 0x96 -> push(in.bytes(in.size(in.int64())));
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
                Inert.Dict dict = new Inert.Dict();
                PickleItems.put(in, dict, sinceMark());
                push(dict);
            }
            case 's' -> PickleItems.put(in, peekUnder(2), last(2));
            case 'u' -> {
                List<Object> items = sinceMark();
                PickleItems.put(in, peekUnder(0), items);
            }
            case 'a' -> PickleItems.append(in, peekUnder(1), last(1));
            case 'e', 0x90 -> {
                List<Object> items = sinceMark();
                PickleItems.append(in, peekUnder(0), items);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(int op) {
        switch (op) {
            case 'q' -> remember(in.unsigned());
            case 'r' -> remember(in.int32());
            case 0x94 -> remember(memo.size());
            case 'p' -> remember((int) in.small(in.line()));
            case 'h' -> push(recall(in.unsigned()));
            case 'j' -> push(recall(in.int32()));
            case 'g' -> push(recall((int) in.small(in.line())));
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
                String module = in.line();
                push(new Inert.Global(module, in.line()));
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
            case 'Q' -> {
                Inert.Reference reference = new Inert.Reference(pop());
                references.add(reference);
                push(reference);
            }
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
        int protocol = in.unsigned();
        if (protocol <= NEWEST_PROTOCOL) return;
        throw new UnsupportedCheckpoint(
                origin,
                "its pickle has protocol " + protocol + ", expected at most " + NEWEST_PROTOCOL,
                "Save the weights with torch.save(model.state_dict(), file) and no pickle options.");
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

    private String word(Object value) {
        if (value instanceof String text) return text;
        throw bad("its pickle names a class by something that is no text");
    }

    private BadCheckpoint bad(String problem) {
        return in.bad(problem);
    }
}
