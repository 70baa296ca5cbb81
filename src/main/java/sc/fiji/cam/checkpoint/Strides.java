package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.ConvLayer;
import sc.fiji.cam.data.Pad;
import sc.fiji.cam.data.Padding;

/** Gathers what a model says of the padding of its five layers of stride 2. */
final class Strides {
    private final Architecture architecture;
    private final List<Pad> rows = new ArrayList<>();
    private final List<Pad> columns = new ArrayList<>();
    private int same;

    /**
     * @param architecture whose layers
     */
    Strides(Architecture architecture) {
        this.architecture = architecture;
    }

    /** The next layer pads by its actual input, as TensorFlow does. */
    void addSame() {
        same++;
    }

    /** The next layer always pads so. */
    void add(Pad row, Pad column) {
        rows.add(row);
        columns.add(column);
    }

    /** The padding that they make together; empty if they pad in two ways. */
    Optional<Padding> padding() {
        int count = architecture.strided().size();
        if (same == count) return Optional.of(new Padding.Same());
        if (rows.size() != count) return Optional.empty();
        Padding nominal = new Padding.Static(architecture.resolution());
        for (Padding known : List.of(new Padding.Symmetric(), nominal)) {
            if (isLike(known, true) && isLike(known, false)) return Optional.of(known);
        }
        return Optional.of(new Padding.Explicit(rows, columns));
    }

    private boolean isLike(Padding known, boolean vertical) {
        List<ConvLayer> layers = architecture.strided();
        for (int i = 0; i < layers.size(); i++) {
            // Symmetric and static padding do not depend on the size of the input.
            Pad expected = known.of(i, layers.get(i).kernel(), architecture.resolution(), vertical);
            if (!expected.equals((vertical ? rows : columns).get(i))) return false;
        }
        return true;
    }
}
