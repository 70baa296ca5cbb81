package sc.fiji.cam.checkpoint;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Guesses which other network a file holds, so that its refusal says more than "no". */
final class Strangers {
    private static final String MBCONV =
            "conv_pwl\\.weight|features\\.2\\.0\\.block\\.3\\.0\\.weight"
                    + "|block2a_project_conv\\.weight";
    private static final String NONE = "(?!)";

    /**
     * What gives a network away.
     *
     * @param what its name
     * @param has a tensor name that it has
     * @param lacks a tensor name that it does not have
     */
    private record Row(String what, Pattern has, Pattern lacks) {
        Row(String what, String has, String lacks) {
            this(what, Pattern.compile(has), Pattern.compile(lacks));
        }

        boolean fits(Collection<String> names) {
            return names.stream().anyMatch(n -> has.matcher(n).find())
                    && names.stream().noneMatch(n -> lacks.matcher(n).find());
        }
    }

    /** The first row that fits is the answer: the special before the general. */
    private static final List<Row> ROWS =
            List.of(
                    new Row(
                            "an EfficientNet-EdgeTPU (es, em, el)",
                            "conv_exp\\.weight",
                            "\\.se\\."),
                    new Row("an EfficientNetV2", "conv_exp\\.weight|_dwconv2\\.weight", NONE),
                    new Row("a MobileNetV3", "conv_head\\.bias", NONE),
                    new Row(
                            "an EfficientNet-Lite (no squeeze-and-excitation)",
                            MBCONV,
                            "\\.se\\.|fc1\\.weight|_se_reduce\\."),
                    new Row("an EfficientNet with group normalisation", MBCONV, "running_mean"),
                    new Row("a ResNet", "layer1\\.0\\.conv1\\.weight", NONE),
                    new Row(
                            "a vision transformer",
                            "attn\\.qkv\\.weight|self_attention\\.in_proj_weight|attention\\.query",
                            NONE),
                    new Row("a MobileNetV2", "features\\.\\d+\\.conv\\.\\d", NONE),
                    new Row("a MobileNetV3", "features\\.\\d+\\.block\\.\\d", NONE),
                    new Row("a DenseNet", "denseblock1", NONE),
                    new Row("a VGG or AlexNet", "features\\.(10|28)\\.weight", NONE),
                    new Row("a ConvNeXt", "stages\\.0\\.|layer_scale", NONE));

    private static final Pattern FUSED =
            Pattern.compile("features\\.[1-6]\\.0\\.block\\.0\\.0\\.weight$");

    private Strangers() {}

    /** What the tensors seem to be, if they are a network that we know to be another one. */
    static Optional<String> guess(Map<String, RawTensor> tensors) {
        if (tensors.values().stream().anyMatch(Strangers::isFused)) {
            return Optional.of("an EfficientNetV2");
        }
        return ROWS.stream().filter(r -> r.fits(tensors.keySet())).map(Row::what).findFirst();
    }

    /** torchvision's EfficientNetV2 begins its blocks with a full 3x3 convolution. */
    private static boolean isFused(RawTensor tensor) {
        int[] shape = tensor.shape();
        boolean full = shape.length == 4 && shape[1] > 1 && shape[2] > 1;
        return full && FUSED.matcher(tensor.name()).find();
    }
}
