package sc.fiji.cam.network;

import java.util.List;
import java.util.Optional;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Block;
import sc.fiji.cam.data.ConvLayer;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.HeadLayer;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Point;
import sc.fiji.cam.data.ScaleLayer;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.WeightSet;

/**
 * Where a trained network gathers the evidence of a cell, relative to the centre of the cell's
 * receptive field. Trained kernels are lopsided, and the shifts add up over layers.
 *
 * <p>Per channel an energy E and its first moments M (input pixels) are carried backwards through
 * the squared folded weights, from {@code E[k] = sum_c (W[c][k] - mean_c W[c][k])^2} at the
 * features, W being the head with its activation functions left out (a slope that all units share
 * moves no centre): a 1x1 convolution gives {@code E_in = (w^2)^T E}; a depthwise one with taps t
 * and J input pixels per step {@code E_in = S0 E, M_in = S0 M + S1 E} with {@code S0 = sum w_t^2}
 * and {@code S1 = J sum w_t^2 (t - (k-1)/2)}; swish and squeeze-excite gate multiply both by
 * constants; a residual adds skip and branch. The centre is {@code sum M / sum E}. An estimate,
 * good to about 2 pixels.
 */
public final class EvidenceCentre {
    /** Mean square of the slope of swish. */
    private static final double SLOPE = 0.4;

    /** Mean square of the squeeze-excite gate. */
    private static final double GATE = 0.25;

    /** What users are told where there is none. */
    public static final String NONE =
            "The weights have no evidence centre (no class differs from the others): own is 0.";

    private final WeightSet weights;
    private final float eps;

    private EvidenceCentre(WeightSet weights, float eps) {
        this.weights = weights;
        this.eps = eps;
    }

    /** Energy and first moments per channel. */
    private record Energy(double[] e, double[] x, double[] y) {
        static Energy zero(int channels) {
            return new Energy(new double[channels], new double[channels], new double[channels]);
        }

        Energy times(double factor) {
            Energy scaled = zero(e.length);
            scaled.add(this, factor);
            return scaled;
        }

        void add(Energy other, double factor) {
            for (int c = 0; c < e.length; c++) {
                e[c] += factor * other.e[c];
                x[c] += factor * other.x[c];
                y[c] += factor * other.y[c];
            }
        }
    }

    /**
     * Computes the centre of a network.
     *
     * @param architecture size of the network
     * @param weights canonical tensors; read only
     * @param eps of the batch normalisation
     * @param head what follows the features
     * @return input pixels to add to the centre of every cell; empty if all energies vanish
     */
    public static Optional<Point> of(
            Architecture architecture, WeightSet weights, float eps, Head head) {
        EvidenceCentre centre = new EvidenceCentre(weights, eps);
        Energy energy = centre.through(architecture.head(), 1, start(head).times(SLOPE));
        List<Block> blocks = architecture.blocks();
        int jump = architecture.stem().stride();
        for (Block block : blocks) jump *= block.stride();
        for (int b = blocks.size() - 1; b >= 0; b--) {
            Block block = blocks.get(b);
            jump /= block.stride();
            energy = centre.through(block, jump, energy);
        }
        energy = centre.through(architecture.stem(), 1, energy.times(SLOPE));
        double e = sum(energy.e());
        if (!(e > 0) || Double.isInfinite(e)) return Optional.empty();
        return Optional.of(new Point(sum(energy.x()) / e, sum(energy.y()) / e));
    }

    private static Energy start(Head head) {
        double[][] weight = straight(head);
        int classes = weight.length;
        Energy energy = Energy.zero(weight[0].length);
        for (int k = 0; k < weight[0].length; k++) {
            double mean = 0;
            for (int c = 0; c < classes && classes > 1; c++) mean += weight[c][k];
            mean /= classes;
            for (double[] row : weight) energy.e()[k] += Math.pow(row[k] - mean, 2);
        }
        return energy;
    }

    /** The product of a head's affine layers, classes x channels. */
    private static double[][] straight(Head head) {
        double[][] product = rows(head.last());
        for (int i = head.layers().size() - 2; i >= 0; i--) {
            HeadLayer layer = head.layers().get(i);
            if (layer instanceof LinearLayer linear) {
                for (int c = 0; c < product.length; c++) product[c] = times(product[c], linear);
            } else if (layer instanceof ScaleLayer s) {
                for (double[] row : product) {
                    for (int k = 0; k < row.length; k++) row[k] *= s.scale().values()[k];
                }
            }
        }
        return product;
    }

    private static double[][] rows(LinearLayer layer) {
        double[][] rows = new double[layer.classes()][layer.channels()];
        for (int c = 0; c < rows.length; c++) {
            for (int k = 0; k < rows[c].length; k++) rows[c][k] = layer.weight(c, k);
        }
        return rows;
    }

    private static double[] times(double[] row, LinearLayer layer) {
        double[] product = new double[layer.channels()];
        for (int h = 0; h < row.length; h++) {
            for (int k = 0; k < product.length; k++) product[k] += row[h] * layer.weight(h, k);
        }
        return product;
    }

    private Energy through(Block block, int jump, Energy out) {
        Energy energy = through(block.project(), jump, out).times(GATE * SLOPE);
        energy = through(block.depthwise(), jump, energy);
        if (block.expands()) energy = through(block.expand(), jump, energy.times(SLOPE));
        if (block.skips()) energy.add(out, 1);
        return energy;
    }

    /** Carries the energy of a layer's output to its input, without activation. */
    private Energy through(ConvLayer layer, int jump, Energy out) {
        Tensor kernel = Folding.fold(layer, weights, eps).kernel();
        float[] w = kernel.values();
        int k = layer.kernel();
        int perGroup = layer.in() / layer.groups();
        Energy in = Energy.zero(layer.in());
        for (int o = 0; o < layer.out(); o++) {
            for (int g = 0; g < perGroup; g++) {
                int i = layer.isDepthwise() ? o : g;
                addKernel(w, (o * perGroup + g) * k * k, k, jump, out, o, in, i);
            }
        }
        return in;
    }

    private static void addKernel(
            float[] w, int at, int k, int jump, Energy out, int o, Energy in, int i) {
        double s0 = 0;
        double sx = 0;
        double sy = 0;
        double middle = (k - 1) / 2.0;
        for (int ty = 0; ty < k; ty++) {
            for (int tx = 0; tx < k; tx++) {
                double square = (double) w[at + ty * k + tx] * w[at + ty * k + tx];
                s0 += square;
                sx += jump * square * (tx - middle);
                sy += jump * square * (ty - middle);
            }
        }
        in.e[i] += s0 * out.e[o];
        in.x[i] += s0 * out.x[o] + sx * out.e[o];
        in.y[i] += s0 * out.y[o] + sy * out.e[o];
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double v : values) sum += v;
        return sum;
    }
}
