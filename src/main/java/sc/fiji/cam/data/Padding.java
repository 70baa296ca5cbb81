package sc.fiji.cam.data;

import java.util.List;

/**
 * How a family of implementations pads its five layers of stride 2. Layers of stride 1 have {@code
 * (kernel - 1) / 2} on both sides in every family.
 */
public sealed interface Padding {
    /**
     * Padding of one strided layer along one axis.
     *
     * @param layer which of the five, from 0 (the stem)
     * @param kernel edge of its kernel
     * @param size size of its input along this axis
     * @param vertical true for rows, false for columns
     */
    Pad of(int layer, int kernel, int size, boolean vertical);

    /** The name used in options and results. */
    String id();

    /** (k-1)/2 on both sides, always: torchvision, timm's {@code efficientnet_*}. */
    record Symmetric() implements Padding {
        @Override
        public Pad of(int layer, int kernel, int size, boolean vertical) {
            return new Pad((kernel - 1) / 2, (kernel - 1) / 2);
        }

        @Override
        public String id() {
            return "torch";
        }
    }

    /** TensorFlow's SAME, from the actual size: timm's {@code tf_*}, Keras with a fixed input. */
    record Same() implements Padding {
        @Override
        public Pad of(int layer, int kernel, int size, boolean vertical) {
            int total = Math.max(((size + 1) / 2 - 1) * 2 + kernel - size, 0);
            return new Pad(total / 2, total - total / 2);
        }

        @Override
        public String id() {
            return "tensorflow";
        }
    }

    /**
     * SAME computed once for a nominal input, applied to any: lukemelas.
     *
     * @param nominal edge of that input, pixels
     */
    record Static(int nominal) implements Padding {
        /** Refuses sizes that no network has. */
        public Static {
            if (nominal < 32) throw new IllegalArgumentException("static:" + nominal + " < 32");
        }

        @Override
        public Pad of(int layer, int kernel, int size, boolean vertical) {
            int n = nominal;
            for (int l = 0; l < layer; l++) n = (n + 1) / 2;
            return new Same().of(layer, kernel, n, vertical);
        }

        @Override
        public String id() {
            return "static:" + nominal;
        }
    }

    /** Top and left one less than bottom and right, always: Keras built without an input size. */
    record KerasNone() implements Padding {
        @Override
        public Pad of(int layer, int kernel, int size, boolean vertical) {
            return new Pad(kernel / 2 - 1, kernel / 2);
        }

        @Override
        public String id() {
            return "keras-none";
        }
    }

    /**
     * What a Keras configuration states, layer by layer.
     *
     * @param rows five pads along the vertical axis
     * @param columns five pads along the horizontal axis
     */
    record Explicit(List<Pad> rows, List<Pad> columns) implements Padding {
        /** Copies the lists. */
        public Explicit {
            rows = List.copyOf(rows);
            columns = List.copyOf(columns);
            if (rows.size() != 5 || columns.size() != 5) {
                throw new IllegalArgumentException("explicit padding needs five layers");
            }
        }

        @Override
        public Pad of(int layer, int kernel, int size, boolean vertical) {
            return (vertical ? rows : columns).get(layer);
        }

        @Override
        public String id() {
            return "explicit";
        }
    }
}
