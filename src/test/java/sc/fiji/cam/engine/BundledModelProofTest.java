package sc.fiji.cam.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.cam.MapResampler;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Placement;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.WeightSet;
import sc.fiji.cam.evaluate.Localisation;
import sc.fiji.cam.evaluate.Mosaic;
import sc.fiji.cam.evaluate.Ranking;
import sc.fiji.cam.evaluate.Region;
import sc.fiji.cam.evaluate.Shuffle;
import sc.fiji.cam.network.Initial;
import sc.fiji.cam.samples.Defect;
import sc.fiji.cam.samples.Micrograph;
import sc.fiji.cam.testing.Figures;

/**
 * What the bundled model's maps owe to what it has learnt: run by {@code mvn -Ptrain test}; the
 * numbers are in target/train.txt.
 *
 * @see <a href="https://arxiv.org/abs/1810.03292">Adebayo et al. 2018, sections 3 and 4</a>
 */
class BundledModelProofTest {
    private static final CamSettings SETTINGS = CamSettings.of(Map.of("model", "bundled"));
    private static final int EDGE = 300;

    /** No training and no card has used this series. */
    private static final long SERIES = 31337;

    private static final int LAST_STAGE = 8;
    private static final int DEFECTS = 100;
    private static final int MOSAICS = 50;

    /** A picture, the number of its class, and what was drawn. */
    private record Case(Picture picture, int truth, Micrograph micrograph) {}

    /** Mean scores of the maps of all cases. */
    private record Mean(double pointing, double energy) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "pointing %.3f, energy %.3f", pointing, energy);
        }
    }

    @BeforeEach
    void onlyWhenAskedFor() {
        assumeTrue(Integer.getInteger("cam.train", 0) > 0, "mvn -Ptrain test runs it");
    }

    private static void note(String format, Object... values) {
        Figures.note("train.txt", String.format(Locale.ROOT, format, values));
    }

    private static Checkpoint bundled() {
        return BundledModels.standard().read(SETTINGS);
    }

    private static List<Case> defects(int count) {
        List<Case> cases = new ArrayList<>();
        List<String> names = bundled().labels().names();
        for (int number = 1; cases.size() < count; number++) {
            Micrograph drawn = Micrograph.of(SERIES, number, EDGE);
            if (drawn.defect() == Defect.CLEAN) continue;
            int truth = names.indexOf(drawn.defect().id());
            cases.add(new Case(picture(drawn.light()), truth, drawn));
        }
        return cases;
    }

    private static Picture picture(Planes light) {
        int[] rgb = new int[light.width() * light.height()];
        for (int i = 0; i < rgb.length; i++) {
            for (int c = 0; c < 3; c++) {
                int plane = Math.min(c, light.count() - 1);
                rgb[i] = rgb[i] << 8 | (int) (255 * light.values()[plane * rgb.length + i] + 0.5);
            }
        }
        return new Picture("drawn", light.width(), light.height(), rgb);
    }

    private static List<CamResult> explain(Checkpoint checkpoint, List<Case> cases) {
        try (CamModel model = CamModel.open(checkpoint, SETTINGS)) {
            return cases.stream()
                    .map(c -> model.explain(c.picture(), target(c.truth()), CamProgress.NONE))
                    .toList();
        }
    }

    private static CamSettings target(int truth) {
        return SETTINGS.with("target", Integer.toString(truth));
    }

    private static Planes grid(CamResult result) {
        return result.maps().get(0).grid();
    }

    private static Mean score(List<Case> cases, List<CamResult> results, boolean shuffled) {
        List<Localisation> found = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            CamResult result = results.get(i);
            Planes grid = shuffled ? Shuffle.of(grid(result), i) : grid(result);
            Region near =
                    Region.of(cases.get(i).micrograph().mask()).dilated(result.geometry().cell());
            found.add(Localisation.of(near, grid, result.geometry().placement()));
        }
        return new Mean(mean(found, l -> l.hit() ? 1 : 0), mean(found, Localisation::energy));
    }

    private static <T> double mean(List<T> list, ToDoubleFunction<T> value) {
        OptionalDouble mean = list.stream().mapToDouble(value).average();
        return mean.orElseThrow();
    }

    private static double correlation(List<CamResult> a, List<CamResult> b) {
        return IntStream.range(0, a.size())
                .mapToDouble(i -> Ranking.correlation(grid(a.get(i)), grid(b.get(i))))
                .average()
                .orElseThrow();
    }

    /** The network with the weights whose names are chosen as they were before any training. */
    private static Checkpoint random(Checkpoint trained, Predicate<String> chosen, long seed) {
        Architecture architecture = trained.architecture();
        WeightSet initial = Initial.weights(architecture, seed);
        List<Tensor> tensors = new ArrayList<>();
        for (Tensor t : trained.weights().tensors()) {
            tensors.add(chosen.test(t.name()) ? initial.get(t.name()) : t);
        }
        return new Checkpoint(
                trained.facts(),
                architecture,
                trained.family(),
                new WeightSet("partly random", tensors),
                trained.head(),
                trained.labels(),
                trained.input(),
                trained.parameters(),
                trained.assumptions());
    }

    private static Head randomHead(Checkpoint trained, long seed) {
        return Head.of(Initial.head(trained.architecture(), trained.head().classes(), seed));
    }

    /** Stage of a tensor: 0 for the stem, 1 to 7 for the blocks, 8 for the last convolution. */
    private static int stage(Architecture architecture, String tensor) {
        if (tensor.startsWith("stem")) return 0;
        if (tensor.startsWith("head")) return LAST_STAGE;
        return architecture.blocks().get(Integer.parseInt(tensor.split("\\.")[1])).stage();
    }

    /** From the classifier down to the stem, one stage more each time. */
    @Test
    void mapsFallToTheControlAsWeightsAreMadeRandom() {
        Checkpoint trained = bundled();
        List<Case> cases = defects(DEFECTS);
        List<CamResult> own = explain(trained, cases);
        Mean map = score(cases, own, false);
        note("%d defects: the bundled model: %s", DEFECTS, map);
        note("its maps with cells shuffled: %s", score(cases, own, true));
        Checkpoint other = trained.with(randomHead(trained, 1));
        List<CamResult> fallen = explain(other, cases);
        Mean last = score(cases, fallen, false);
        double changed = correlation(own, fallen);
        note("classifier random: correlation %.3f, %s", changed, last);
        for (int stage = LAST_STAGE; stage >= 0; stage--) {
            int from = stage;
            Predicate<String> chosen = name -> stage(trained.architecture(), name) >= from;
            fallen = explain(random(other, chosen, stage), cases);
            last = score(cases, fallen, false);
            note(
                    "from stage %d on random: correlation %.3f, %s",
                    stage, correlation(own, fallen), last);
        }
        assertTrue(Math.abs(changed) < 0.5, "the classifier decides the map: " + changed);
        assertTrue(last.pointing() < map.pointing() / 2, last + " of " + map);
        assertTrue(last.energy() < map.energy() / 2, last + " of " + map);
    }

    /** Four pictures of four classes side by side: each map marks its own quarter. */
    @Test
    void ofFourPicturesTheMapMarksItsOwn() {
        Checkpoint trained = bundled();
        double share = gridPointing(trained);
        double chance = gridPointing(random(trained, name -> true, 5));
        note("%d mosaics: share in the own quarter %.3f; untrained %.3f", MOSAICS, share, chance);
        assertTrue(share > 0.5, "share " + share);
        assertTrue(Math.abs(chance - 0.25) < 0.05, "chance " + chance);
    }

    private static double gridPointing(Checkpoint checkpoint) {
        CamSettings settings = SETTINGS.with("size", Integer.toString(2 * EDGE));
        List<String> names = bundled().labels().names();
        List<Double> shares = new ArrayList<>();
        try (CamModel model = CamModel.open(checkpoint, settings)) {
            for (int m = 0; m < MOSAICS; m++) {
                List<Planes> quarters = new ArrayList<>();
                List<String> truths = new ArrayList<>();
                for (int number = 5 * m + 1; quarters.size() < 4; number++) {
                    Micrograph drawn = Micrograph.of(SERIES, number, EDGE);
                    if (drawn.defect() == Defect.CLEAN) continue;
                    quarters.add(coloured(drawn.light()));
                    truths.add("" + names.indexOf(drawn.defect().id()));
                }
                CamSettings all = settings.with("target", String.join(",", truths));
                CamResult result =
                        model.explain(picture(Mosaic.of(quarters)), all, CamProgress.NONE);
                Placement placement = result.geometry().placement();
                for (int q = 0; q < 4; q++) {
                    Planes map = result.maps().get(q).grid();
                    Planes drawn = MapResampler.resample(map, placement, 2 * EDGE, 2 * EDGE);
                    shares.add(Mosaic.share(drawn, q));
                }
            }
        }
        return mean(shares, s -> s);
    }

    private static Planes coloured(Planes light) {
        if (light.count() == 3) return light;
        int plane = light.values().length;
        float[] values = new float[3 * plane];
        for (int c = 0; c < 3; c++) System.arraycopy(light.values(), 0, values, c * plane, plane);
        return new Planes(3, light.height(), light.width(), values);
    }
}
