package sc.fiji.cam.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Scaling;
import sc.fiji.cam.network.TrainingProgram.Batch;
import sc.fiji.cam.testing.Patches;

/** What a training step gets to see. */
class BatchesTest {
    private static final Scaling PLAIN = Scaling.of(0, 1);

    private static List<Sample> samples(int... counts) {
        List<Sample> samples = new ArrayList<>();
        for (int c = 0; c < counts.length; c++) {
            for (int i = 0; i < counts[c]; i++)
                samples.add(new Sample(new FileSource(Path.of(""), Path.of(c + "/" + i)), c));
        }
        return samples;
    }

    private static Batches batches(List<Sample> samples, int classes, long seed) {
        double[] weights = Balance.CLASSES.weights(samples, classes);
        return new Batches(samples, weights, Architecture.B0, PLAIN, 4, 0, seed);
    }

    @Test
    void withEquivarianceEveryImageComesTwiceOnceTurned(@TempDir Path folder) {
        Patches.write(folder, 5, 40);
        List<Sample> all = ImageFolder.read(folder, CamProgress.NONE).list();
        double[] weights = Balance.IMAGES.weights(all, 2);
        Batches batches = new Batches(all, weights, Architecture.B0, PLAIN, 5, 0.3, 7);
        assertEquals(5, batches.count());
        List<Sample> order = batches.order(0);
        for (int index = 0; index < 5; index++) {
            Batch batch = batches.get(order, 0, index, 33);
            assertEquals(0.3, batch.equivariance());
            assertEquals(4, batch.size());
            assertEquals(8, batch.targets().length);
            Planes input = batch.input();
            for (int p = 0; p < 6; p++) {
                for (int i = 0; i < 33 * 33; i++) {
                    float turned = input.at(6 + p, 32 - i / 33, 32 - i % 33);
                    assertEquals(input.at(p, i / 33, i % 33), turned);
                }
            }
            assertNotEquals(input.at(0, 0, 0), input.at(6, 0, 0), "nothing was turned");
            float[] targets = batch.targets();
            for (int i = 0; i < 4; i++) assertEquals(targets[i], targets[4 + i]);
        }
        assertEquals(4, batches.plain(order, 4, 33).size());
    }

    @Test
    void classesOrImagesCountTheSame() {
        double[] classes = {13 / 27.0, 13 / 9.0, 13 / 3.0};
        double[] images = {1, 1, 1};
        assertArrayEquals(classes, Balance.CLASSES.weights(samples(9, 3, 1), 3), 1e-12);
        assertArrayEquals(images, Balance.IMAGES.weights(samples(9, 3, 1), 3), 1e-12);
    }

    @Test
    void targetsAreSmoothedWeightedAndSumToOne() {
        List<Sample> all = samples(6, 2);
        Batches batches = batches(all, 2, 1);
        // Weights 8/12 and 8/4: of the loss a quarter and three quarters.
        float[] targets = batches.targets(List.of(all.get(0), all.get(7)));
        assertArrayEquals(
                new float[] {0.25f * 0.95f, 0.25f * 0.05f, 0.75f * 0.05f, 0.75f * 0.95f},
                targets,
                1e-6f);
    }

    @Test
    void everyEpochHasAnOrderOfItsOwnThatTheSeedDecides() {
        List<Sample> all = samples(20, 20);
        List<Sample> first = batches(all, 2, 1).order(3);
        assertEquals(first, batches(all, 2, 1).order(3));
        assertEquals(new HashSet<>(all), new HashSet<>(first));
        assertNotEquals(first, batches(all, 2, 1).order(4));
        assertNotEquals(first, batches(all, 2, 2).order(3));
    }

    @Test
    void theSplitHoldsTheShareOfEveryClassAndTheSeedDecidesIt() {
        Samples images = new Samples(List.of("a", "b"), samples(50, 10), List.of());
        Split split = Split.of(images, 0.2, 1);
        assertEquals(10, split.validation().stream().filter(s -> s.label() == 0).count());
        assertEquals(2, split.validation().stream().filter(s -> s.label() == 1).count());
        List<Sample> both = new ArrayList<>(split.training());
        both.addAll(split.validation());
        assertEquals(60, new HashSet<>(both).size());
        assertEquals(split, Split.of(images, 0.2, 1));
        assertNotEquals(split, Split.of(images, 0.2, 2));
        Samples few = new Samples(List.of("a", "b"), samples(2, 2), List.of());
        assertEquals(2, Split.of(few, 0.01, 1).validation().size());
        assertEquals(2, Split.of(few, 0.99, 1).training().size());
    }

    @Test
    void aBatchIsDecidedByItsSeedEpochAndPlace(@TempDir Path folder) {
        Patches.write(folder, 4, 40);
        Samples images = ImageFolder.read(folder, CamProgress.NONE);
        Batches batches = batches(images.list(), 2, 7);
        assertEquals(2, batches.count());
        List<Sample> order = batches.order(0);
        Batch first = batches.get(order, 0, 0, 32);
        assertEquals(12, first.input().count());
        assertEquals(first.input(), batches(images.list(), 2, 7).get(order, 0, 0, 32).input());
        assertNotEquals(first.input(), batches(images.list(), 2, 8).get(order, 0, 0, 32).input());
        assertNotEquals(first.input(), batches.get(order, 1, 0, 32).input());
    }

    @Test
    void branchesAndFeaturesAreLeftOutAtTheirRates(@TempDir Path folder) {
        Patches.write(folder, 4, 40);
        Samples images = ImageFolder.read(folder, CamProgress.NONE);
        Batches batches = batches(images.list(), 2, 7);
        double keptFirst = 0;
        double keptLast = 0;
        double dropped = 0;
        int rounds = 100;
        for (int e = 0; e < rounds; e++) {
            Batch batch = batches.get(batches.order(e), e, 0, 32);
            for (int i = 0; i < 4; i++) keptFirst += batch.keep()[i];
            for (int i = 60; i < 64; i++) keptLast += batch.keep()[i] > 0 ? 1 : 0;
            for (float f : batch.drop()) dropped += f == 0 ? 1 : 0;
        }
        assertEquals(4 * rounds, keptFirst);
        assertEquals(1 - 0.2 * 15 / 16, keptLast / (4 * rounds), 0.06);
        assertEquals(0.2, dropped / (4.0 * rounds * 1280), 0.002);
    }

    private static Picture picture() {
        int[] rgb = new int[64 * 64];
        for (int i = 0; i < rgb.length; i++) rgb[i] = (i * 2654435) & 0xffffff;
        return new Picture("p", 64, 64, rgb);
    }

    /** Hand-written places of the upper left pixel under the eight symmetries of the square. */
    @Test
    void symmetriesAreThoseOfTheSquare() {
        Planes plain = Augmentation.NONE.show(picture(), 64, PLAIN);
        int[][] corners = {{0, 0}, {0, 63}, {63, 0}, {63, 63}, {0, 0}, {0, 63}, {63, 0}, {63, 63}};
        List<Planes> all = new ArrayList<>();
        for (int s = 0; s < 8; s++) {
            Planes shown = new Augmentation(1, 0, 0, s, 1, 1, 0).show(picture(), 64, PLAIN);
            assertEquals(plain.at(1, 0, 0), shown.at(1, corners[s][0], corners[s][1]), "" + s);
            all.add(shown);
        }
        assertEquals(8, new HashSet<>(all).size());
    }

    @Test
    void aPartIsShownAtFullSize() {
        Planes whole = Augmentation.NONE.show(picture(), 64, PLAIN);
        Planes part = new Augmentation(0.5, 1, 0.5, 0, 1, 1, 0).show(picture(), 32, PLAIN);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                assertEquals(whole.at(0, y + 16, x + 32), part.at(0, y, x));
            }
        }
    }

    @Test
    void intensitiesFollowTheFormula() {
        Planes shown = new Augmentation(1, 0, 0, 0, 2, 1.5, 0.1).show(picture(), 64, PLAIN);
        Planes plain = Augmentation.NONE.show(picture(), 64, PLAIN);
        for (int i = 0; i < plain.values().length; i++) {
            double v = plain.values()[i];
            double expected = Math.max(0, Math.min(1, (v * v - 0.5) * 1.5 + 0.6));
            assertEquals(expected, shown.values()[i], 0.5 / 255 + 1e-6);
        }
    }

    @Test
    void drawnAugmentationsVaryWithinTheirBounds() {
        Random random = new Random(5);
        HashSet<Integer> symmetries = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            Augmentation a = Augmentation.draw(random);
            symmetries.add(a.symmetry());
            assertTrue(a.side() > 0.8 && a.side() <= 1, "" + a);
            assertTrue(a.gamma() > 0.77 && a.gamma() < 1.29, "" + a);
            assertTrue(Math.abs(a.brightness()) <= 0.1, "" + a);
        }
        assertEquals(8, symmetries.size());
    }
}
