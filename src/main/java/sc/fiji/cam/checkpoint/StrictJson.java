package sc.fiji.cam.checkpoint;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * JSON to plain data, by the letter: no bare words, no comments, no key twice, at most 64 levels.
 * Whole numbers become {@code Long} or {@code BigInteger}, others {@code Double}.
 */
final class StrictJson {
    private static final int MAX_DEPTH = 64;

    private StrictJson() {}

    /**
     * Reads a text.
     *
     * @return the value, or empty if the text is not JSON
     */
    static Optional<Object> read(String text) {
        // A reader is strict unless it is told otherwise.
        try (JsonReader in = new JsonReader(new StringReader(text))) {
            Object value = value(in);
            return in.peek() == JsonToken.END_DOCUMENT ? Optional.of(value) : Optional.empty();
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** One value; containers still open are kept on a stack of our own. */
    private static Object value(JsonReader in) throws IOException {
        Deque<Object> open = new ArrayDeque<>();
        while (true) {
            Object value = next(in, open);
            if (value == OPENED) continue;
            if (open.isEmpty()) return value;
            attach(in, open.peek(), value);
        }
    }

    private static final Object OPENED = new Object();
    private static final Object KEYED = new Object();

    /** A named place of a dictionary that waits for its value. */
    private static final class Slot {
        final Inert.Dict dict;
        String key = "";

        Slot(Inert.Dict dict) {
            this.dict = dict;
        }
    }

    private static void attach(JsonReader in, Object target, Object value) throws IOException {
        if (value == KEYED) return;
        if (target instanceof Inert.Seq seq) {
            seq.items.add(value);
        } else if (target instanceof Slot slot && slot.dict.entries.put(slot.key, value) != null) {
            throw new MalformedJsonException("key twice at " + in.getPath());
        }
    }

    private static Object next(JsonReader in, Deque<Object> open) throws IOException {
        switch (in.peek()) {
            case BEGIN_ARRAY -> {
                in.beginArray();
                return opened(open, new Inert.Seq());
            }
            case BEGIN_OBJECT -> {
                in.beginObject();
                return opened(open, new Slot(new Inert.Dict()));
            }
            case NAME -> {
                if (open.peek() instanceof Slot slot) slot.key = in.nextName();
                return KEYED;
            }
            case END_ARRAY -> {
                in.endArray();
                return open.pop();
            }
            case END_OBJECT -> {
                in.endObject();
                return ((Slot) open.pop()).dict;
            }
            default -> {
                return scalar(in);
            }
        }
    }

    private static Object opened(Deque<Object> open, Object container) throws IOException {
        if (open.size() == MAX_DEPTH) throw new MalformedJsonException("too deep");
        open.push(container);
        return OPENED;
    }

    private static Object scalar(JsonReader in) throws IOException {
        return switch (in.peek()) {
            case STRING -> in.nextString();
            case NUMBER -> number(in.nextString());
            case BOOLEAN -> in.nextBoolean();
            case NULL -> {
                in.nextNull();
                yield Inert.Nothing.NONE;
            }
            default -> throw new EOFException();
        };
    }

    private static Object number(String text) {
        if (!text.matches("-?\\d{1,30}")) return Double.valueOf(text);
        BigInteger whole = new BigInteger(text);
        return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
    }
}
