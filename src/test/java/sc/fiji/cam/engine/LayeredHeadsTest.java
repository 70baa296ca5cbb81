package sc.fiji.cam.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.Method;
import sc.fiji.cam.data.Prediction;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.Npz;

/** Heads that are not one linear layer with a class each: their maps, and the words for them. */
class LayeredHeadsTest {
    private static final String MLP = "torchvision_mlp.pth";

    @Test
    void whatIsNoClassActivationMapIsNotCalledOne() {
        try (CamModel model = open(MLP, Map.of())) {
            CamResult result = explain(model, "a", Map.of("target", "all", "method", "cam"));
            for (ClassMap map : result.maps()) {
                assertEquals(Method.GRADIENT, map.method());
                assertFalse(map.exact());
                assertTrue(map.completeness() <= map.bound());
            }
            assertEquals(
                    "No class activation map exists for this head (average pooling, BatchNorm 1536,"
                            + " Linear 1536 -> 64, relu, BatchNorm 64, Linear 64 -> 3): shown is"
                            + " the gradient map at the last features.",
                    result.notes().get(0));
            ClassMap map = result.maps().get(0);
            float last = model.checkpoint().head().last().bias(map.prediction().classIndex());
            assertTrue(Math.abs(map.bias() - last) > 1e-3, "the bias is that of the active piece");
            CamResult asked = explain(model, "a", Map.of("target", "all", "method", "gradient"));
            assertEquals(result.maps(), asked.maps());
        }
    }

    @Test
    void theLastConvolutionIsRefusedBeforeAnyPictureIsSeen() {
        try (CamModel model = open(MLP, Map.of())) {
            WrongUse refused =
                    assertThrows(
                            WrongUse.class,
                            () -> model.check(settings(Map.of("method", "last-conv"))));
            String message = refused.getMessage();
            assertTrue(message.startsWith("option method: found \"last-conv\", expected"), message);
            assertTrue(message.contains("Linear 64 -> 3"), message);
            model.check(settings(Map.of("method", "cam")));
        }
    }

    /** The file cannot tell its function: a wrong one must not pass for the right one. */
    @Test
    void anotherActivationIsNoticed() {
        Npz truth = Golden.truth("torchvision_mlp");
        double largest = truth.get("logits_300").at(0).magnitude();
        for (String function : List.of("gelu", "silu", "none")) {
            try (CamModel model = open(MLP, Map.of("activation", function))) {
                CamResult result = explain(model, "a", Map.of());
                double most = 0;
                for (Prediction p : result.predictions()) {
                    double theirs = truth.get("logits_300").at(0).doubles()[p.classIndex()];
                    most = Math.max(most, Math.abs(theirs - p.logit()));
                }
                assertTrue(most > 100 * 1e-4 * largest, function + ": " + most);
                assertEquals(function.equals("none"), result.maps().get(0).exact());
            }
        }
    }

    @Test
    void aGradientMapOfOneLinearLayerHasTheBitsOfTheClassActivationMap() {
        try (CamModel model = open("torchvision_state_dict.pth", Map.of())) {
            CamResult cam = explain(model, "a", Map.of("target", "all"));
            CamResult gradient = explain(model, "a", Map.of("target", "all", "method", "gradient"));
            for (int i = 0; i < cam.maps().size(); i++) {
                ClassMap one = cam.maps().get(i);
                ClassMap other = gradient.maps().get(i);
                assertEquals(one.grid(), other.grid());
                assertEquals(one.bias(), other.bias());
                assertEquals(Method.GRADIENT, other.method());
                assertTrue(one.exact() && !other.exact());
            }
            assertNotEquals(cam.maps().get(0).grid(), cam.maps().get(1).grid());
            assertEquals(List.of(), gradient.notes());
        }
    }

    @Test
    void oneLogitIsTwoClasses() {
        try (CamModel model = open("torchvision_one_logit.pth", Map.of())) {
            for (String picture : List.of("a", "b", "c")) {
                CamResult result = explain(model, picture, Map.of("target", "0,1"));
                ClassMap no = result.maps().get(0);
                ClassMap yes = result.maps().get(1);
                double z = yes.prediction().logit();
                assertEquals(-z, no.prediction().logit());
                assertEquals(1 / (1 + Math.exp(-z)), yes.prediction().probability(), 1e-12);
                assertEquals(1 - 1 / (1 + Math.exp(-z)), no.prediction().probability(), 1e-12);
                float[] negated = no.grid().values().clone();
                for (int i = 0; i < negated.length; i++) negated[i] = -negated[i];
                assertEquals(
                        yes.grid(), new sc.fiji.cam.data.Planes(1, 10, 10, negated), "negated");
                assertEquals(-yes.bias(), no.bias());
                assertTrue(yes.exact() && no.exact());
                assertEquals(z > 0 ? 1 : 0, result.predictions().get(0).classIndex());
            }
        }
    }

    @Test
    void fourThreadsGiveTheBitsOfOne() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (CamModel model = open(MLP, Map.of())) {
            List<String> pictures = List.of("a", "b", "c");
            List<CamResult> alone = pictures.stream().map(p -> explain(model, p, all())).toList();
            List<Future<CamResult>> together = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String picture = pictures.get(i % 3);
                together.add(pool.submit(() -> explain(model, picture, all())));
            }
            for (int i = 0; i < together.size(); i++) {
                assertEquals(alone.get(i % 3).predictions(), together.get(i).get().predictions());
                assertEquals(alone.get(i % 3).maps(), together.get(i).get().maps());
            }
            assertNotEquals(alone.get(0).maps(), alone.get(1).maps());
        } finally {
            pool.shutdown();
        }
    }

    private static Map<String, String> all() {
        return Map.of("target", "all");
    }

    private static CamModel open(String file, Map<String, String> given) {
        return CamModel.open(Golden.file(file), settings(given));
    }

    private static CamResult explain(CamModel model, String picture, Map<String, String> given) {
        return model.explain(Golden.decoded(picture, "300"), settings(given), CamProgress.NONE);
    }

    private static CamSettings settings(Map<String, String> given) {
        Map<String, String> texts = new HashMap<>(given);
        texts.put("threads", "1");
        return CamSettings.of(texts);
    }
}
