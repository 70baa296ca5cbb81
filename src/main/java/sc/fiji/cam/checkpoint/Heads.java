package sc.fiji.cam.checkpoint;

import java.util.List;
import java.util.Optional;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Choice;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.Pooling;

/** Finds the layers behind the features. */
final class Heads {
    private Heads() {}

    /**
     * The head that the container states, else the one that names and shapes suggest.
     *
     * @param settings whose activation and pooling count where the file cannot tell
     * @param notes gets a sentence for everything that is assumed or left out
     * @throws sc.fiji.cam.data.CamException if it is missing, of an unknown kind, or ambiguous
     */
    static Head read(
            String origin, Match match, Stated stated, CamSettings settings, List<String> notes) {
        if (stated.head().isPresent()) {
            HeadPlan told = stated.head().get();
            settings.activation()
                    .filter(a -> !told.has(a))
                    .ifPresent(a -> notes.add(unused("activation", a)));
            settings.pooling().ifPresent(p -> notes.add(unused("pooling", p)));
        }
        HeadPlan plan =
                stated.head().orElseGet(() -> infer(origin, match, stated, settings, notes));
        return HeadBuilder.build(origin, plan, match.architecture().features());
    }

    private static String unused(String key, Choice value) {
        return "%s=%s is not used: the file states the layers of its head."
                .formatted(key, value.id());
    }

    /** What the names and shapes of the tensors behind the features suggest. */
    private static HeadPlan infer(
            String origin, Match match, Stated stated, CamSettings settings, List<String> notes) {
        HeadTensors tensors = HeadTensors.of(origin, match, notes);
        HeadChoice.Layers layers = HeadChoice.of(origin, match, tensors, notes);
        Optional<Pooling> pooling = settings.pooling().or(stated::pooling);
        return HeadSteps.plan(layers, match, settings.activation(), pooling, notes);
    }
}
