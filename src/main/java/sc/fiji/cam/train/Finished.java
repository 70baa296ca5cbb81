package sc.fiji.cam.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.evaluate.Evaluation;
import sc.fiji.cam.evaluate.Judged;

/**
 * A network at the end of its training, as it will be written.
 *
 * @param network its logits divided by the temperature
 * @param calibration the temperature, and what it did
 * @param answers for the images put aside
 */
record Finished(Trained network, Calibration calibration, List<Answer> answers) {
    /**
     * Divides logits by a temperature after {@link Mode#FULL}, which learns from smoothed labels;
     * after {@link Mode#HEAD} nothing has to be put right.
     */
    static Finished of(Job job, Trained best) {
        List<Integer> labels = job.split().labels();
        List<float[]> logits =
                best.logits().isEmpty()
                        ? Validation.logits(job, best.weights(), best.head(), CamProgress.NONE)
                        : best.logits();
        boolean smoothed = job.settings().mode() == Mode.FULL;
        double t = smoothed ? Temperature.fit(logits, labels) : 1;
        List<float[]> divided = logits.stream().map(z -> Temperature.over(z, t)).toList();
        Trained network =
                new Trained(
                        best.epoch(),
                        best.weights(),
                        Temperature.over(best.head(), t),
                        Scores.of(divided, labels, job.classes().size()),
                        divided);
        List<Answer> answers = answers(job.split(), divided);
        Calibration calibration =
                new Calibration(t, error(answers(job.split(), logits)), error(answers));
        return new Finished(network, calibration, answers);
    }

    private static List<Answer> answers(Split split, List<float[]> logits) {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < logits.size(); i++) {
            float[] z = logits.get(i);
            int answer = Scores.answer(z);
            Sample sample = split.validation().get(i);
            double probability = Scores.softmax(z, 1)[answer];
            answers.add(new Answer(sample.source(), sample.label(), answer, probability));
        }
        return answers;
    }

    private static double error(List<Answer> answers) {
        return Evaluation.calibrationError(
                answers.stream()
                        .map(
                                a ->
                                        new Judged(
                                                a.truth(),
                                                a.answer(),
                                                a.probability(),
                                                Optional.empty()))
                        .toList());
    }
}
