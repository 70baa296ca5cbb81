package sc.fiji.cam.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.checkpoint.Checkpoint;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.TrainingFailed;
import sc.fiji.cam.engine.Learner;
import sc.fiji.cam.network.TrainingProgram.Pass;
import sc.fiji.cam.network.TrainingProgram.Update;
import sc.fiji.cam.network.TrainingState;

/**
 * Trains all layers: AdamW along a {@link Schedule}, averages of the weights, and of all epochs the
 * one whose averages told the images put aside apart best.
 */
final class FullTraining {
    private static final double RATE_FROM_SCRATCH = 1e-3;
    private static final double RATE_FROM_CHECKPOINT = 3e-4;

    /** Batches whose statistics are averaged at the end of an epoch. */
    private static final int SETTLING = 32;

    private final Job job;
    private final TrainProgress progress;
    private final TrainingFile file;
    private final Batches batches;
    private final Schedule schedule;
    private final List<CurvePoint> curve = new ArrayList<>();
    private @Nullable Trained best;
    private boolean cancelled;

    /**
     * @param job what to train
     * @param file where the unfinished training is kept
     */
    FullTraining(Job job, TrainingFile file, TrainProgress progress) {
        this.job = job;
        this.file = file;
        this.progress = progress;
        TrainSettings settings = job.settings();
        this.batches =
                new Batches(
                        job.split().training(),
                        job.weights(),
                        job.start().architecture(),
                        job.scaling(),
                        settings.batch(),
                        settings.equivariance(),
                        settings.seed());
        double usual = settings.from().isPresent() ? RATE_FROM_CHECKPOINT : RATE_FROM_SCRATCH;
        double rate = settings.rate().orElse(usual);
        this.schedule = new Schedule(settings.epochs(), batches.count(), rate, job.size());
    }

    /**
     * Trains, from where an unfinished training stopped.
     *
     * @return the best network
     * @throws Cancelled if the user stopped it within the first epoch
     * @throws TrainingFailed if the loss is no number within the first epoch
     */
    Trained run() {
        Optional<TrainingFile.Saved> saved = file.load();
        saved.ifPresent(
                s -> {
                    best = s.best();
                    curve.addAll(s.curve());
                    String text = "Resuming the training in %s behind epoch %d.";
                    progress.note(text.formatted(file.path(), s.epochs()));
                    progress.curve(curve());
                });
        Checkpoint start = job.start();
        TrainingState state =
                saved.map(TrainingFile.Saved::state)
                        .orElseGet(
                                () ->
                                        TrainingState.start(
                                                start.architecture(),
                                                start.weights(),
                                                start.head().linear().orElseThrow()));
        int done = saved.map(TrainingFile.Saved::epochs).orElse(0);
        try (Learner learner =
                Learner.open(start.architecture(), start.family(), state, job.settings().run())) {
            for (int epoch = done; epoch < schedule.epochs(); epoch++) {
                if (!learn(learner, epoch)) break;
            }
        } catch (Cancelled e) {
            if (best == null) throw e;
            cancelled = true;
            String text =
                    "Cancelled: epoch %d, the best so far, becomes the model. %s stays: once the model"
                            + " is moved away, the same call goes on; delete it if none shall.";
            progress.note(text.formatted(best.epoch(), file.path()));
        }
        if (best == null) throw new IllegalStateException("no epoch was trained");
        return best;
    }

    /** Whether the user ended it early: then it can go on. */
    boolean cancelled() {
        return cancelled;
    }

    /** Loss and accuracy of all epochs so far, those of an unfinished training included. */
    List<CurvePoint> curve() {
        return List.copyOf(curve);
    }

    /** One epoch; false if nothing more can be learnt. */
    private boolean learn(Learner learner, int epoch) {
        List<Sample> order = batches.order(epoch);
        int size = schedule.size(epoch);
        double loss = 0;
        for (int i = 0; i < schedule.steps(); i++) {
            if (progress.cancelled()) throw new Cancelled();
            report(epoch, i);
            Pass pass = learner.backward(batches.get(order, epoch, i, size), true);
            if (!Float.isFinite(pass.loss())) return stopped(epoch);
            int step = epoch * schedule.steps() + i;
            learner.update(
                    new Update(schedule.rate(step), job.settings().decay(), schedule.share(step)));
            loss += pass.loss();
        }
        settle(learner, order);
        TrainingState state = learner.state();
        Trained now = trained(state, epoch);
        if (!Double.isFinite(now.scores().loss())) return stopped(epoch);
        if (best == null || now.scores().betterThan(best.scores())) best = now;
        double mean = loss / schedule.steps();
        curve.add(
                new CurvePoint(
                        epoch + 1, size, mean, now.scores().loss(), now.scores().accuracy()));
        file.save(new TrainingFile.Saved(epoch + 1, state, best, curve()));
        progress.epoch(
                new TrainProgress.Epoch(epoch + 1, schedule.epochs(), size, mean, now.scores()));
        progress.curve(curve());
        return true;
    }

    /** Statistics of the averaged network, on images as they are when they are explained. */
    private void settle(Learner learner, List<Sample> order) {
        for (int i = 0; i < Math.min(SETTLING, batches.count()); i++) {
            if (progress.cancelled()) throw new Cancelled();
            learner.settle(batches.plain(order, i, job.size()), 1.0 / (i + 1));
        }
    }

    private Trained trained(TrainingState state, int epoch) {
        var weights = state.averagedWeights("epoch " + (epoch + 1));
        var head = state.averagedHead();
        List<float[]> logits = Validation.logits(job, weights, head, progress);
        Scores scores = Scores.of(logits, job.split().labels(), job.classes().size());
        return new Trained(epoch + 1, weights, head, scores, logits);
    }

    private void report(int epoch, int step) {
        double from = schedule.done(epoch);
        double to = schedule.done(epoch + 1);
        double fraction = from + (to - from) * step / schedule.steps();
        String text = "Epoch %d of %d, step %d of %d";
        progress.update(
                fraction, text.formatted(epoch + 1, schedule.epochs(), step + 1, schedule.steps()));
    }

    private boolean stopped(int epoch) {
        String problem = "the loss is no number any more in epoch " + (epoch + 1);
        if (best == null) {
            throw new TrainingFailed(
                    "training", problem, "Give a lower learning rate with option rate.");
        }
        progress.note("Stopped: " + problem + ". Epoch " + best.epoch() + ", the best, is kept.");
        return false;
    }
}
