package sc.fiji.cam.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.cam.MapResampler;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Padding;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.network.EvidenceCentre;
import sc.fiji.cam.network.Network.Form;
import sc.fiji.cam.testing.Models;
import sc.fiji.cam.testing.Networks;

/** What a model owes to its callers: the same bits, words instead of wrong pictures, an end. */
class RepeatsTest {
    private static final Family FAMILY = new Family(new Padding.Symmetric(), Family.TORCH_EPS);
    private static final Networks.Network B0 = Networks.random(Architecture.B0, 6, 2);

    @Test
    void repeatsOrderAndTargetsGiveTheSameBits() {
        try (CamModel model = open();
                CamModel another = open()) {
            CamResult first = explain(model, picture(1), Map.of("target", "2"));
            explain(model, picture(2), Map.of("size", "64"));
            CamResult again = explain(model, picture(1), Map.of("target", "2"));
            CamResult elsewhere = explain(another, picture(1), Map.of("target", "all"));
            assertEquals(first.maps(), again.maps());
            assertEquals(first.predictions(), again.predictions());
            assertEquals(first.maps().get(0), elsewhere.maps().get(2));
            CamResult other = explain(model, picture(2), Map.of("target", "2"));
            assertNotEquals(first.maps(), other.maps());
        }
    }

    /** Identity 10: colour order and scale are not lost on the way. */
    @Test
    void swappedColoursAndDimmedPicturesDiffer() {
        try (CamModel model = open()) {
            Picture rgb = picture(3);
            int[] swapped = new int[rgb.rgb().length];
            int[] dimmed = new int[swapped.length];
            for (int i = 0; i < swapped.length; i++) {
                int v = rgb.rgb()[i];
                swapped[i] = (v & 255) << 16 | v & 0xff00 | v >> 16 & 255;
                dimmed[i] = v >> 1 & 0x7f7f7f;
            }
            double logit = logit(model, rgb);
            assertTrue(Math.abs(logit - logit(model, like(rgb, swapped))) > 1e-3);
            assertTrue(Math.abs(logit - logit(model, like(rgb, dimmed))) > 1e-3);
        }
    }

    /** Identity 12: where n / g is whole, stretching keeps the mean; other rules need not. */
    @Test
    void stretchingKeepsTheMean() {
        try (CamModel model = open()) {
            Map<String, String> stretch = Map.of("registration", "stretch", "size", "96");
            CamResult result = explain(model, picture(4), stretch);
            assertEquals(mean(grid(result)), mean(drawn(result)), 1e-6 * grid(result).maxAbs());
            CamResult geometry =
                    explain(model, picture(4), Map.of("registration", "geometry", "size", "96"));
            double off = Math.abs(mean(grid(geometry)) - mean(drawn(geometry)));
            assertTrue(off > 1e-3 * grid(geometry).maxAbs(), "check is blind");
        }
    }

    @Test
    void topClassesAndListsOfTargets() {
        try (CamModel model = open()) {
            CamResult top = explain(model, picture(1), Map.of("target", "top3,5,top1"));
            List<Integer> classes =
                    top.maps().stream().map(m -> m.prediction().classIndex()).toList();
            List<Integer> ranked =
                    top.predictions().stream().map(p -> p.classIndex()).limit(3).toList();
            assertEquals(ranked, classes.subList(0, 3));
            assertTrue(classes.contains(5));
            assertEquals(classes.stream().distinct().toList(), classes);
            double sum = top.predictions().stream().mapToDouble(p -> p.probability()).sum();
            assertEquals(1, sum, 1e-12);
        }
    }

    @Test
    void wrongClassesSizesAndCancelling() {
        try (CamModel model = open()) {
            assertThrows(WrongUse.class, () -> explain(model, picture(1), Map.of("target", "6")));
            WrongUse label =
                    assertThrows(
                            WrongUse.class,
                            () -> explain(model, picture(1), Map.of("target", "clas 3")));
            assertTrue(label.getMessage().contains("class 3"), label.getMessage());
            WrongUse size =
                    assertThrows(
                            WrongUse.class,
                            () -> explain(model, picture(1), Map.of("size", "99999")));
            assertTrue(size.getMessage().contains("memory"), size.getMessage());
            Map<String, String> unused = Map.of("crop", "0.5");
            assertThrows(WrongUse.class, () -> explain(model, picture(1), unused));
            Map<String, String> used = Map.of("crop", "0.5", "resize", "crop");
            assertEquals(0.5, explain(model, picture(1), used).preparation().crop());
            CamProgress stop =
                    new CamProgress() {
                        @Override
                        public void update(double fraction, String message) {}

                        @Override
                        public boolean cancelled() {
                            return true;
                        }
                    };
            CamSettings settings = settings(Map.of());
            assertThrows(Cancelled.class, () -> model.explain(picture(1), settings, stop));
        }
    }

    @Test
    void aMapWithNothingPositiveIsSaidInWords() {
        float[] negative = B0.head().weight().values().clone();
        Arrays.fill(negative, 0);
        Networks.Network silent =
                new Networks.Network(
                        B0.architecture(),
                        B0.weights(),
                        new sc.fiji.cam.data.LinearLayer(
                                new sc.fiji.cam.data.Tensor(
                                        "w", B0.head().weight().shape(), negative),
                                B0.head().bias()));
        try (CamModel model = Models.open(silent, FAMILY, Form.FASTEST)) {
            CamResult result = explain(model, picture(1), Map.of());
            assertEquals(2, result.notes().size());
            assertTrue(result.notes().get(0).contains("Nothing speaks for class"));
            assertEquals(EvidenceCentre.NONE, result.notes().get(1));
            assertTrue(result.maps().get(0).exact());
        }
        try (CamModel model = open()) {
            List<String> notes = explain(model, picture(1), Map.of("target", "all")).notes();
            assertTrue(notes.size() < 6, "control: " + notes);
        }
    }

    private static CamModel open() {
        return Models.open(B0, FAMILY, Form.FASTEST);
    }

    private static CamResult explain(CamModel model, Picture picture, Map<String, String> given) {
        return model.explain(picture, settings(given), CamProgress.NONE);
    }

    private static CamSettings settings(Map<String, String> given) {
        Map<String, String> map = new LinkedHashMap<>(given);
        map.putIfAbsent("threads", "1");
        map.putIfAbsent("size", "96");
        return CamSettings.of(map);
    }

    private static double logit(CamModel model, Picture picture) {
        return explain(model, picture, Map.of("target", "0")).maps().get(0).prediction().logit();
    }

    private static Planes grid(CamResult result) {
        return result.maps().get(0).grid();
    }

    private static Planes drawn(CamResult result) {
        return MapResampler.resample(grid(result), result.geometry().placement(), 96, 96);
    }

    private static double mean(Planes planes) {
        double sum = 0;
        for (float v : planes.values()) sum += v;
        return sum / planes.values().length;
    }

    private static Picture picture(long seed) {
        int[] rgb = new java.util.Random(seed).ints(96L * 96, 0, 1 << 24).toArray();
        return new Picture("noise " + seed, 96, 96, rgb);
    }

    private static Picture like(Picture picture, int[] rgb) {
        return new Picture(picture.title(), picture.width(), picture.height(), rgb);
    }
}
