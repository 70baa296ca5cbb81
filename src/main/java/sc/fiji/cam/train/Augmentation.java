package sc.fiji.cam.train;

import java.util.Random;
import sc.fiji.cam.cam.InputFrame;
import sc.fiji.cam.data.ChannelOrder;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.Interpolation;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.ResizeMode;
import sc.fiji.cam.data.Scaling;

/**
 * Shows a picture differently each time: a part of it, flipped, turned by quarters, brighter or
 * darker, with more or less contrast. What is drawn decides all; nothing else is random.
 *
 * @param side share of each side that is shown, 0 to 1
 * @param left share of the rest that lies at the left of it
 * @param top share of the rest that lies above it
 * @param symmetry 0 to 7: bit 0 mirrors columns, bit 1 mirrors rows, bit 2 exchanges both
 * @param gamma exponent of the intensities on the scale 0..1
 * @param contrast factor around medium gray
 * @param brightness added, on the scale 0..1
 */
record Augmentation(
        double side,
        double left,
        double top,
        int symmetry,
        double gamma,
        double contrast,
        double brightness) {
    /** The picture as it is. */
    static final Augmentation NONE = new Augmentation(1, 0, 0, 0, 1, 1, 0);

    private static final double SMALLEST_SIDE = 0.8;
    private static final double GAMMA = 0.25;
    private static final double CONTRAST = 0.25;
    private static final double BRIGHTNESS = 0.1;

    /** Draws one. */
    static Augmentation draw(Random random) {
        return new Augmentation(
                1 - (1 - SMALLEST_SIDE) * random.nextDouble(),
                random.nextDouble(),
                random.nextDouble(),
                random.nextInt(8),
                StrictMath.exp(GAMMA * both(random)),
                StrictMath.exp(CONTRAST * both(random)),
                BRIGHTNESS * both(random));
    }

    /** The same, turned by 180 degrees: columns and rows are mirrored. */
    Augmentation upsideDown() {
        return new Augmentation(side, left, top, symmetry ^ 3, gamma, contrast, brightness);
    }

    /** From -1 to 1. */
    private static double both(Random random) {
        return 2 * random.nextDouble() - 1;
    }

    /**
     * Prepares a picture for the network.
     *
     * @param size edge of the square input, pixels
     * @param scaling mean and std
     * @return 3 x size x size, newly allocated
     */
    Planes show(Picture picture, int size, Scaling scaling) {
        Picture part = part(picture);
        InputSize square = InputSize.square(size);
        Planes planes =
                InputFrame.of(part.width(), part.height(), square, ResizeMode.STRETCH, 1)
                        .prepare(part, Interpolation.BILINEAR, scaling, ChannelOrder.RGB);
        return symmetry == 0 ? planes : turned(planes);
    }

    /** The part that is shown, at its intensities. */
    private Picture part(Picture picture) {
        int w = Math.max(1, (int) Math.round(side * picture.width()));
        int h = Math.max(1, (int) Math.round(side * picture.height()));
        int x = (int) Math.round(left * (picture.width() - w));
        int y = (int) Math.round(top * (picture.height() - h));
        int[] levels = levels();
        int[] rgb = new int[w * h];
        for (int row = 0; row < h; row++) {
            int from = (y + row) * picture.width() + x;
            for (int i = 0; i < w; i++) {
                int v = picture.rgb()[from + i];
                rgb[row * w + i] =
                        levels[v >> 16 & 255] << 16 | levels[v >> 8 & 255] << 8 | levels[v & 255];
            }
        }
        return new Picture(picture.title(), w, h, rgb);
    }

    private int[] levels() {
        int[] levels = new int[256];
        for (int v = 0; v < 256; v++) {
            double level = StrictMath.pow(v / 255.0, gamma);
            level = (level - 0.5) * contrast + 0.5 + brightness;
            levels[v] = (int) Math.round(255 * Math.max(0, Math.min(1, level)));
        }
        return levels;
    }

    private Planes turned(Planes planes) {
        int n = planes.width();
        float[] values = new float[planes.values().length];
        for (int c = 0; c < planes.count(); c++) {
            for (int y = 0; y < n; y++) {
                for (int x = 0; x < n; x++) {
                    int column = (symmetry & 1) == 0 ? x : n - 1 - x;
                    int row = (symmetry & 2) == 0 ? y : n - 1 - y;
                    boolean exchanged = (symmetry & 4) != 0;
                    values[(c * n + y) * n + x] =
                            exchanged ? planes.at(c, column, row) : planes.at(c, row, column);
                }
            }
        }
        return new Planes(planes.count(), n, n, values);
    }
}
