package sc.fiji.cam.network;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import java.util.List;
import sc.fiji.cam.data.ConvLayer;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Tensor;

/**
 * Finds out whether PyTorch has the private oneDNN operators, by loading and running a program that
 * uses each of them; their names and arguments are no promise of PyTorch's.
 */
final class FusedOperators {
    private static final ConvLayer LAYER = new ConvLayer("probe", 3, 3, 1, 1, 1);

    private FusedOperators() {}

    /** Whether the fused program runs here, and computes what the plain one does. */
    static boolean present(NDManager manager) {
        if (!Engine.getEngine("PyTorch").hasCapability("MKLDNN")) return false;
        try {
            float fused = probe(Dialect.FUSED, manager);
            float plain = probe(Dialect.PLAIN, manager);
            return Math.abs(fused - plain) <= 1e-4f * Math.abs(plain);
        } catch (EngineException e) {
            return false;
        }
    }

    /** One activated and one added convolution over four pixels; the sum of what they give. */
    private static float probe(Dialect dialect, NDManager manager) {
        Dialect.Conv first = new Dialect.Conv("y", "p[0], p[1]", "[0, 0]", "[1, 1]", 1);
        Dialect.Conv second = new Dialect.Conv("a", "p[0], p[1]", "[0, 0]", "[1, 1]", 1);
        String forward =
                """
                    y = torch.contiguous(x, memory_format=2)
                    a = %s
                    b = %s
                    return (b, b, b)
                """
                        .formatted(dialect.activated(first), dialect.added("y", second));
        String load =
                """
                    torch.append(r, %s)
                    torch.append(r, w[1])
                """
                        .formatted(dialect.packed("w[0]", LAYER, first, List.of(1, 3, 2, 2)));
        String source = ProgramText.module(forward, "", load);
        float[] kernel = {0.5f, -0.25f, 1f, 0.75f, 0.5f, -1f, 0.25f, 1f, 0.5f};
        List<Tensor> weights =
                List.of(
                        new Tensor("kernel", new int[] {3, 3, 1, 1}, kernel),
                        new Tensor("bias", new int[] {3}, new float[] {0.1f, 0.2f, 0.3f}));
        float[] pixels = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        try (Program program = Program.load(source, weights, manager);
                Program.Run run = program.run(new Planes(3, 2, 2, pixels), 1)) {
            float sum = 0;
            for (float value : run.logits()) sum += value;
            return sum;
        }
    }
}
