package sc.fiji.cam.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.engine.CamModel;

/**
 * Trains the classifier alone: every image runs once through the network as it is, then {@link
 * LogisticRegression} separates the pooled features. The penalty is the one that tells the images
 * put aside apart best.
 */
final class HeadTraining {
    /** Penalties that are tried, strongest first: of equals the strongest is kept. */
    private static final double[] PENALTIES = {10, 3, 1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001};

    private HeadTraining() {}

    /**
     * Trains.
     *
     * @throws Cancelled if the user stopped it before any classifier was found
     */
    static Trained run(Job job, TrainProgress progress) {
        List<Sample> training = job.split().training();
        List<Sample> validation = job.split().validation();
        List<Sample> all = new ArrayList<>(training);
        all.addAll(validation);
        List<float[]> features = features(job, all, progress);
        int n = training.size();
        LogisticRegression regression =
                new LogisticRegression(
                        features.subList(0, n),
                        training.stream().map(Sample::label).toList(),
                        job.weights());
        List<Integer> labels = job.split().labels();
        Trained best = null;
        for (int p = 0; p < PENALTIES.length; p++) {
            if (progress.cancelled()) break;
            String text = String.format(Locale.ROOT, "Fitting, penalty %s", PENALTIES[p]);
            progress.update(0.9 + 0.1 * p / PENALTIES.length, text);
            LinearLayer head = regression.fit(PENALTIES[p]);
            List<float[]> logits =
                    features.subList(n, features.size()).stream()
                            .map(f -> logits(head, f))
                            .toList();
            Scores scores = Scores.of(logits, labels, job.classes().size());
            if (best == null || scores.loss() < best.scores().loss()) {
                best = new Trained(0, job.start().weights(), head, scores, logits);
            }
        }
        return kept(best);
    }

    private static Trained kept(@Nullable Trained best) {
        if (best == null) throw new Cancelled();
        return best;
    }

    private static List<float[]> features(Job job, List<Sample> samples, TrainProgress progress) {
        Checkpoint start = job.start();
        List<float[]> features = new ArrayList<>();
        try (CamModel model = CamModel.open(start, job.settings().run())) {
            for (Sample sample : samples) {
                if (progress.cancelled()) throw new Cancelled();
                String text = "Features of image %d of %d";
                progress.update(
                        0.9 * features.size() / samples.size(),
                        text.formatted(features.size() + 1, samples.size()));
                features.add(Validation.run(job, model, sample).pooled());
            }
        }
        return features;
    }

    private static float[] logits(LinearLayer head, float[] features) {
        float[] logits = new float[head.classes()];
        for (int c = 0; c < logits.length; c++) {
            double sum = head.bias(c);
            for (int k = 0; k < features.length; k++) sum += head.weight(c, k) * features[k];
            logits[c] = (float) sum;
        }
        return logits;
    }
}
