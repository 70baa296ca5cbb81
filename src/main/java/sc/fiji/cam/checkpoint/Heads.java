package sc.fiji.cam.checkpoint;

import java.util.List;
import java.util.Optional;
import sc.fiji.cam.data.Activation;
import sc.fiji.cam.data.Head;

/** Finds the layers behind the features. */
final class Heads {
    private Heads() {}

    /**
     * The head that the container states, else the one that names and shapes suggest.
     *
     * @param activation between linear layers where the file cannot tell; empty: ReLU
     * @param notes gets a sentence for everything that is assumed or left out
     * @throws sc.fiji.cam.data.CamException if it is missing, of an unknown kind, or ambiguous
     */
    static Head read(
            String origin,
            Match match,
            Stated stated,
            Optional<Activation> activation,
            List<String> notes) {
        if (stated.head().isPresent() && activation.isPresent()) {
            String given = "activation=" + activation.get().id();
            notes.add(given + " is not used: the file states the layers of its head.");
        }
        HeadPlan plan = stated.head().orElseGet(() -> infer(origin, match, activation, notes));
        return HeadBuilder.build(origin, plan, match.architecture().features());
    }

    /** What the names and shapes of the tensors behind the features suggest. */
    static HeadPlan infer(
            String origin, Match match, Optional<Activation> activation, List<String> notes) {
        HeadTensors tensors = HeadTensors.of(origin, match, notes);
        HeadChoice.Layers layers = HeadChoice.of(origin, match, tensors, notes);
        return HeadSteps.plan(layers, match, activation, notes);
    }
}
