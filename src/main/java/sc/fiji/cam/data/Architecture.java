package sc.fiji.cam.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * EfficientNet B0 to B7: one table of stages, scaled in width and depth. Everything that depends on
 * the network's layers is derived from here: the shapes a weight file must have, the inference
 * program, the geometry of the grid.
 *
 * @see <a href="https://arxiv.org/abs/1905.11946">Tan and Le 2019, table 1 and section 4</a>
 */
public enum Architecture {
    /** Nominal input 224 px. */
    B0(1.0, 1.0, 224),
    /** Nominal input 240 px. */
    B1(1.0, 1.1, 240),
    /** Nominal input 260 px. */
    B2(1.1, 1.2, 260),
    /** Nominal input 300 px. */
    B3(1.2, 1.4, 300),
    /** Nominal input 380 px. */
    B4(1.4, 1.8, 380),
    /** Nominal input 456 px. */
    B5(1.6, 2.2, 456),
    /** Nominal input 528 px. */
    B6(1.8, 2.6, 528),
    /** Nominal input 600 px. */
    B7(2.0, 3.1, 600);

    /** Kernel, stride of the first block, expansion, input, output, repeats. */
    private record Stage(int kernel, int stride, int expansion, int in, int out, int repeats) {}

    private static final List<Stage> STAGES =
            List.of(
                    new Stage(3, 1, 1, 32, 16, 1),
                    new Stage(3, 2, 6, 16, 24, 2),
                    new Stage(5, 2, 6, 24, 40, 2),
                    new Stage(3, 2, 6, 40, 80, 3),
                    new Stage(5, 1, 6, 80, 112, 3),
                    new Stage(5, 2, 6, 112, 192, 4),
                    new Stage(3, 1, 6, 192, 320, 1));

    private static final int STEM_CHANNELS = 32;
    private static final int HEAD_CHANNELS = 1280;

    private final double width;
    private final double depth;
    private final int resolution;

    Architecture(double width, double depth, int resolution) {
        this.width = width;
        this.depth = depth;
        this.resolution = resolution;
    }

    /** Edge of the square input it was designed for, pixels. */
    public int resolution() {
        return resolution;
    }

    /** Short name: {@code b0} to {@code b7}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Channels of the features, K. */
    public int features() {
        return head().out();
    }

    /** The first convolution, 3 channels, stride 2. */
    public ConvLayer stem() {
        return new ConvLayer("stem", 3, scaledWidth(STEM_CHANNELS), 3, 2, 1);
    }

    /** The last convolution, 1x1; its activated output are the features. */
    public ConvLayer head() {
        int in = scaledWidth(STAGES.get(STAGES.size() - 1).out());
        return new ConvLayer("head", in, scaledWidth(HEAD_CHANNELS), 1, 1, 1);
    }

    /** All blocks in order. */
    public List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        for (int s = 0; s < STAGES.size(); s++) {
            Stage stage = STAGES.get(s);
            int repeats = (int) Math.ceil(depth * stage.repeats());
            int out = scaledWidth(stage.out());
            for (int r = 0; r < repeats; r++) {
                int in = r == 0 ? scaledWidth(stage.in()) : out;
                int stride = r == 0 ? stage.stride() : 1;
                int mid = in * stage.expansion();
                int squeezed = Math.max(1, in / 4);
                blocks.add(
                        new Block(
                                blocks.size(),
                                s + 1,
                                r,
                                in,
                                mid,
                                out,
                                squeezed,
                                stage.kernel(),
                                stride));
            }
        }
        return blocks;
    }

    /** The five layers of stride 2 in order; they alone decide grid and offset. */
    public List<ConvLayer> strided() {
        List<ConvLayer> layers = new ArrayList<>(List.of(stem()));
        for (Block block : blocks()) {
            if (block.stride() == 2) layers.add(block.depthwise());
        }
        return layers;
    }

    /** Every tensor in front of the classifier, canonical names and shapes, in order. */
    public List<TensorSpec> tensors() {
        List<TensorSpec> list = new ArrayList<>(stem().tensors());
        for (Block block : blocks()) list.addAll(block.tensors());
        list.addAll(head().tensors());
        return list;
    }

    /** Channels rounded to multiples of 8, never more than a tenth below. */
    private int scaledWidth(int channels) {
        double scaled = channels * width;
        int rounded = Math.max(8, (int) (scaled + 4) / 8 * 8);
        return rounded < 0.9 * scaled ? rounded + 8 : rounded;
    }
}
