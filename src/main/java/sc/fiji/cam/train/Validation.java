package sc.fiji.cam.train;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.WeightSet;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.network.Program;

/** Runs images through the program that will explain them later. */
final class Validation {
    private Validation() {}

    /** Logits of a network for the images put aside. */
    static List<float[]> logits(
            Job job, WeightSet weights, LinearLayer head, CamProgress progress) {
        Checkpoint start = job.start();
        Checkpoint network =
                Checkpoint.of(start.architecture(), start.family(), weights, Head.of(head));
        List<Sample> samples = job.split().validation();
        List<float[]> logits = new ArrayList<>();
        try (CamModel model = CamModel.open(network, job.settings().run())) {
            for (Sample sample : samples) {
                if (progress.cancelled()) throw new Cancelled();
                logits.add(run(job, model, sample).logits);
            }
        }
        return logits;
    }

    /**
     * What a network makes of an image.
     *
     * @param logits one per output
     * @param pooled mean of each feature channel
     */
    record Seen(float[] logits, float[] pooled) {}

    /** Runs one image, as it is when it is explained. */
    static Seen run(Job job, CamModel model, Sample sample) {
        Planes input = Augmentation.NONE.show(sample.picture(), job.size(), job.scaling());
        int threads = job.settings().run().threadsHere();
        return model.run(input, 1, threads, run -> new Seen(run.logits(), pooled(run)));
    }

    private static float[] pooled(Program.Run run) {
        Planes features = run.features();
        int cells = features.height() * features.width();
        float[] pooled = new float[features.count()];
        for (int k = 0; k < pooled.length; k++) {
            double sum = 0;
            for (int i = 0; i < cells; i++) sum += features.values()[k * cells + i];
            pooled[k] = (float) (sum / cells);
        }
        return pooled;
    }
}
