package sc.fiji.cam.cam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.data.ChannelOrder;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.InputSpec;
import sc.fiji.cam.data.Interpolation;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Placement;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Point;
import sc.fiji.cam.data.ResizeMode;
import sc.fiji.cam.data.Scaling;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.Npz;

class InputFrameTest {
    private static final InputSpec IMAGENET = InputSpec.IMAGENET;

    @ParameterizedTest
    @CsvSource({
        "torchvision_b3_preset, 300, 0.9375",
        "timm_tf_efficientnet_b3.ns_jft_in1k, 300, 0.904",
        "timm_efficientnet_b3.ra2_in1k, 288, 0.875"
    })
    void equalsWholePipelines(String name, int size, double crop) {
        Npz truth = Golden.truth("resize");
        for (String picture : new String[] {"a_300", "c_260x380"}) {
            Picture p = Golden.decode(Golden.file("image_" + picture + ".png"));
            float[] expected = truth.get(picture + "_" + name).floats();
            assertArrayEquals(expected, cropped(p, size, crop).values());
            assertFalse(Arrays.equals(expected, cropped(p, size, crop * 0.98).values()));
        }
    }

    private static Planes cropped(Picture p, int size, double crop) {
        InputSize square = InputSize.square(size);
        return InputFrame.of(p.width(), p.height(), square, ResizeMode.CROP, crop)
                .prepare(p, Interpolation.BICUBIC, IMAGENET.scaling(), ChannelOrder.RGB);
    }

    /** Worked out by hand from the rules in the Javadoc. */
    @ParameterizedTest
    @CsvSource({
        // image, input, mode, crop, resized, left and top
        "640, 480, 300, 300, STRETCH, 1,      300, 300,   0,   0",
        "640, 480, 300, 200, STRETCH, 0.5,    300, 200,   0,   0",
        "640, 480, 300, 300, CROP,    1,      400, 300,  50,   0",
        "640, 480, 300, 300, CROP,    0.9375, 426, 320,  63,  10",
        "480, 641, 300, 300, CROP,    0.9375, 320, 427,  10,  64",
        "383, 380, 380, 380, CROP,    1,      383, 380,   2,   0",
        "401, 380, 380, 380, CROP,    1,      401, 380,  10,   0",
        "640, 480, 320, 160, CROP,    1,      320, 240,   0,  40",
        "640, 480, 160, 320, CROP,    1,      426, 320, 133,   0",
        "640, 480, 160, 320, CROP,    0.8,    533, 400, 186,  40",
        "640, 480, 300, 300, FIT,     1,      300, 225,   0, -37",
        "480, 640, 300, 300, FIT,     0.5,    225, 300, -37,   0",
        "640, 480, 320, 160, FIT,     1,      213, 160, -53,   0",
        "5000,  1, 300, 300, FIT,     1,      300,   1,   0, -149",
        "1,     1,  32,  64, CROP,    1,       64,  64,  16,   0",
    })
    void laysOut(
            int w,
            int h,
            int inputW,
            int inputH,
            ResizeMode mode,
            double crop,
            int resizedW,
            int resizedH,
            int left,
            int top) {
        InputSize size = new InputSize(inputW, inputH);
        assertEquals(
                new InputFrame(w, h, resizedW, resizedH, left, top, size),
                InputFrame.of(w, h, size, mode, crop));
    }

    @Test
    void paddingIsExactlyZeroAndTheOddPixelIsAtTheEnd() {
        Picture white = new Picture("white", 64, 31, grey(64 * 31, 255));
        Planes planes =
                InputFrame.of(64, 31, InputSize.square(64), ResizeMode.FIT, 1)
                        .prepare(
                                white, Interpolation.BICUBIC, IMAGENET.scaling(), ChannelOrder.RGB);
        for (int y = 0; y < 64; y++) {
            boolean inside = y >= 16 && y < 47;
            float expected = inside ? (255 / 255f - 0.456f) / 0.224f : 0;
            for (int x = 0; x < 64; x++) assertEquals(expected, planes.at(1, y, x));
        }
    }

    @Test
    void channelsAreRedGreenBlue() {
        Picture pixel = new Picture("pixel", 1, 1, new int[] {0xff0a1428});
        Planes planes =
                InputFrame.of(1, 1, InputSize.square(32), ResizeMode.STRETCH, 1)
                        .prepare(
                                pixel, Interpolation.NEAREST, IMAGENET.scaling(), ChannelOrder.RGB);
        assertEquals((10 / 255f - 0.485f) / 0.229f, planes.at(0, 31, 0));
        assertEquals((20 / 255f - 0.456f) / 0.224f, planes.at(1, 0, 31));
        assertEquals((40 / 255f - 0.406f) / 0.225f, planes.at(2, 5, 5));
    }

    @Test
    void aCropOfAThreadLongImageTakesOnlyWhatItNeeds() {
        Picture thread = new Picture("thread", 100_000, 1, grey(100_000, 7));
        Planes planes =
                InputFrame.of(100_000, 1, InputSize.square(32), ResizeMode.CROP, 1)
                        .prepare(
                                thread,
                                Interpolation.BILINEAR,
                                IMAGENET.scaling(),
                                ChannelOrder.RGB);
        assertEquals((7 / 255f - 0.485f) / 0.229f, planes.at(0, 5, 9));
        InputSize large = InputSize.square(30_000);
        BadPicture error =
                assertThrows(
                        BadPicture.class,
                        () -> InputFrame.of(100_000, 1, large, ResizeMode.CROP, 1));
        assertTrue(error.getMessage().contains("resize=stretch"), error.getMessage());
    }

    /** A bright dot goes in; where it arrives, the frame leads back to it. */
    @ParameterizedTest
    @CsvSource({
        "601, 403, 300, 300, STRETCH, 1",
        "601, 403, 320, 224, STRETCH, 1",
        "601, 403, 300, 300, CROP, 0.9375",
        "403, 601, 224, 320, CROP, 1",
        "601, 403, 300, 300, FIT, 1",
        "403, 601, 320, 224, FIT, 1",
        "90, 70, 300, 300, STRETCH, 1"
    })
    void leadsBackToTheImage(int w, int h, int inW, int inH, ResizeMode mode, double crop) {
        InputFrame frame = InputFrame.of(w, h, new InputSize(inW, inH), mode, crop);
        for (double[] part : new double[][] {{0.5, 0.5}, {0.4, 0.55}, {0.62, 0.37}}) {
            int x = (int) (part[0] * w);
            int y = (int) (part[1] * h);
            double[] centre = centre(frame, dot(w, h, x, y));
            assertEquals(x, frame.imageX(centre[0]), 0.05, "x");
            assertEquals(y, frame.imageY(centre[1]), 0.05, "y");
            double turned = frame.imageY(inH - 1 - centre[1]);
            if (part[1] != 0.5) assertTrue(Math.abs(y - turned) > 2, "blind: " + turned);
        }
    }

    private static Picture dot(int w, int h, int x, int y) {
        int[] rgb = new int[w * h];
        for (int dy = -4; dy <= 4; dy++) {
            for (int dx = -4; dx <= 4; dx++) rgb[(y + dy) * w + x + dx] = 0xffffff;
        }
        return new Picture("dot", w, h, rgb);
    }

    private static double[] centre(InputFrame frame, Picture dot) {
        Planes in = frame.prepare(dot, Interpolation.BILINEAR, Scaling.of(0, 1), ChannelOrder.RGB);
        double sum = 0;
        double sumX = 0;
        double sumY = 0;
        for (int y = 0; y < in.height(); y++) {
            for (int x = 0; x < in.width(); x++) {
                sum += in.at(0, y, x);
                sumX += x * in.at(0, y, x);
                sumY += y * in.at(0, y, x);
            }
        }
        return new double[] {sumX / sum, sumY / sum};
    }

    /** One lit cell: the drawn peak is where the frame says the cell's input pixel lies. */
    @ParameterizedTest
    @CsvSource({
        "1024, 768, 300, 300, STRETCH, 1",
        "1024, 768, 320, 224, STRETCH, 1",
        "1024, 768, 300, 300, CROP, 0.9375",
        "768, 1024, 224, 320, CROP, 0.9",
        "1024, 768, 300, 300, FIT, 1",
        "768, 1024, 320, 224, FIT, 1"
    })
    void aLitCellIsDrawnWhereItLooks(int w, int h, int inW, int inH, ResizeMode mode, double crop) {
        InputFrame frame = InputFrame.of(w, h, new InputSize(inW, inH), mode, crop);
        double off = 11.3;
        Point origin = new Point(frame.imageX(off), frame.imageY(off));
        Point next = new Point(frame.imageX(off + 32), frame.imageY(off + 32));
        Point step = new Point(next.x() - origin.x(), next.y() - origin.y());
        float[] cells = new float[10 * 10];
        cells[4 * 10 + 3] = 1;
        Planes drawn =
                MapResampler.resample(
                        new Planes(1, 10, 10, cells), new Placement(origin, step), w, h);
        int peak = 0;
        for (int i = 0; i < w * h; i++) {
            if (drawn.values()[i] > drawn.values()[peak]) peak = i;
        }
        assertEquals(frame.imageX(32 * 3 + off), peak % w, 0.5);
        assertEquals(frame.imageY(32 * 4 + off), peak / w, 0.5);
        assertTrue(Math.abs(frame.imageX(32 * 3 + 15.5) - peak % w) > 2, "blind");
    }

    private static int[] grey(int length, int v) {
        int[] rgb = new int[length];
        Arrays.fill(rgb, v * 0x010101);
        return rgb;
    }
}
