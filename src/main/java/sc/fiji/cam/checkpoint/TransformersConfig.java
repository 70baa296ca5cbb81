package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Block;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Pad;
import sc.fiji.cam.data.Scaling;

/**
 * Padding and eps in a {@code config.json} of transformers: the stem always pads below and to the
 * right, and so do the other layers of stride 2 but those whose blocks the configuration lists.
 *
 * @see <a
 *     href="https://github.com/huggingface/transformers/blob/main/src/transformers/models/efficientnet/modeling_efficientnet.py">modeling_efficientnet.py</a>
 */
final class TransformersConfig {
    private TransformersConfig() {}

    /** The family; empty without a configuration. */
    static Optional<Family> family(Architecture architecture, Extras extras) {
        Optional<Set<Long>> listed = listed(extras);
        if (listed.isEmpty()) return Optional.empty();
        Strides strides = new Strides(architecture);
        strides.add(new Pad(0, 1), new Pad(0, 1));
        for (Block block : architecture.blocks()) {
            if (block.stride() != 2) continue;
            int after = block.kernel() / 2;
            Pad pad =
                    new Pad(listed.get().contains((long) block.index()) ? after : after - 1, after);
            strides.add(pad, pad);
        }
        double eps = extras.number("batch_norm_eps").orElse((double) Family.TENSORFLOW_EPS);
        return strides.padding().map(p -> new Family(p, (float) eps));
    }

    private static Optional<Set<Long>> listed(Extras extras) {
        List<Extras.Entry> entries = new ArrayList<>(extras.all("depthwise_padding"));
        if (entries.isEmpty() || !(entries.get(0).value() instanceof Inert.Seq list)) {
            return Optional.empty();
        }
        Set<Long> blocks = new HashSet<>();
        for (Object item : list.items) if (item instanceof Long block) blocks.add(block);
        return Optional.of(blocks);
    }

    /**
     * Mean and std as transformers' image processor applies them: for a classifier ({@code
     * include_top}) it divides by std once more; with {@code rescale_offset} 1 is taken off before.
     *
     * @param once mean and std as they are written
     * @param extras with the processor's configuration; without one nothing changes
     */
    static Scaling scaling(Scaling once, Extras extras) {
        boolean twice = extras.flag("include_top");
        double factor = 255 * extras.number("rescale_factor").orElse(1 / 255.0);
        double offset = extras.flag("rescale_offset") ? 1 : 0;
        List<Float> mean = new ArrayList<>();
        List<Float> std = new ArrayList<>();
        for (int c = 0; c < 3; c++) {
            double s = once.std().get(c);
            mean.add((float) ((once.mean().get(c) + offset) / factor));
            std.add((float) ((twice ? s * s : s) / factor));
        }
        return new Scaling(mean, std);
    }
}
