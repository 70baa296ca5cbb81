package sc.fiji.cam.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.cam.cam.Heatmap;
import sc.fiji.cam.cam.InputFrame;
import sc.fiji.cam.cam.MapResampler;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.AxisPlan;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Padding;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Preparation;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.network.Network.Form;
import sc.fiji.cam.render.Blend;
import sc.fiji.cam.render.Luts;
import sc.fiji.cam.testing.Models;
import sc.fiji.cam.testing.Networks.Delta;

/**
 * From 8-bit pixels to the drawn overlay and the 32-bit map: a network that answers one pixel per
 * cell must have its answer drawn on the pixel that was lit.
 */
class DrawnPositionTest {
    private static final double HALF_A_PIXEL = 0.5;

    static Stream<Arguments> cases() {
        List<Family> families =
                List.of(
                        new Family(new Padding.Symmetric(), Family.TORCH_EPS),
                        new Family(new Padding.Same(), Family.TENSORFLOW_EPS),
                        new Family(new Padding.Static(300), Family.TENSORFLOW_EPS),
                        new Family(new Padding.KerasNone(), Family.TENSORFLOW_EPS));
        // Image width and height, input, resize: an image of the input's size lights single pixels;
        // larger ones light squares of pixels that become one pixel of the input.
        return families.stream()
                .flatMap(
                        f ->
                                Stream.of(
                                        Arguments.of(f, 128, 128, "128", "stretch"),
                                        Arguments.of(f, 160, 131, "160x131", "stretch"),
                                        Arguments.of(f, 384, 480, "128x160", "stretch"),
                                        Arguments.of(f, 200, 140, "128", "crop"),
                                        Arguments.of(f, 600, 420, "140", "crop"),
                                        Arguments.of(f, 160, 101, "160", "fit"),
                                        Arguments.of(f, 303, 480, "160", "fit")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theAnswerIsDrawnOnTheLitPixel(
            Family family, int width, int height, String size, String resize) {
        Delta delta = Delta.of(Architecture.B0, family.eps()).silent().forBytes();
        CamSettings settings = settings(size, resize, "0");
        try (CamModel model = Models.open(delta.network(1, 0), family, Form.FASTEST)) {
            Preparation p = model.preparation(settings);
            InputFrame frame = InputFrame.of(width, height, p.size(), p.resize(), p.crop());
            AxisPlan rows = family.plan(Architecture.B0, p.size().height(), true);
            AxisPlan columns = family.plan(Architecture.B0, p.size().width(), false);
            int i = middle(rows);
            int j = middle(columns);
            double y = frame.imageY(32 * i + rows.offset());
            double x = frame.imageX(32 * j + columns.offset());
            ImagePlus image = lit(width, height, x, y, frame);
            CamResult result = explain(model, image, settings);
            assertDrawnAt(x, y, image, result, settings);
        }
    }

    /** With taps off the centre, own is the sum of the shifts, and the drawing follows. */
    @Test
    void ownShiftIsDrawnToo() {
        Family family = new Family(new Padding.Same(), Family.TENSORFLOW_EPS);
        Delta delta =
                Delta.of(Architecture.B3, family.eps())
                        .silent()
                        .forBytes()
                        .tap("stem", 0, 2)
                        .tap("blocks.5.dw", 3, 1);
        CamSettings settings = settings("300", "stretch", "0");
        try (CamModel model = Models.open(delta.network(1, 0), family, Form.FASTEST)) {
            assertEquals(1 - 4, model.own().x(), 1e-9);
            assertEquals(-1 + 4, model.own().y(), 1e-9);
            int offset = family.plan(Architecture.B3, 300, true).offset();
            double x = 32 * 4 + offset + 1 - 4;
            double y = 32 * 5 + offset - 1 + 4;
            InputFrame frame =
                    InputFrame.of(
                            300,
                            300,
                            model.preparation(settings).size(),
                            model.preparation(settings).resize(),
                            1);
            ImagePlus image = lit(300, 300, x, y, frame);
            CamResult result = explain(model, image, settings);
            assertDrawnAt(x, y, image, result, settings);
            CamResult geometry = explain(model, image, settings.with("registration", "geometry"));
            double[] peak = peak(map(geometry, 300, 300));
            assertTrue(Math.abs(peak[0] - x) > 2, "control: without own it is elsewhere");
        }
    }

    /** Red, green and blue pixels answer in classes 0, 1 and 2, not the other way round. */
    @Test
    void coloursKeepTheirOrder() {
        Family family = new Family(new Padding.Symmetric(), Family.TORCH_EPS);
        Delta delta = Delta.of(Architecture.B0, family.eps()).silent().forBytes();
        double[] std = {0.229, 0.224, 0.225};
        try (CamModel model = Models.open(delta.network(1, 0), family, Form.FASTEST)) {
            for (int c = 0; c < 3; c++) {
                ColorProcessor pixels = new ColorProcessor(128, 128);
                pixels.set(64, 32, 255 << (16 - 8 * c));
                ImagePlus image = new ImagePlus("dot", pixels);
                CamResult result = explain(model, image, settings("128", "stretch", "all"));
                for (int k = 0; k < 3; k++) {
                    Planes map = result.maps().get(k).grid();
                    double expected = k == c ? 256 * 0.5 / std[c] : 0;
                    assertEquals(expected, map.at(0, 1, 2), 1e-3, "colour " + c + " class " + k);
                }
            }
        }
    }

    private static int middle(AxisPlan plan) {
        return Math.min(2, plan.grid() - 2);
    }

    private static CamSettings settings(String size, String resize, String target) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("size", size);
        map.put("resize", resize);
        map.put("target", target);
        map.put("interpolation", "nearest");
        map.put("threads", "1");
        return CamSettings.of(map);
    }

    /** A black image with red where it becomes the one lit pixel of the input. */
    private static ImagePlus lit(int width, int height, double x, double y, InputFrame frame) {
        ColorProcessor pixels = new ColorProcessor(width, height);
        double halfX = frame.imageX(0.5) - frame.imageX(0);
        double halfY = frame.imageY(0.5) - frame.imageY(0);
        for (int v = 0; v < height; v++) {
            for (int u = 0; u < width; u++) {
                boolean inside = Math.abs(u - x) <= halfX && Math.abs(v - y) <= halfY;
                if (inside) pixels.set(u, v, 0xff0000);
            }
        }
        return new ImagePlus("lit", pixels);
    }

    private static CamResult explain(CamModel model, ImagePlus image, CamSettings settings) {
        Picture picture = Pictures.of(image);
        return model.explain(picture, settings, CamProgress.NONE);
    }

    private static void assertDrawnAt(
            double x, double y, ImagePlus image, CamResult result, CamSettings settings) {
        ClassMap map = result.maps().get(0);
        assertTrue(map.grid().max() > 0, "the lit pixel is seen");
        double[] onMap = peak(map(result, image.getWidth(), image.getHeight()));
        assertEquals(x, onMap[0], HALF_A_PIXEL, "column on the 32-bit map");
        assertEquals(y, onMap[1], HALF_A_PIXEL, "row on the 32-bit map");
        Planes heat =
                MapResampler.resample(
                        Heatmap.of(map.grid(), settings.display(), settings.range()),
                        result.geometry().placement(),
                        image.getWidth(),
                        image.getHeight());
        Results.overlay(image, Blend.colour(heat, Luts.find("grays")), 0.4, map);
        ImageProcessor drawn = ((ImageRoi) image.getOverlay().get(0)).getProcessor();
        double[] onOverlay = peak(drawn.convertToFloatProcessor());
        assertEquals(x, onOverlay[0], HALF_A_PIXEL + 0.01, "column on the overlay");
        assertEquals(y, onOverlay[1], HALF_A_PIXEL + 0.01, "row on the overlay");
    }

    private static ImageProcessor map(CamResult result, int width, int height) {
        ImagePlus source = new ImagePlus("source", new ColorProcessor(width, height));
        return Results.map(
                        source,
                        result,
                        result.maps().get(0),
                        CamSettings.defaults(),
                        Luts.find("grays").colours(),
                        Map.of())
                .getProcessor();
    }

    /** Centre of gravity of the topmost tenth: the peak of a pyramid, between pixels too. */
    private static double[] peak(ImageProcessor pixels) {
        double max = pixels.getStats().max;
        double sum = 0;
        double x = 0;
        double y = 0;
        for (int v = 0; v < pixels.getHeight(); v++) {
            for (int u = 0; u < pixels.getWidth(); u++) {
                double w = pixels.getf(u, v) - 0.9 * max;
                if (w <= 0) continue;
                sum += w;
                x += w * u;
                y += w * v;
            }
        }
        return new double[] {x / sum, y / sum};
    }
}
