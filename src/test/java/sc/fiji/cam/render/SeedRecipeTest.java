package sc.fiji.cam.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.cam.Heatmap;
import sc.fiji.cam.cam.MapResampler;
import sc.fiji.cam.data.Display;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Placement;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Point;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.Npz;

/**
 * The display steps against the published Keras recipe: ReLU, division by the maximum, OpenCV's
 * linear resizing of the stretched grid, JET, 0.4 over the picture.
 */
class SeedRecipeTest {
    private static final int EDGE = 300;

    /** Centres of 10 cells stretched over 300 pixels. */
    private static final Placement STRETCHED =
            new Placement(new Point(14.5, 14.5), new Point(30, 30));

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "c"})
    void theDisplayStepsAreThoseOfTheRecipe(String letter) {
        int picture = letter.charAt(0) - 'a';
        Npz seed = Golden.truth("seed");
        Planes raw = new Planes(1, 10, 10, seed.get("raw").at(picture).floats());
        float[] cam = seed.get("cam").at(picture).floats();
        double[] overlay = seed.get("overlay").at(picture).doubles();
        Picture image = Golden.decoded(letter, "300");

        Planes heat = heat(raw, STRETCHED);
        for (int i = 0; i < cam.length; i++) assertEquals(cam[i], heat.values()[i], 1e-5);
        assertTrue(within(paint(image, heat), overlay, 1) >= 0.998);
        assertEquals(1, within(paint(image, heat), overlay, 3));

        Placement corner = new Placement(Point.ZERO, new Point(32, 32));
        assertTrue(within(paint(image, heat(raw, corner)), overlay, 3) < 0.9, "blind");
    }

    private static Planes heat(Planes raw, Placement placement) {
        Planes shown = Heatmap.of(raw, Display.POSITIVE, Optional.empty());
        return MapResampler.resample(shown, placement, EDGE, EDGE);
    }

    private static Picture paint(Picture image, Planes heat) {
        return Blend.over(image, Blend.colour(heat, Luts.find("jet")), 0.4);
    }

    /** Share of the pixels whose three channels all lie within some grey levels. */
    private static double within(Picture ours, double[] theirs, int levels) {
        int good = 0;
        for (int i = 0; i < ours.rgb().length; i++) {
            boolean close = true;
            for (int c = 0; c < 3; c++) {
                int v = ours.rgb()[i] >> (16 - 8 * c) & 255;
                close &= Math.abs(v - theirs[3 * i + c]) <= levels;
            }
            if (close) good++;
        }
        return (double) good / ours.rgb().length;
    }
}
