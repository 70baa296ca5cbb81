package sc.fiji.cam.checkpoint;

import java.util.List;

/** Puts values into the containers of a pickle, and into objects that act like some. */
final class PickleItems {
    private PickleItems() {}

    /**
     * Sets items.
     *
     * @param in for messages
     * @param target a dictionary, or an object with items
     * @param items key, value, key, value ...
     */
    static void put(PickleInput in, Object target, List<Object> items) {
        if (items.size() % 2 != 0) throw in.bad("found a key without value in its pickle");
        Object inner = target instanceof Inert.Made made ? made.entries : target;
        if (!(inner instanceof Inert.Dict dict)) {
            throw in.bad("its pickle sets an item of something that has none");
        }
        for (int i = 0; i < items.size(); i += 2) {
            dict.entries.put(items.get(i), items.get(i + 1));
        }
    }

    /**
     * Appends items.
     *
     * @param in for messages
     * @param target a list, or an object with elements
     * @param items the values
     */
    static void append(PickleInput in, Object target, List<Object> items) {
        if (target instanceof Inert.Seq seq) {
            seq.items.addAll(items);
        } else if (target instanceof Inert.Made made) {
            made.elements.items.addAll(items);
        } else {
            throw in.bad("its pickle appends to something that is no list");
        }
    }
}
