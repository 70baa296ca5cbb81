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
import sc.fiji.cam.cam.InputFrame;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.checkpoint.Checkpoints;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ChannelOrder;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.Interpolation;
import sc.fiji.cam.data.Padding;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.ResizeMode;
import sc.fiji.cam.data.Scaling;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.WeightSet;
import sc.fiji.cam.network.Initial;
import sc.fiji.cam.network.Network;
import sc.fiji.cam.network.TrainingProgram;
import sc.fiji.cam.network.TrainingState;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.Models;
import sc.fiji.cam.testing.Networks;
import sc.fiji.cam.testing.Npz;
import sc.fiji.cam.testing.SafetensorsWriter;

/** One training step against torchvision's own and against arithmetic by hand. */
class LearnerTest {
    /** Of a gradient's norm, two orders of 32-bit summation through 78 layers and back. */
    private static final double GRADIENTS_AGREE = 1e-3;

    /**
     * A shift behind a projection is taken out again by the next normalisation of a batch: its
     * gradient is 0, and what both programs have is rounding. The stem's gradient has norm 66.
     */
    private static final double ROUNDING = 1e-4;

    private static final Family TORCH = new Family(new Padding.Symmetric(), Family.TORCH_EPS);

    /** With one, PyTorch sums a batch's statistics less exactly: 1e-5 of a variance here. */
    private static final CamSettings TWO_THREADS = CamSettings.of(Map.of("threads", "2"));

    private static Networks.Network golden() {
        Checkpoint b3 =
                Checkpoints.read(Golden.file("torchvision_state_dict.pth"), CamSettings.defaults());
        return new Networks.Network(
                b3.architecture(), b3.weights(), b3.head().linear().orElseThrow());
    }

    private static Learner open(Networks.Network n, Family family) {
        TrainingState state = TrainingState.start(n.architecture(), n.weights(), n.head());
        return Learner.open(n.architecture(), family, state, TWO_THREADS);
    }

    private static TrainingProgram.Batch goldenBatch(int... classes) {
        float[] input = new float[9 * 224 * 224];
        int at = 0;
        for (String letter : List.of("a", "b", "c")) {
            Picture picture = Golden.decoded(letter, "224");
            float[] one =
                    InputFrame.of(224, 224, InputSize.square(224), ResizeMode.STRETCH, 1)
                            .prepare(
                                    picture,
                                    Interpolation.BILINEAR,
                                    Scaling.IMAGENET,
                                    ChannelOrder.RGB)
                            .values();
            System.arraycopy(one, 0, input, at, one.length);
            at += one.length;
        }
        float[] targets = new float[30];
        for (int n = 0; n < 3; n++) targets[10 * n + classes[n]] = 1 / 3f;
        return new TrainingProgram.Batch(
                new Planes(9, 224, 224, input), targets, ones(26 * 3), ones(3 * 1536));
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Largest disagreement over all tensors, in parts of that tensor's norm. */
    private static double disagreement(List<Tensor> gradients, Npz truth, Networks.Network net) {
        Map<String, String> names = SafetensorsWriter.torchvisionNames(net);
        double worst = 0;
        int zeros = 0;
        for (Tensor g : gradients) {
            String fallback = g.name().replace("classifier.", "classifier.1.");
            String name = names.getOrDefault(g.name(), fallback);
            double norm = truth.get("norm:" + name).doubles()[0];
            if (norm < ROUNDING) {
                assertTrue(g.name().endsWith("project.bn.bias"), g.name());
                zeros++;
                worst = Math.max(worst, furthest(g.values(), new float[g.values().length]));
                continue;
            }
            double alternating = 0;
            double squares = 0;
            for (int i = 0; i < g.values().length; i++) {
                squares += (double) g.values()[i] * g.values()[i];
                alternating += (i % 2 == 0 ? 1 : -1) * (double) g.values()[i];
            }
            alternating /= g.values().length;
            worst = Math.max(worst, Math.abs(Math.sqrt(squares) - norm) / norm);
            double expected = truth.get("alternating:" + name).doubles()[0];
            worst = Math.max(worst, Math.abs(alternating - expected) / norm);
            if (truth.names().contains("grad:" + name)) {
                double[] all = truth.get("grad:" + name).doubles();
                double difference = 0;
                for (int i = 0; i < all.length; i++) {
                    difference += Math.pow(all[i] - g.values()[i], 2);
                }
                worst = Math.max(worst, Math.sqrt(difference) / norm);
            }
        }
        assertTrue(zeros <= 26, zeros + " gradients are nothing");
        return worst;
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "eval"})
    void gradientsAreThoseOfTorchvision(String mode) {
        Npz truth = Golden.truth("gradients_" + mode);
        Networks.Network net = golden();
        boolean live = mode.equals("train");
        try (Learner learner = open(net, TORCH)) {
            TrainingProgram.Pass pass = learner.backward(goldenBatch(0, 4, 9), live);
            double loss = truth.get("loss").doubles()[0];
            assertEquals(loss, pass.loss(), 1e-5 * loss);
            double off = disagreement(learner.gradients(), truth, net);
            assertTrue(off <= GRADIENTS_AGREE, "off by " + off);

            learner.backward(goldenBatch(0, 4, 8), live);
            double otherClass = disagreement(learner.gradients(), truth, net);
            assertTrue(otherClass > 100 * GRADIENTS_AGREE, "check is blind: " + otherClass);
        }
        try (Learner same = open(net, new Family(new Padding.Same(), Family.TORCH_EPS))) {
            same.backward(goldenBatch(0, 4, 9), live);
            double otherPadding = disagreement(same.gradients(), truth, net);
            assertTrue(otherPadding > 100 * GRADIENTS_AGREE, "check is blind: " + otherPadding);
        }
    }

    /** torchvision's momentum is 0.1, so averages settled by that share are its statistics too. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void statisticsMoveAsInTorchvision(boolean settled) {
        Npz truth = Golden.truth("gradients_train");
        Networks.Network net = golden();
        Map<String, String> names = SafetensorsWriter.torchvisionNames(net);
        try (Learner learner = open(net, TORCH)) {
            if (settled) learner.settle(goldenBatch(0, 4, 9), 0.1);
            else learner.backward(goldenBatch(0, 4, 9), true);
            TrainingState state = learner.state();
            WeightSet averages = state.averagedWeights("averages");
            int compared = 0;
            for (Tensor running : state.buffers()) {
                String key = "after:" + names.get(running.name());
                if (!truth.names().contains(key)) continue;
                float[] expected = truth.get(key).floats();
                double tolerance = 1e-5 * truth.get(key).magnitude();
                float[] average = averages.get(running.name()).values();
                float[] moved = settled ? average : running.values();
                float[] kept = settled ? running.values() : average;
                assertTrue(furthest(expected, moved) <= tolerance, key);
                assertTrue(furthest(expected, kept) > 10 * tolerance, "check is blind");
                assertEquals(net.weights().get(running.name()).values()[0], kept[0]);
                compared++;
            }
            assertTrue(compared > 50, "only " + compared + " compared");
            assertEquals(net.weights().get("stem.conv.weight"), state.averages().get(0));
        }
    }

    private static double furthest(float[] a, float[] b) {
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
                new Planes(12, 40, 33, input), targets, ones(16 * 4), ones(4 * 1280));
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
