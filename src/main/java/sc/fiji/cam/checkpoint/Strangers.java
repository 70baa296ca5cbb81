package sc.fiji.cam.checkpoint;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Guesses which other network a file holds, so that its refusal says more than "no". */
final class Strangers {
    private Strangers() {}

    /** What the tensors seem to be, if they are a network that we know to be another one. */
    static Optional<String> guess(Map<String, RawTensor> tensors) {
        Collection<String> names = tensors.keySet();
        if (any(names, "conv_exp\\.weight")) {
            return Optional.of(
                    any(names, "\\.se\\.")
                            ? "an EfficientNetV2"
                            : "an EfficientNet-EdgeTPU (es, em, el)");
        }
        boolean fused =
                tensors.values().stream()
                        .anyMatch(
                                t ->
                                        t.name()
                                                        .matches(
                                                                ".*features\\.[1-6]\\.0\\.block\\.0\\.0\\.weight")
                                                && t.shape().length == 4
                                                && t.shape()[1] > 1
                                                && t.shape()[2] > 1);
        if (fused) return Optional.of("an EfficientNetV2");
        if (any(names, "conv_head\\.bias")) return Optional.of("a MobileNetV3");
        boolean mbconv = any(names, "conv_pwl\\.weight|features\\.2\\.0\\.block\\.3\\.0\\.weight");
        if (mbconv && !any(names, "\\.se\\.|fc1\\.weight")) {
            return Optional.of("an EfficientNet-Lite (no squeeze-and-excitation)");
        }
        if (mbconv && !any(names, "running_mean")) {
            return Optional.of("an EfficientNet with group normalisation");
        }
        if (any(names, "layer1\\.0\\.conv1\\.weight")) return Optional.of("a ResNet");
        if (any(names, "_conv_stem\\.weight")) {
            return Optional.of(
                    "an EfficientNet with the names of EfficientNet-PyTorch (lukemelas), which"
                            + " comes in a later version");
        }
        if (any(names, "embeddings\\.convolution\\.weight")) {
            return Optional.of(
                    "an EfficientNet with the names of transformers, which comes in a later"
                            + " version");
        }
        if (any(names, "attn\\.qkv\\.weight|self_attention\\.in_proj_weight|attention\\.query")) {
            return Optional.of("a vision transformer");
        }
        if (any(names, "features\\.\\d+\\.conv\\.\\d")) return Optional.of("a MobileNetV2");
        if (any(names, "features\\.\\d+\\.block\\.\\d")) return Optional.of("a MobileNetV3");
        if (any(names, "denseblock1")) return Optional.of("a DenseNet");
        if (any(names, "features\\.28\\.weight|features\\.10\\.weight")) {
            return Optional.of("a VGG or AlexNet");
        }
        if (any(names, "stages\\.0\\.|layer_scale")) return Optional.of("a ConvNeXt");
        return Optional.empty();
    }

    private static boolean any(Collection<String> names, String pattern) {
        java.util.regex.Pattern compiled = java.util.regex.Pattern.compile(pattern);
        return names.stream().anyMatch(n -> compiled.matcher(n).find());
    }
}
