package sc.fiji.cam.image;

import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ChannelOrder;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.GridGeometry;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.Interpolation;
import sc.fiji.cam.data.Method;
import sc.fiji.cam.data.ModelFacts;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Placement;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Point;
import sc.fiji.cam.data.Pooling;
import sc.fiji.cam.data.Prediction;
import sc.fiji.cam.data.Preparation;
import sc.fiji.cam.data.Rect;
import sc.fiji.cam.data.Registration;
import sc.fiji.cam.data.ResizeMode;
import sc.fiji.cam.data.Scaling;
import sc.fiji.cam.data.Timings;

/** A made-up result for an image of 96 x 64 pixels. */
final class Example {
    static final int W = 96;
    static final int H = 64;
    static final Map<String, String> VERSIONS = Map.of("EfficientNet CAM", "1.2.3");
    static final Planes GRID = new Planes(1, 2, 3, new float[] {-4, 0.5f, 1, 0.25f, 8, -0.75f});
    static final ClassMap MAP = map(Method.CAM);
    static final CamResult RESULT =
            new CamResult(
                    "cells.tif",
                    new ModelFacts("b3.pth", "abc123", "torch zip", "timm", "torch", "b3"),
                    List.of(MAP.prediction()),
                    List.of(MAP),
                    new Preparation(
                            new InputSize(96, 64),
                            ResizeMode.CROP,
                            0.9375,
                            Interpolation.BICUBIC,
                            Scaling.of(0.5f, 0.25f),
                            ChannelOrder.BGR),
                    new GridGeometry(
                            new InputSize(96, 64),
                            3,
                            2,
                            Registration.GEOMETRY,
                            new Point(11, 3),
                            Point.ZERO,
                            new Placement(new Point(11, 3), new Point(32, 32)),
                            new Rect(11, 3, 64, 32)),
                    "cpu",
                    2,
                    new Timings(1, 2, 3),
                    List.of());

    private Example() {}

    static ClassMap map(Method method) {
        Prediction prediction = new Prediction(1, 3, "a label\nof: two lines", 1.5, 0.75);
        return new ClassMap(prediction, method, GRID, Pooling.AVERAGE, 0.5, 1e-7, 1e-5);
    }

    static CamSettings settings(String... keysAndValues) {
        CamSettings settings = CamSettings.defaults();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings = settings.with(keysAndValues[i], keysAndValues[i + 1]);
        }
        return settings;
    }

    /** The image itself: black, calibrated. */
    static ImagePlus source() {
        ImagePlus image = new ImagePlus("cells.tif", new ByteProcessor(Example.W, Example.H));
        Calibration cal = new Calibration();
        cal.pixelWidth = cal.pixelHeight = 0.25;
        cal.setUnit("micron");
        cal.xOrigin = 7;
        cal.setFunction(Calibration.STRAIGHT_LINE, new double[] {3, -2}, "OD");
        image.setCalibration(cal);
        return image;
    }

    /** A heatmap of one colour. */
    static Picture red() {
        int[] rgb = new int[Example.W * Example.H];
        Arrays.fill(rgb, 0xff0000);
        return new Picture("red", Example.W, Example.H, rgb);
    }
}
