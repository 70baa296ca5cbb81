package sc.fiji.cam.checkpoint;

import java.util.Optional;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.Labels;

/**
 * The names of the classes, and what the file that holds them says beside them.
 *
 * @param labels one per class
 * @param size of the pictures in training, if a table of classes tells
 * @param sizeSource path of that table; else empty
 */
record ClassNames(Labels labels, Optional<InputSize> size, String sizeSource) {
    /** Names alone. */
    ClassNames(Labels labels) {
        this(labels, Optional.empty(), "");
    }

    /** The same names with the size that another source tells. */
    ClassNames sized(ClassNames other) {
        return new ClassNames(labels, other.size, other.sizeSource);
    }
}
