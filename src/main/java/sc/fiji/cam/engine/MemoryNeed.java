package sc.fiji.cam.engine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Block;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.WrongUse;

/** Refuses inputs whose activations this machine cannot hold, before the system does it. */
final class MemoryNeed {
    /** Input, output and oneDNN's scratch of the widest layer live at once. */
    private static final int LIVE = 3;

    private MemoryNeed() {}

    static void check(Architecture architecture, InputSize size) {
        double need = bytes(architecture, size);
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double have = system.getTotalMemorySize();
        if (need <= 0.8 * have) return;
        String text = "about %.0f GB of memory are needed, this machine has %.0f GB";
        throw new WrongUse(
                "size=" + size,
                String.format(Locale.ROOT, text, need / 1e9, have / 1e9),
                "Take a smaller size.");
    }

    /** Bytes of the widest activations of a forward pass of one picture. */
    static double bytes(Architecture architecture, InputSize size) {
        double pixels = (double) size.width() * size.height();
        double widest = 0;
        int stride = architecture.stem().stride();
        for (Block block : architecture.blocks()) {
            widest = Math.max(widest, block.mid() * pixels / ((double) stride * stride));
            stride *= block.stride();
        }
        return widest * Float.BYTES * LIVE;
    }
}
