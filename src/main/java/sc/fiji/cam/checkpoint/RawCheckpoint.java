package sc.fiji.cam.checkpoint;

import java.util.List;
import java.util.Map;

/**
 * What a container holds, before anybody asks which network it is.
 *
 * @param container the reader's id
 * @param tensors by the names of the file, in its order; axes in torch's order whatever the file's
 * @param extras everything beside the weights, as plain data
 * @param stated what the container says for certain
 * @param notes what was chosen among several possibilities, whole sentences
 */
record RawCheckpoint(
        String container,
        Map<String, RawTensor> tensors,
        Extras extras,
        Stated stated,
        List<String> notes) {

    /** A container of tensors that states nothing. */
    RawCheckpoint(
            String container, Map<String, RawTensor> tensors, Extras extras, List<String> notes) {
        this(container, tensors, extras, Stated.NOTHING, notes);
    }
}
