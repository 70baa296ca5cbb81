package sc.fiji.cam.checkpoint;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The libraries whose names are understood. A new one is a row here. */
final class Dialects {
    private static final Map<String, String> OWN =
            Map.of(
                    "expand.conv", "expand.conv",
                    "expand.bn", "expand.bn",
                    "dw.conv", "dw.conv",
                    "dw.bn", "dw.bn",
                    "se.reduce", "se.reduce",
                    "se.expand", "se.expand",
                    "project.conv", "project.conv",
                    "project.bn", "project.bn");

    /** torchvision's {@code efficientnet_b*}; the indices of its Sequential shift in stage 1. */
    static final Dialect TORCHVISION = torchvision("features.");

    /** torchvision's features without the rest, which users put into a Sequential of their own. */
    static final Dialect TORCHVISION_FEATURES = torchvision("");

    /** timm; in stage 1 {@code conv_pw} is the projection and {@code bn2} its normalisation. */
    static final Dialect TIMM =
            new Dialect(
                    "timm",
                    Map.of(
                            "stem.conv", "conv_stem",
                            "stem.bn", "bn1",
                            "head.conv", "conv_head",
                            "head.bn", "bn2"),
                    "blocks.{stage0}.{repeat}.",
                    Map.of(
                            "expand.conv", "conv_pw",
                            "expand.bn", "bn1",
                            "dw.conv", "conv_dw",
                            "dw.bn", "bn2",
                            "se.reduce", "se.conv_reduce",
                            "se.expand", "se.conv_expand",
                            "project.conv", "conv_pwl",
                            "project.bn", "bn3"),
                    Map.of(
                            "dw.conv", "conv_dw",
                            "dw.bn", "bn1",
                            "se.reduce", "se.conv_reduce",
                            "se.expand", "se.conv_expand",
                            "project.conv", "conv_pw",
                            "project.bn", "bn2"),
                    "classifier");

    /**
     * Keras, keras-applications and qubvel's efficientnet; arrays named as torch names them, see
     * {@link KerasWeights}.
     */
    static final Dialect KERAS =
            new Dialect(
                    "keras",
                    Map.of(
                            "stem.conv", "stem_conv",
                            "stem.bn", "stem_bn",
                            "head.conv", "top_conv",
                            "head.bn", "top_bn"),
                    "block{stage}{letter}_",
                    Map.of(
                            "expand.conv", "expand_conv",
                            "expand.bn", "expand_bn",
                            "dw.conv", "dwconv",
                            "dw.bn", "bn",
                            "se.reduce", "se_reduce",
                            "se.expand", "se_expand",
                            "project.conv", "project_conv",
                            "project.bn", "project_bn"),
                    Map.of(
                            "dw.conv", "dwconv",
                            "dw.bn", "bn",
                            "se.reduce", "se_reduce",
                            "se.expand", "se_expand",
                            "project.conv", "project_conv",
                            "project.bn", "project_bn"),
                    "predictions");

    /** EfficientNet-PyTorch of lukemelas; blocks are numbered through. */
    static final Dialect LUKEMELAS =
            new Dialect(
                    "lukemelas",
                    Map.of(
                            "stem.conv", "_conv_stem",
                            "stem.bn", "_bn0",
                            "head.conv", "_conv_head",
                            "head.bn", "_bn1"),
                    "_blocks.{index}.",
                    Map.of(
                            "expand.conv", "_expand_conv",
                            "expand.bn", "_bn0",
                            "dw.conv", "_depthwise_conv",
                            "dw.bn", "_bn1",
                            "se.reduce", "_se_reduce",
                            "se.expand", "_se_expand",
                            "project.conv", "_project_conv",
                            "project.bn", "_bn2"),
                    Map.of(
                            "dw.conv", "_depthwise_conv",
                            "dw.bn", "_bn1",
                            "se.reduce", "_se_reduce",
                            "se.expand", "_se_expand",
                            "project.conv", "_project_conv",
                            "project.bn", "_bn2"),
                    "_fc");

    /** transformers' EfficientNetForImageClassification. */
    static final Dialect TRANSFORMERS = transformers("efficientnet.");

    /** transformers' EfficientNetModel, which users put their own layers on. */
    static final Dialect TRANSFORMERS_MODEL = transformers("");

    /** Our own names, for programs whose tensors have none. */
    static final Dialect UNNAMED =
            new Dialect(
                    "frozen program",
                    Map.of(
                            "stem.conv", "stem.conv",
                            "stem.bn", "stem.bn",
                            "head.conv", "head.conv",
                            "head.bn", "head.bn"),
                    "blocks.{index}.",
                    OWN,
                    OWN,
                    "classifier");

    /** All of them. */
    static final List<Dialect> LIST =
            List.of(
                    TORCHVISION,
                    TIMM,
                    LUKEMELAS,
                    TRANSFORMERS,
                    TRANSFORMERS_MODEL,
                    TORCHVISION_FEATURES,
                    KERAS,
                    UNNAMED);

    private Dialects() {}

    private static Dialect torchvision(String features) {
        return new Dialect(
                "torchvision",
                Map.of(
                        "stem.conv", features + "0.0",
                        "stem.bn", features + "0.1",
                        "head.conv", features + "8.0",
                        "head.bn", features + "8.1"),
                features + "{stage}.{repeat}.block.",
                Map.of(
                        "expand.conv", "0.0",
                        "expand.bn", "0.1",
                        "dw.conv", "1.0",
                        "dw.bn", "1.1",
                        "se.reduce", "2.fc1",
                        "se.expand", "2.fc2",
                        "project.conv", "3.0",
                        "project.bn", "3.1"),
                Map.of(
                        "dw.conv", "0.0",
                        "dw.bn", "0.1",
                        "se.reduce", "1.fc1",
                        "se.expand", "1.fc2",
                        "project.conv", "2.0",
                        "project.bn", "2.1"),
                "classifier");
    }

    private static Dialect transformers(String model) {
        return new Dialect(
                "transformers",
                Map.of(
                        "stem.conv", model + "embeddings.convolution",
                        "stem.bn", model + "embeddings.batchnorm",
                        "head.conv", model + "encoder.top_conv",
                        "head.bn", model + "encoder.top_bn"),
                model + "encoder.blocks.{index}.",
                Map.of(
                        "expand.conv", "expansion.expand_conv",
                        "expand.bn", "expansion.expand_bn",
                        "dw.conv", "depthwise_conv.depthwise_conv",
                        "dw.bn", "depthwise_conv.depthwise_norm",
                        "se.reduce", "squeeze_excite.reduce",
                        "se.expand", "squeeze_excite.expand",
                        "project.conv", "projection.project_conv",
                        "project.bn", "projection.project_bn"),
                Map.of(
                        "dw.conv", "depthwise_conv.depthwise_conv",
                        "dw.bn", "depthwise_conv.depthwise_norm",
                        "se.reduce", "squeeze_excite.reduce",
                        "se.expand", "squeeze_excite.expand",
                        "project.conv", "projection.project_conv",
                        "project.bn", "projection.project_bn"),
                "classifier");
    }

    /** Whether one of these names, behind any prefix, is a stem. */
    static boolean hasStem(Collection<?> names) {
        return names.stream().anyMatch(n -> LIST.stream().anyMatch(d -> isKey(n, d.stemKey())));
    }

    /** Whether a name is {@code key} behind a prefix that is empty or ends with a dot. */
    static boolean isKey(Object name, String key) {
        return name instanceof String text
                && text.endsWith(key)
                && (text.length() == key.length()
                        || text.charAt(text.length() - key.length() - 1) == '.');
    }
}
