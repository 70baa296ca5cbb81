package sc.fiji.cam.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Grid and offset by family, against closed formulas and tables. */
class AxisPlanTest {
    private static final Padding SYM = new Padding.Symmetric();
    private static final Padding SAME = new Padding.Same();
    private static final Padding NONE = new Padding.KerasNone();

    @ParameterizedTest
    @CsvSource({
        "224,  7,  7,  7, 7", "225,  8,  8, 7, 7", "260, 9, 9, 8, 8", "288, 9, 9, 9, 9",
        "299, 10, 10,  9, 9", "300, 10, 10, 9, 10", "301, 10, 10, 9, 10", "320, 10, 10, 10, 10",
        "380, 12, 12, 11, 12", "512, 16, 16, 16, 16", "513, 17, 17, 16, 16"
    })
    void gridsOfB3(int size, int sym, int same, int none, int fixed) {
        assertEquals(sym, plan(SYM, size).grid());
        assertEquals(same, plan(SAME, size).grid());
        assertEquals(none, plan(NONE, size).grid());
        assertEquals(fixed, plan(new Padding.Static(300), size).grid());
    }

    @Test
    void closedFormulasHoldForEverySize() {
        for (int n = 32; n < 1200; n++) {
            int ceil = (n + 31) / 32;
            assertEquals(ceil, plan(SYM, n).grid());
            assertEquals(0, plan(SYM, n).offset());
            assertEquals(ceil, plan(SAME, n).grid());
            assertEquals(n - 1 - 32 * (ceil - 1), plan(SAME, n).offset());
            assertEquals(n / 32, plan(NONE, n).grid());
            assertEquals(31, plan(NONE, n).offset());
            assertEquals(11, plan(new Padding.Static(300), n).offset());
        }
    }

    @Test
    void aWrongFamilyGivesAnotherGridOrOffset() {
        assertNotEquals(plan(SYM, 300).offset(), plan(SAME, 300).offset());
        assertNotEquals(plan(SYM, 300).grid(), plan(NONE, 300).grid());
        assertEquals(plan(SYM, 225), plan(SAME, 225), "n = 1 mod 32: the same padding");
    }

    @ParameterizedTest
    @CsvSource({"B0, 31", "B1, 15", "B2, 3", "B3, 11", "B4, 27", "B5, 7", "B6, 15", "B7, 23"})
    void offsetsOfTheNominalSizes(Architecture architecture, int offset) {
        Family family = new Family(new Padding.Static(architecture.resolution()), 1e-3f);
        assertEquals(offset, family.plan(architecture, 333, true).offset());
    }

    /** What Keras states for a model built for 300 is SAME at 300. */
    @Test
    void explicitPadsAreFollowedPerAxis() {
        Pad p01 = new Pad(0, 1);
        Pad p22 = new Pad(2, 2);
        List<Pad> at300 = List.of(p01, p01, p22, p01, p22);
        List<Pad> at224 = List.of(p01, p01, new Pad(1, 2), p01, new Pad(1, 2));
        Family family = new Family(new Padding.Explicit(at300, at224), 1e-3f);
        assertEquals(plan(SAME, 300), family.plan(Architecture.B3, 300, true));
        assertEquals(31, family.plan(Architecture.B3, 300, false).offset());
    }

    @Test
    void architecturesHaveTheirPublishedSizes() {
        int[] parameters = {
            4_007_548,
            6_513_184,
            7_700_994,
            10_696_232,
            17_548_616,
            28_340_784,
            40_735_704,
            63_786_960
        };
        int[] blocks = {16, 23, 23, 26, 32, 39, 45, 55};
        int[] skips = {9, 16, 16, 19, 25, 32, 38, 48};
        for (Architecture a : Architecture.values()) {
            long trained =
                    a.tensors().stream()
                            .filter(t -> !t.name().contains("running"))
                            .mapToLong(
                                    t ->
                                            IntStream.of(t.sizes())
                                                    .asLongStream()
                                                    .reduce(1, (x, y) -> x * y))
                            .sum();
            assertEquals(parameters[a.ordinal()], trained, a.id());
            assertEquals(blocks[a.ordinal()], a.blocks().size());
            assertEquals(skips[a.ordinal()], a.blocks().stream().filter(Block::skips).count());
        }
        assertTrue(Arrays.stream(parameters).distinct().count() == 8);
    }

    private static AxisPlan plan(Padding padding, int size) {
        return new Family(padding, 1e-5f).plan(Architecture.B3, size, true);
    }
}
