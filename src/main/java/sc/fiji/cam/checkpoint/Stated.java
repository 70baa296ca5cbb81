package sc.fiji.cam.checkpoint;

import java.util.Optional;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.InputSpec;
import sc.fiji.cam.data.Pooling;

/**
 * What a container says for certain about its network beyond the tensors: a Keras configuration
 * does, a module object or a TorchScript program in parts, a state dict not at all.
 *
 * @param writer library and version that wrote the file: {@code keras 3.9.2}
 * @param family padding and eps
 * @param pooling behind the features, where the container tells it without its head
 * @param head layers behind the features
 * @param input size and scaling
 */
record Stated(
        Optional<String> writer,
        Optional<Family> family,
        Optional<Pooling> pooling,
        Optional<HeadPlan> head,
        Optional<InputSpec> input) {
    /** Where a head tells its pooling itself. */
    Stated(
            Optional<String> writer,
            Optional<Family> family,
            Optional<HeadPlan> head,
            Optional<InputSpec> input) {
        this(writer, family, Optional.empty(), head, input);
    }

    /** A container of tensors and nothing else. */
    static final Stated NOTHING =
            new Stated(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The same with a writer. */
    Stated by(String name) {
        return new Stated(Optional.of(name), family, pooling, head, input);
    }
}
