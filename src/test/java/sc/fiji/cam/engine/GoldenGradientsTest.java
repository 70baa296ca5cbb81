package sc.fiji.cam.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.cam.InputFrame;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.checkpoint.Checkpoints;
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
import sc.fiji.cam.network.TrainingProgram;
import sc.fiji.cam.network.TrainingState;
import sc.fiji.cam.testing.Figures;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.Networks;
import sc.fiji.cam.testing.Npz;
import sc.fiji.cam.testing.SafetensorsWriter;

/** One training step against torchvision's own. */
class GoldenGradientsTest {
    /** Of a gradient's norm, two orders of 32-bit summation through 78 layers and back. */
    private static final double GRADIENTS_AGREE = 1e-3;

    /**
     * A shift behind a projection is taken out again by the next normalisation of a batch: its
     * gradient is 0, and what both programs have is rounding. The stem's gradient has norm 66.
     */
    private static final double ROUNDING = 1e-4;

    private static Networks.Network golden() {
        Checkpoint b3 =
                Checkpoints.read(Golden.file("torchvision_state_dict.pth"), CamSettings.defaults());
        return new Networks.Network(
                b3.architecture(), b3.weights(), b3.head().linear().orElseThrow());
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
                new Planes(9, 224, 224, input),
                targets,
                LearnerTest.ones(26 * 3),
                LearnerTest.ones(3 * 1536),
                0);
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
                worst =
                        Math.max(
                                worst,
                                LearnerTest.furthest(g.values(), new float[g.values().length]));
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
        try (Learner learner = LearnerTest.open(net, LearnerTest.TORCH)) {
            TrainingProgram.Pass pass = learner.backward(goldenBatch(0, 4, 9), live);
            double loss = truth.get("loss").doubles()[0];
            assertEquals(loss, pass.loss(), 1e-5 * loss);
            double off = disagreement(learner.gradients(), truth, net);
            Figures.note("gradients.txt", mode + ": off by " + off + " of a tensor's norm");
            assertTrue(off <= GRADIENTS_AGREE, "off by " + off);

            learner.backward(goldenBatch(0, 4, 8), live);
            double otherClass = disagreement(learner.gradients(), truth, net);
            assertTrue(otherClass > 100 * GRADIENTS_AGREE, "check is blind: " + otherClass);
        }
        try (Learner same =
                LearnerTest.open(net, new Family(new Padding.Same(), Family.TORCH_EPS))) {
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
        try (Learner learner = LearnerTest.open(net, LearnerTest.TORCH)) {
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
                assertTrue(LearnerTest.furthest(expected, moved) <= tolerance, key);
                assertTrue(LearnerTest.furthest(expected, kept) > 10 * tolerance, "check is blind");
                assertEquals(net.weights().get(running.name()).values()[0], kept[0]);
                compared++;
            }
            assertTrue(compared > 50, "only " + compared + " compared");
            assertEquals(net.weights().get("stem.conv.weight"), state.averages().get(0));
        }
    }
}
