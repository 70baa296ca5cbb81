package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values found in a file, as plain data. Besides these there are {@code String}, {@code Long},
 * {@code BigInteger}, {@code Double}, {@code Boolean} and {@code byte[]}. Nothing is imported,
 * constructed or called, whatever a file names. Containers compare by identity, so that no value,
 * however deep or cyclic, is ever walked by {@code equals}, {@code hashCode} or {@code toString}.
 */
final class Inert {
    private Inert() {}

    /** Python's None, JSON's null. */
    enum Nothing {
        NONE
    }

    /**
     * The name of a class or function.
     *
     * @param module its module
     * @param name its name
     */
    record Global(String module, String name) {
        /** Whether this is that name. */
        boolean is(String otherModule, String otherName) {
            return module.equals(otherModule) && name.equals(otherName);
        }

        @Override
        public String toString() {
            return module + "." + name;
        }
    }

    /** A dictionary, in the order of the file. */
    static final class Dict {
        final Map<Object, Object> entries = new LinkedHashMap<>();

        /** The value of a key, or null. */
        @Nullable Object get(String key) {
            return entries.get(key);
        }
    }

    /** A list, tuple or set. */
    static final class Seq {
        final List<Object> items;

        Seq(List<Object> items) {
            this.items = items;
        }

        Seq() {
            this(new ArrayList<>(0));
        }
    }

    /** What a call or a constructor would have made: its name, arguments and state. */
    static final class Made {
        final Object callable;
        final Object arguments;
        @Nullable Object state;
        final Dict entries = new Dict();
        final Seq elements = new Seq();

        Made(Object callable, Object arguments) {
            this.callable = callable;
            this.arguments = arguments;
        }
    }

    /**
     * A reference to something outside the pickle: in torch files, a storage.
     *
     * @param id what identifies it
     */
    record Reference(Object id) {}
}
