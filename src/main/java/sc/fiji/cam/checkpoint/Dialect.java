package sc.fiji.cam.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Block;

/**
 * How one library names the tensors of an EfficientNet.
 *
 * @param id the dialect's name in results
 * @param trunk canonical layer to its name: {@code stem.conv}, {@code stem.bn}, {@code head.conv},
 *     {@code head.bn}
 * @param block prefix of a block's names; {@code {stage}} counts from 1, {@code {stage0}}, {@code
 *     {repeat}} and {@code {index}} from 0, {@code {letter}} from a
 * @param expanding canonical part of a block to its name behind that prefix, blocks with expansion
 * @param plain the same for the blocks of stage 1
 * @param classifier prefix of the last layers
 */
record Dialect(
        String id,
        Map<String, String> trunk,
        String block,
        Map<String, String> expanding,
        Map<String, String> plain,
        String classifier) {

    /** The one tensor whose name gives the dialect away. */
    String stemKey() {
        return trunk.get("stem.conv") + ".weight";
    }

    /** Every tensor in front of the classifier: canonical name to this dialect's, in order. */
    Map<String, String> names(Architecture architecture) {
        Map<String, String> layers = new LinkedHashMap<>(trunk);
        for (Block b : architecture.blocks()) {
            String prefix =
                    block.replace("{stage}", Integer.toString(b.stage()))
                            .replace("{stage0}", Integer.toString(b.stage() - 1))
                            .replace("{repeat}", Integer.toString(b.repeat()))
                            .replace("{letter}", Character.toString('a' + b.repeat()))
                            .replace("{index}", Integer.toString(b.index()));
            Map<String, String> parts = b.expands() ? expanding : plain;
            parts.forEach((part, name) -> layers.put(b.name() + "." + part, prefix + name));
        }
        Map<String, String> names = new LinkedHashMap<>();
        architecture
                .tensors()
                .forEach(
                        spec -> {
                            int dot = spec.name().lastIndexOf('.');
                            String layer = layers.get(spec.name().substring(0, dot));
                            names.put(spec.name(), layer + spec.name().substring(dot));
                        });
        return names;
    }
}
