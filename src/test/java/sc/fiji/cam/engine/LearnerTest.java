package sc.fiji.cam.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Padding;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.network.Initial;
import sc.fiji.cam.network.Network;
import sc.fiji.cam.network.TrainingProgram;
import sc.fiji.cam.network.TrainingState;
import sc.fiji.cam.testing.Models;
import sc.fiji.cam.testing.Networks;

/** Training steps against arithmetic by hand, and what they owe to memory and to their state. */
class LearnerTest {
    static final Family TORCH = new Family(new Padding.Symmetric(), Family.TORCH_EPS);

    /** With one, PyTorch sums a batch's statistics less exactly: 1e-5 of a variance here. */
    private static final CamSettings TWO_THREADS = CamSettings.of(Map.of("threads", "2"));

    static Learner open(Networks.Network n, Family family) {
        TrainingState state = TrainingState.start(n.architecture(), n.weights(), n.head());
        return Learner.open(n.architecture(), family, state, TWO_THREADS);
    }

    static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    static double furthest(float[] a, float[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
        return most;
    }

    /** Of sane activations everywhere, which a network of random statistics has not. */
    private static final Networks.Network B0 =
            new Networks.Network(
                    Architecture.B0,
                    Initial.weights(Architecture.B0, 9),
                    Initial.head(Architecture.B0, 3, 9));

    private static TrainingProgram.Batch noise(long seed) {
        Random random = new Random(seed);
        float[] input = new float[12 * 40 * 33];
        for (int i = 0; i < input.length; i++) input[i] = (float) random.nextGaussian();
        float[] targets = {0.25f, 0, 0, 0, 0.25f, 0, 0, 0, 0.25f, 0.1f, 0.1f, 0.05f};
        return new TrainingProgram.Batch(
                new Planes(12, 40, 33, input), targets, ones(16 * 4), ones(4 * 1280), 0);
    }

    /**
     * AdamW and averages of three steps, in 64 bits, weight decay on kernels and matrices alone.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void updatesFollowTheFormula(boolean decayEverything) {
        double rate = 0.003;
        double decay = 2;
        double share = 0.25;
        try (Learner learner = open(B0, TORCH)) {
            TrainingState start = learner.state();
            double[][] p = doubles(start.parameters());
            double[][] m = doubles(start.firstMoments());
            double[][] v = doubles(start.secondMoments());
            double[][] e = doubles(start.parameters());
            for (int t = 1; t <= 3; t++) {
                learner.backward(noise(t), true);
                List<Tensor> gradients = learner.gradients();
                learner.update(new TrainingProgram.Update(rate, decay, share));
                for (int k = 0; k < p.length; k++) {
                    float[] g = gradients.get(k).values();
                    boolean shrinks = decayEverything || gradients.get(k).shape().length > 1;
                    for (int i = 0; i < g.length; i++) {
                        if (shrinks) p[k][i] *= 1 - rate * decay;
                        m[k][i] = 0.9 * m[k][i] + 0.1 * g[i];
                        v[k][i] = 0.999 * v[k][i] + 0.001 * g[i] * g[i];
                        double mean = m[k][i] / (1 - Math.pow(0.9, t));
                        double square = v[k][i] / (1 - Math.pow(0.999, t));
                        p[k][i] -= rate * mean / (Math.sqrt(square) + 1e-8);
                        e[k][i] += share * (p[k][i] - e[k][i]);
                    }
                }
            }
            TrainingState end = learner.state();
            double off = furthest(p, end.parameters());
            assertEquals(!decayEverything, off < 3e-6, "off by " + off);
            assertEquals(!decayEverything, furthest(e, end.averages()) < 3e-6);
            assertEquals(3, end.steps());
        }
    }

    private static double[][] doubles(List<Tensor> tensors) {
        double[][] all = new double[tensors.size()][];
        for (int k = 0; k < all.length; k++) {
            float[] values = tensors.get(k).values();
            all[k] = new double[values.length];
            for (int i = 0; i < values.length; i++) all[k][i] = values[i];
        }
        return all;
    }

    private static double furthest(double[][] expected, List<Tensor> tensors) {
        double most = 0;
        for (int k = 0; k < expected.length; k++) {
            float[] values = tensors.get(k).values();
            for (int i = 0; i < values.length; i++) {
                most = Math.max(most, Math.abs(values[i] - expected[k][i]));
            }
        }
        return most;
    }

    /** Java frees its buffers when it likes; no gradient may ever read one that is gone. */
    @Test
    void garbageCollectionChangesNoBit() throws Exception {
        TrainingState quiet = threeSteps();
        AtomicBoolean done = new AtomicBoolean();
        Thread collector =
                new Thread(
                        () -> {
                            while (!done.get()) {
                                for (int i = 0; i < 50; i++) litter(4096 << i % 6);
                                System.gc();
                            }
                        });
        collector.start();
        try {
            TrainingState disturbed = threeSteps();
            for (int k = 0; k < quiet.parameters().size(); k++) {
                assertArrayEquals(
                        quiet.parameters().get(k).values(), disturbed.parameters().get(k).values());
            }
        } finally {
            done.set(true);
            collector.join();
        }
    }

    private static void litter(int size) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(size);
        while (buffer.remaining() >= 4) buffer.putInt(0x7f7fffff);
    }

    private static TrainingState threeSteps() {
        try (Learner learner = open(B0, TORCH)) {
            for (int t = 1; t <= 3; t++) {
                learner.backward(noise(t), true);
                learner.update(new TrainingProgram.Update(1e-3, 0.01, 0.1));
            }
            return learner.state();
        }
    }

    @Test
    void aTrainingGoesOnFromItsStateAsIfItHadNeverStopped() {
        try (Learner first = open(B0, TORCH)) {
            first.backward(noise(1), true);
            first.update(new TrainingProgram.Update(1e-3, 0.01, 0.1));
            TrainingState half = first.state();
            first.backward(noise(2), true);
            first.update(new TrainingProgram.Update(1e-3, 0.01, 0.1));
            TrainingState whole = first.state();
            try (Learner second = Learner.open(Architecture.B0, TORCH, half, TWO_THREADS)) {
                second.backward(noise(2), true);
                second.update(new TrainingProgram.Update(1e-3, 0.01, 0.1));
                TrainingState resumed = second.state();
                assertEquals(whole.parameters(), resumed.parameters());
                assertEquals(whole.averages(), resumed.averages());
                assertEquals(whole.secondMoments(), resumed.secondMoments());
            }
        }
    }

    /** What is trained is what is then run: the averaged network through the fast program. */
    @ParameterizedTest
    @ValueSource(strings = {"torch", "tensorflow", "static:64", "keras-none"})
    void theTrainedNetworkIsTheOneThatExplains(String id) {
        Padding padding =
                switch (id) {
                    case "torch" -> new Padding.Symmetric();
                    case "tensorflow" -> new Padding.Same();
                    case "keras-none" -> new Padding.KerasNone();
                    default -> new Padding.Static(64);
                };
        Family family = new Family(padding, Family.TENSORFLOW_EPS);
        TrainingProgram.Batch batch = noise(5);
        try (Learner learner = open(B0, family);
                CamModel model = Models.open(B0, family, Network.Form.FASTEST);
                CamModel other = Models.open(B0, TORCH, Network.Form.FASTEST)) {
            float[] trained = learner.backward(batch, false).logits();
            float[] run = model.run(batch.input(), 4, 1, r -> r.logits());
            double scale = new Planes(1, 1, run.length, run).maxAbs();
            assertTrue(furthest(trained, run) < 1e-4 * scale, "off by " + furthest(trained, run));
            float[] foreign = other.run(batch.input(), 4, 1, r -> r.logits());
            boolean own = id.equals("torch");
            assertTrue(own || furthest(trained, foreign) > 1e-2 * scale, "check is blind");
        }
    }
}
