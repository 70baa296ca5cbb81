package sc.fiji.cam.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.cam.cam.ExactCam;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.network.Network.Form;
import sc.fiji.cam.testing.Models;
import sc.fiji.cam.testing.Networks;

/** The fused program against the plain one, and what a program owes to threads and sizes. */
class NetworkTest {
    /** Two orders of 32-bit summation through 78 layers, relative to the largest value. */
    private static final double FORMS_AGREE = 3e-5;

    private static final Networks.Network B3 = Networks.random(Architecture.B3, 7, 5);

    static List<Family> families() {
        return DeltaNetworkTest.FAMILIES;
    }

    @ParameterizedTest
    @MethodSource("families")
    void fusedAgreesWithPlain(Family family) {
        try (CamModel fast = Models.open(B3, family, Form.FASTEST);
                CamModel plain = Models.open(B3, family, Form.PLAIN)) {
            assertFalse(plain.isFused());
            for (int[] size : new int[][] {{64, 64}, {101, 75}, {32, 160}}) {
                Planes input = noise(size[0], size[1], 3);
                Planes a = fast.run(input, 1, 1, Program.Run::features);
                Planes b = plain.run(input, 1, 1, Program.Run::features);
                assertTrue(distance(a, b) <= FORMS_AGREE, family + " " + distance(a, b));
                Planes other = plain.run(noise(size[0], size[1], 4), 1, 1, Program.Run::features);
                assertTrue(distance(a, other) > 100 * FORMS_AGREE, "check is blind");
            }
        }
    }

    @Test
    void mapsOfAllClassesAreTheOneClassFormula() {
        try (CamModel model = Models.open(B3, families().get(0), Form.FASTEST)) {
            Planes input = noise(96, 128, 1);
            Planes features = model.run(input, 1, 1, Program.Run::features);
            Planes maps = model.run(input, 1, 1, Program.Run::maps);
            assertEquals(7, maps.count());
            for (int c = 0; c < 7; c++) {
                Planes one = ExactCam.of(features, B3.head(), c);
                assertTrue(distance(one, maps.plane(c)) <= 1e-5);
                assertTrue(distance(one, maps.plane((c + 1) % 7)) > 1e-2, "check is blind");
            }
        }
    }

    @Test
    void theHeadsInputLeadsToTheFeatures() {
        Family family = families().get(0);
        try (CamModel model = Models.open(B3, family, Form.FASTEST)) {
            Planes input = noise(64, 64, 2);
            Planes x = model.run(input, 1, 1, Program.Run::headInput);
            Planes a = model.run(input, 1, 1, Program.Run::features);
            Folding.Folded head = Folding.fold(Architecture.B3.head(), B3.weights(), family.eps());
            double sum = head.bias().values()[9];
            for (int i = 0; i < x.count(); i++) {
                sum += (double) head.kernel().values()[9 * x.count() + i] * x.at(i, 1, 0);
            }
            assertEquals(sum / (1 + Math.exp(-sum)), a.at(9, 1, 0), 1e-4 * a.maxAbs());
        }
    }

    @Test
    void threadsAndSizesInAnyOrderGiveTheSameBits() throws Exception {
        List<Planes> inputs = new ArrayList<>();
        for (int s = 0; s < 5; s++) inputs.add(noise(64 + 16 * s, 64, s));
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (CamModel model = Models.open(B3, families().get(1), Form.FASTEST)) {
            List<Planes> alone =
                    inputs.stream().map(i -> model.run(i, 1, 1, Program.Run::features)).toList();
            List<Future<Planes>> together = new ArrayList<>();
            for (int round = 0; round < 4; round++) {
                for (Planes input : inputs) {
                    together.add(pool.submit(() -> model.run(input, 1, 1, Program.Run::features)));
                }
            }
            for (int i = 0; i < together.size(); i++) {
                Planes expected = alone.get(i % inputs.size());
                assertArrayEquals(expected.values(), together.get(i).get().values());
            }
        } finally {
            pool.shutdown();
        }
    }

    static Planes noise(int height, int width, long seed) {
        Random random = new Random(seed);
        float[] values = new float[3 * height * width];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return new Planes(3, height, width, values);
    }

    /** Largest difference over largest value. */
    static double distance(Planes a, Planes b) {
        double most = 0;
        for (int i = 0; i < a.values().length; i++) {
            most = Math.max(most, Math.abs(a.values()[i] - b.values()[i]));
        }
        return most / a.maxAbs();
    }
}
