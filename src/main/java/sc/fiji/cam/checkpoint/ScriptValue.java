package sc.fiji.cam.checkpoint;

import java.util.List;
import java.util.Map;

/**
 * What a variable of a program stands for while the program is followed without being run. Besides
 * these there are {@code Long}, {@code Double}, {@code Boolean}, {@code String}, {@code
 * Inert.Nothing} and {@code List}.
 */
final class ScriptValue {
    private ScriptValue() {}

    /** Something that depends on what is not known: the size of a picture, say. */
    enum Hidden {
        HIDDEN
    }

    /**
     * A tensor of the file.
     *
     * @param name its name
     * @param tensor not read yet
     */
    record Stored(String name, Object tensor) {}

    /**
     * A part of the model.
     *
     * @param path its name, with a dot behind; the model itself: empty
     * @param object its attributes
     */
    record Part(String path, Inert.Made object) {}

    /**
     * A qualified name.
     *
     * @param name {@code torch.silu}
     */
    record Qualified(String name) {}

    /**
     * A tensor that the program computes. Compared by identity.
     *
     * @param operator {@code silu}, without {@code torch.}
     * @param arguments values
     * @param named values by name
     */
    record Node(String operator, List<Object> arguments, Map<String, Object> named) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return operator;
        }

        /** An argument, or None. */
        Object argument(int index) {
            return index < arguments.size() ? arguments.get(index) : Inert.Nothing.NONE;
        }
    }

    /** Whether a value is a tensor, or a list with some. */
    static boolean isTensor(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(v -> v instanceof Node || v instanceof Stored);
        }
        return value instanceof Node || value instanceof Stored;
    }

    /** Whether two values are the same; lists by identity, which may be nested without end. */
    static boolean same(Object a, Object b) {
        return a == b || !(a instanceof List<?>) && a.equals(b);
    }
}
