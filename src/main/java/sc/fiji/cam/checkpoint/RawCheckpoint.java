package sc.fiji.cam.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.cam.data.Activation;

/**
 * What a container holds, before anybody asks which network it is.
 *
 * @param container the reader's id
 * @param tensors by the names of the file, in its order; axes in torch's order whatever the file's
 * @param extras everything beside the weights, as plain data
 * @param stated what the container says for certain
 * @param model objects or code of the model, if the container has them
 * @param notes what was chosen among several possibilities, whole sentences
 */
record RawCheckpoint(
        String container,
        Map<String, RawTensor> tensors,
        Extras extras,
        Stated stated,
        Optional<Statement> model,
        List<String> notes) {

    /** A container without a model that could be asked. */
    RawCheckpoint(
            String container,
            Map<String, RawTensor> tensors,
            Extras extras,
            Stated stated,
            List<String> notes) {
        this(container, tensors, extras, stated, Optional.empty(), notes);
    }

    /** A container of tensors that states nothing. */
    RawCheckpoint(
            String container, Map<String, RawTensor> tensors, Extras extras, List<String> notes) {
        this(container, tensors, extras, Stated.NOTHING, notes);
    }

    /**
     * The same after its model was asked.
     *
     * @param match the network
     * @param activation what the user says of functions that the file cannot tell
     * @param notes gets what the model does not tell
     */
    RawCheckpoint asked(Match match, Optional<Activation> activation, List<String> notes) {
        if (model.isEmpty()) return this;
        Stated told = model.get().about(match, tensors, activation, notes);
        Stated all =
                new Stated(
                        stated.writer(), told.family(), told.pooling(), told.head(), told.input());
        return new RawCheckpoint(container, tensors, extras, all, this.notes);
    }

    /** The same with more that is known beside the weights. */
    RawCheckpoint with(Extras more) {
        return new RawCheckpoint(container, tensors, more, stated, model, notes);
    }
}
