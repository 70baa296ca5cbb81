package sc.fiji.cam.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.AxisPlan;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Pad;
import sc.fiji.cam.data.Padding;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.network.Network.Form;
import sc.fiji.cam.testing.Models;
import sc.fiji.cam.testing.Networks.Delta;

/** One lit pixel lights one cell, exactly, and only where the geometry says. */
class DeltaNetworkTest {
    private static final float LIT = 64;

    static final List<Family> FAMILIES =
            List.of(
                    new Family(new Padding.Symmetric(), Family.TORCH_EPS),
                    new Family(new Padding.Same(), Family.TENSORFLOW_EPS),
                    new Family(new Padding.Static(300), Family.TENSORFLOW_EPS),
                    new Family(new Padding.KerasNone(), Family.TENSORFLOW_EPS),
                    new Family(explicit(), Family.TENSORFLOW_EPS));

    /** Rows as Keras builds for 224, columns as for 300, and one pad that no rule covers. */
    private static Padding explicit() {
        Pad p01 = new Pad(0, 1);
        Pad p12 = new Pad(1, 2);
        Pad p22 = new Pad(2, 2);
        return new Padding.Explicit(
                List.of(p01, p01, p12, p01, p12), List.of(p01, new Pad(2, 1), p22, p01, p22));
    }

    static Stream<Arguments> cases() {
        return FAMILIES.stream()
                .flatMap(
                        family ->
                                Stream.of(Form.values())
                                        .flatMap(
                                                form ->
                                                        Stream.of(
                                                                Arguments.of(family, form, 96, 96),
                                                                Arguments.of(family, form, 97, 100),
                                                                Arguments.of(
                                                                        family, form, 131, 64))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyCellAnswersItsCentreAndNothingElse(Family family, Form form, int height, int width) {
        Delta delta = Delta.of(Architecture.B3, family.eps());
        float amplitude = (float) (LIT * delta.gain());
        AxisPlan rows = family.plan(Architecture.B3, height, true);
        AxisPlan columns = family.plan(Architecture.B3, width, false);
        try (CamModel model = Models.open(delta.network(1 / amplitude, 0.5f), family, form)) {
            for (int i = 0; i < rows.grid(); i++) {
                int j = i % columns.grid();
                int y = AxisPlan.STEP * i + rows.offset();
                int x = AxisPlan.STEP * j + columns.offset();
                if (y >= height || x >= width) continue;
                int c = i % 3;
                Planes input = Models.lit(height, width, c, y, x, LIT);
                Planes maps = model.run(input, 1, 1, Program.Run::maps);
                Planes expected = new Planes(3, rows.grid(), columns.grid(), zeros(rows, columns));
                expected.values()[(c * rows.grid() + i) * columns.grid() + j] = 1;
                assertEquals(expected, maps, "pixel " + y + "," + x);
                Planes beside = Models.lit(height, width, c, y, x == 0 ? 1 : x - 1, LIT);
                assertEquals(0, model.run(beside, 1, 1, Program.Run::maps).maxAbs());
            }
        }
    }

    private static float[] zeros(AxisPlan rows, AxisPlan columns) {
        return new float[3 * rows.grid() * columns.grid()];
    }

    /** 300 px tells all families apart: the wrong one answers in another cell, or not at all. */
    @Test
    void everyOtherFamilysGeometryIsNoticed() {
        for (Family wrong : FAMILIES) {
            Delta delta = Delta.of(Architecture.B0, wrong.eps());
            try (CamModel model = Models.open(delta.network(1, 0), wrong, Form.FASTEST)) {
                for (Family right : FAMILIES) {
                    AxisPlan plan = right.plan(Architecture.B0, 300, true);
                    if (plan.equals(wrong.plan(Architecture.B0, 300, true))) continue;
                    int y = AxisPlan.STEP * 4 + plan.offset();
                    int x = AxisPlan.STEP * 4 + right.plan(Architecture.B0, 300, false).offset();
                    Planes maps =
                            model.run(Models.lit(300, 300, 0, y, x, LIT), 1, 1, Program.Run::maps);
                    boolean sameOffset =
                            plan.offset() == wrong.plan(Architecture.B0, 300, true).offset();
                    if (!sameOffset) assertEquals(0, maps.at(0, 4, 4), right + " under " + wrong);
                }
            }
        }
    }

    @Test
    void offCentreTapsMoveTheLitPixel() {
        Family family = FAMILIES.get(0);
        Delta delta = Delta.of(Architecture.B3, family.eps()).tap("stem", 0, 2);
        try (CamModel model = Models.open(delta.network(1, 0), family, Form.FASTEST)) {
            Planes map = model.run(Models.lit(300, 300, 0, 159, 129, LIT), 1, 1, Program.Run::maps);
            assertEquals(LIT * delta.gain(), map.at(0, 5, 4));
            Planes swapped =
                    model.run(Models.lit(300, 300, 0, 129, 159, LIT), 1, 1, Program.Run::maps);
            assertTrue(swapped.at(0, 4, 5) == 0, "rows and columns are not mixed up");
        }
    }
}
