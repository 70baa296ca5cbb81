package sc.fiji.cam.data;

import java.util.ArrayList;
import java.util.List;

/**
 * One axis of the input on its way through the five layers of stride 2.
 *
 * @param sizes input size, then the size behind each of the five layers; the last is the grid
 * @param pads zeros that each of the five layers adds
 * @param offset input pixel on which cell 0 of the grid is centred (symmetric kernels); cell i is
 *     centred at {@code 32 i + offset}
 */
public record AxisPlan(List<Integer> sizes, List<Pad> pads, int offset) {
    /** Input pixels from one cell of the grid to the next. */
    public static final int STEP = 32;

    static AxisPlan of(Architecture architecture, Padding padding, int size, boolean vertical) {
        List<Integer> sizes = new ArrayList<>(List.of(size));
        List<Pad> pads = new ArrayList<>();
        int offset = 0;
        int n = size;
        for (ConvLayer layer : architecture.strided()) {
            int k = layer.kernel();
            Pad pad = padding.of(pads.size(), k, n, vertical);
            // Output j reads input 2 j - before + tap, so its centre tap sits at
            // 2 j + (k - 1) / 2 - before; in input pixels of the network that is times 2^layer.
            offset += ((k - 1) / 2 - pad.before()) << pads.size();
            n = Math.floorDiv(n + pad.before() + pad.after() - k, 2) + 1;
            pads.add(pad);
            sizes.add(n);
        }
        return new AxisPlan(List.copyOf(sizes), List.copyOf(pads), offset);
    }

    /** Number of cells along this axis. */
    public int grid() {
        return sizes.get(sizes.size() - 1);
    }

    /** Size of the map behind the first {@code layers} of the five strided layers. */
    public int sizeBehind(int layers) {
        return sizes.get(layers);
    }
}
