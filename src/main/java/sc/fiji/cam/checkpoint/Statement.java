package sc.fiji.cam.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.cam.data.Activation;

/** A saved model, objects or code, that can be asked about its network once that is found. */
interface Statement {
    /**
     * What it says for certain.
     *
     * @param match the network
     * @param tensors all tensors of the file, by name
     * @param activation what the user says of functions that the file cannot tell
     * @param notes gets a sentence for what it does not tell and was taken as usual
     * @throws sc.fiji.cam.data.CamException if it says what is not read
     */
    Stated about(
            Match match,
            Map<String, RawTensor> tensors,
            Optional<Activation> activation,
            List<String> notes);
}
