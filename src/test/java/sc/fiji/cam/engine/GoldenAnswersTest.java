package sc.fiji.cam.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.cam.cam.ExactCam;
import sc.fiji.cam.cam.Heatmap;
import sc.fiji.cam.cam.MapResampler;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Method;
import sc.fiji.cam.data.Padding;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Prediction;
import sc.fiji.cam.network.Program;
import sc.fiji.cam.render.Blend;
import sc.fiji.cam.render.Luts;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.Npz;

/** Logits and maps of all classes against the libraries that wrote the files. */
class GoldenAnswersTest {
    /** Relative to the largest magnitude of that picture; the libraries differ by 1e-5. */
    private static final double TOLERANCE = 1e-4;

    private static final List<String> TAGS = List.of("300", "224", "260x380");
    private static final List<String> PICTURES = List.of("a", "b", "c");

    @ParameterizedTest
    @CsvSource({
        "torchvision_state_dict.pth, torchvision, auto",
        "torchvision_checkpoint.pth, torchvision, auto",
        "torchvision_float16.pth, torchvision, auto",
        "torchvision_bfloat16.safetensors, torchvision, auto",
        "lightning.ckpt, torchvision, auto",
        "timm.safetensors, timm, auto",
        "timm_tf.bin, timm_tf, tensorflow",
        "timm_ema.pth.tar, timm, auto",
        "timm_hf_folder, timm_tf, auto",
        "torchvision_legacy.pth, torchvision, auto",
        "torchvision_module.pt, torchvision, auto",
        "torchvision_traced.pt, torchvision, auto",
        "torchvision_scripted.pt, torchvision, auto",
        "lukemelas.pth, lukemelas, auto",
        "lukemelas_module.pth, lukemelas, auto",
        "transformers_folder, transformers, auto",
        "torchvision_mlp.pth, torchvision_mlp, auto",
        "torchvision_one_logit.pth, torchvision_one_logit, auto",
        "keras2_flat.h5, keras2_flat, auto",
        "keras2_flat_weights.h5, keras2_flat, auto",
        "keras2_nested224.h5, keras2_nested224, auto",
        "keras3_flat.h5, keras3_flat, auto",
        "keras3_flat.keras, keras3_flat, auto",
        "keras3_flat.weights.h5, keras3_flat, auto",
        "keras3_imagenet_bn.keras, keras3_imagenet_bn, auto",
        "keras3_nested224.h5, keras3_nested224, auto",
        "keras3_nested224.keras, keras3_nested224, auto"
    })
    void logitsAndMapsOfAllClasses(String file, String key, String family) {
        Npz truth = Golden.truth(key);
        List<String> tags =
                TAGS.stream().filter(t -> truth.names().contains("logits_" + t)).toList();
        assertFalse(tags.isEmpty());
        try (CamModel model = open(file, family)) {
            for (String tag : tags) {
                for (int p = 0; p < PICTURES.size(); p++) {
                    CamResult result = explain(model, PICTURES.get(p), tag, "target", "all");
                    check(result, truth, tag, p, TOLERANCE);
                    Npz.Array other = truth.get("logits_" + tag).at((p + 1) % 3);
                    assertTrue(logitDistance(result, other) > 100 * TOLERANCE, "check is blind");
                }
            }
        }
    }

    /** Max pooling, BN, Dense, ReLU, Dense, softmax: the library gives probabilities only. */
    @ParameterizedTest
    @CsvSource({"keras2_kaggle.h5, keras2_kaggle", "keras3_kaggle.h5, keras3_kaggle"})
    void probabilitiesOfALayeredKerasHead(String file, String key) {
        Npz.Array truth = Golden.truth(key).get("probabilities_224");
        try (CamModel model = open(file, "auto")) {
            for (int p = 0; p < PICTURES.size(); p++) {
                CamResult result = explain(model, PICTURES.get(p), "224", "target", "all");
                double[] theirs = truth.at(p).doubles();
                double[] others = truth.at((p + 1) % 3).doubles();
                double difference = 0;
                for (ClassMap map : result.maps()) {
                    Prediction prediction = map.prediction();
                    int c = prediction.classIndex();
                    assertEquals(theirs[c], prediction.probability(), TOLERANCE, "class " + c);
                    difference = Math.max(difference, Math.abs(others[c] - theirs[c]));
                    assertEquals(Method.GRADIENT, map.method());
                    assertFalse(map.exact());
                    assertTrue(map.completeness() <= map.bound(), "" + map.completeness());
                }
                assertTrue(difference > 10 * TOLERANCE, "check is blind: " + difference);
            }
        }
    }

    @Test
    void aWrongFamilyIsNoticed() {
        Npz truth = Golden.truth("timm_tf");
        try (CamModel model = open("timm_tf.bin", "auto")) {
            CamResult result = explain(model, "a", "300", "target", "all");
            double distance = logitDistance(result, truth.get("logits_300").at(0));
            assertTrue(distance > 100 * TOLERANCE, "blind: " + distance);
        }
    }

    private static void check(CamResult result, Npz truth, String tag, int p, double tolerance) {
        Npz.Array logits = truth.get("logits_" + tag).at(p);
        assertTrue(logitDistance(result, logits) <= tolerance, tag + " " + p);
        Npz.Array maps = truth.get("maps_" + tag).at(p);
        double most = 0;
        for (ClassMap map : result.maps()) {
            float[] expected = ofClass(maps, map.prediction().classIndex());
            assertEquals(expected.length, map.grid().values().length);
            for (int i = 0; i < expected.length; i++) {
                most = Math.max(most, Math.abs(expected[i] - map.grid().values()[i]));
            }
            assertTrue(map.completeness() <= map.bound(), "completeness " + map.completeness());
            assertEquals(map.method() == Method.CAM, map.exact());
        }
        assertTrue(most <= tolerance * maps.magnitude(), tag + " " + p + ": " + most);
    }

    /** What is said of a class; one output is class 1, and its negative class 0. */
    private static float[] ofClass(Npz.Array all, int classIndex) {
        boolean one = all.shape()[0] == 1;
        float[] values = all.at(one ? 0 : classIndex).floats();
        for (int i = 0; one && classIndex == 0 && i < values.length; i++) values[i] = -values[i];
        return values;
    }

    private static double logitDistance(CamResult result, Npz.Array expected) {
        double most = 0;
        for (Prediction prediction : result.predictions()) {
            double theirs = ofClass(expected, prediction.classIndex())[0];
            most = Math.max(most, Math.abs(theirs - prediction.logit()));
        }
        return most / expected.magnitude();
    }

    /** Identity 3: Grad-CAM, HiResCAM and XGrad-CAM at the last features are CAM / cells. */
    @ParameterizedTest
    @CsvSource({
        "gradcam_8, true",
        "hirescam_8, true",
        "xgradcam_8, true",
        "layercam_8, false",
        "gradcampp_8, false"
    })
    void gradientMethodsAtTheLastFeaturesAreTheCam(String method, boolean same) {
        Npz.Array truth = Golden.truth("methods").get(method);
        try (CamModel model = open("torchvision_state_dict.pth", "auto")) {
            for (int p = 0; p < PICTURES.size(); p++) {
                Planes map = only(explain(model, PICTURES.get(p), "300", "target", "3"));
                float[] theirs = truth.at(p).floats();
                double most = 0;
                for (int i = 0; i < theirs.length; i++) {
                    double cells = theirs.length;
                    most = Math.max(most, Math.abs(theirs[i] * cells - map.values()[i]));
                }
                double relative = most / map.maxAbs();
                assertTrue(same ? relative <= 1e-4 : relative > 1e-2, method + " " + relative);
            }
        }
    }

    /** The published recipe: raw last convolution, ReLU, maximum, linear resizing, jet, 0.4. */
    @Test
    void theSeedRecipe() {
        Npz truth = Golden.truth("seed");
        Map<String, String> recipe =
                Map.of(
                        "family", "tensorflow",
                        "method", "last-conv",
                        "target", "3",
                        "registration", "stretch",
                        "threads", "1");
        CamSettings settings = CamSettings.of(recipe);
        try (CamModel model = CamModel.open(Golden.file("timm_tf.bin"), settings)) {
            for (int p = 0; p < PICTURES.size(); p++) {
                Picture picture = Golden.decoded(PICTURES.get(p), "300");
                CamResult result = model.explain(picture, settings, CamProgress.NONE);
                Planes raw = only(result);
                close(truth.get("raw").at(p), raw, raw.maxAbs());
                Planes heat =
                        MapResampler.resample(
                                Heatmap.of(raw, settings.display(), settings.range()),
                                result.geometry().placement(),
                                300,
                                300);
                close(truth.get("cam").at(p), heat, 1);
                Picture overlay = Blend.over(picture, Blend.colour(heat, Luts.find("jet")), 0.4);
                overlayClose(truth.get("overlay").at(p), overlay);
                assertTrue(!result.maps().get(0).exact(), "last-conv is no CAM");
            }
        }
    }

    private static void close(Npz.Array expected, Planes ours, double magnitude) {
        for (int i = 0; i < ours.values().length; i++) {
            assertEquals(
                    expected.doubles()[i], ours.values()[i], TOLERANCE * magnitude, "cell " + i);
        }
    }

    private static void overlayClose(Npz.Array expected, Picture ours) {
        int within = 0;
        int n = expected.doubles().length;
        for (int i = 0; i < n; i++) {
            int v = ours.rgb()[i / 3] >> (16 - 8 * (i % 3)) & 255;
            double off = Math.abs(expected.doubles()[i] - v);
            assertTrue(off <= 3, "off by " + off);
            if (off <= 1) within++;
        }
        assertTrue(within >= 0.998 * n, within + " of " + n);
    }

    /** Control of identity 1: the raw convolution does not sum to the logit. */
    @Test
    void theLastConvolutionDoesNotSumToTheLogit() {
        try (CamModel model = open("torchvision_state_dict.pth", "auto")) {
            CamResult result = explain(model, "a", "300", "method", "last-conv");
            ClassMap map = result.maps().get(0);
            assertTrue(map.completeness() > 1000 * map.bound(), "" + map.completeness());
        }
    }

    /** Identity 2: the map of a difference of classes is the difference of their maps. */
    @Test
    void mapsAreLinearInTheClasses() {
        try (CamModel model = open("torchvision_state_dict.pth", "auto")) {
            CamResult r = explain(model, "b", "224", "target", "2,7");
            ClassMap a = r.maps().get(0);
            ClassMap b = r.maps().get(1);
            double mean = 0;
            double clipped = 0;
            int n = a.grid().values().length;
            for (int i = 0; i < n; i++) {
                float x = a.grid().values()[i];
                float y = b.grid().values()[i];
                mean += (x - y) / (double) n;
                clipped += (Math.max(x, 0) - Math.max(y, 0)) / (double) n;
            }
            double logits = a.prediction().logit() - b.prediction().logit();
            double bias = a.bias() - b.bias();
            double bound = ExactCam.bound(a.grid()) + ExactCam.bound(b.grid());
            assertEquals(logits, mean + bias, bound);
            assertTrue(Math.abs(clipped + bias - logits) > 100 * bound, "check is blind");
        }
    }

    /** Identity 6 and 10: one geometry at 225 px for both families; colours and scale matter. */
    @Test
    void familiesWithOneEpsAgreeWhereTheirPaddingDoes() {
        try (CamModel model = open("timm_tf.bin", "tensorflow")) {
            Planes input = new Planes(3, 225, 225, new float[3 * 225 * 225]);
            for (int i = 0; i < input.values().length; i++) {
                input.values()[i] = (float) Math.sin(i * 0.37);
            }
            Planes same = model.run(input, 1, 1, Program.Run::features);
            try (CamModel other = symmetric(model)) {
                Planes symmetric = other.run(input, 1, 1, Program.Run::features);
                assertEquals(0, distance(same, symmetric), 1e-5);
                Planes larger = new Planes(3, 224, 224, new float[3 * 224 * 224]);
                Arrays.fill(larger.values(), 0.5f);
                Planes x = model.run(larger, 1, 1, Program.Run::features);
                Planes y = other.run(larger, 1, 1, Program.Run::features);
                assertTrue(distance(x, y) > 1e-2, "check is blind");
            }
        }
    }

    private static CamModel symmetric(CamModel model) {
        Family family = new Family(new Padding.Symmetric(), model.checkpoint().family().eps());
        return CamModel.open(model.checkpoint().with(family), CamSettings.defaults());
    }

    private static double distance(Planes a, Planes b) {
        double most = 0;
        for (int i = 0; i < a.values().length; i++) {
            most = Math.max(most, Math.abs(a.values()[i] - b.values()[i]));
        }
        return most / a.maxAbs();
    }

    private static Planes only(CamResult result) {
        assertEquals(1, result.maps().size());
        return result.maps().get(0).grid();
    }

    private static CamModel open(String file, String family) {
        CamSettings settings = CamSettings.of(Map.of("family", family, "threads", "1"));
        return CamModel.open(Golden.file(file), settings);
    }

    /** Explains a picture of the pack at its own size, which needs no resizing. */
    private static CamResult explain(
            CamModel model, String picture, String tag, String key, String value) {
        Picture decoded = Golden.decoded(picture, tag);
        String size = decoded.width() + "x" + decoded.height();
        CamSettings settings = CamSettings.of(Map.of("size", size, "threads", "1", key, value));
        return model.explain(decoded, settings, CamProgress.NONE);
    }
}
