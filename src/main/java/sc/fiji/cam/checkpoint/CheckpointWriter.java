package sc.fiji.cam.checkpoint;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.LinearLayer;
import sc.fiji.cam.data.Precision;
import sc.fiji.cam.data.Scaling;
import sc.fiji.cam.data.Tensor;
import sc.fiji.cam.data.WeightSet;

/** Writes networks as {@code .safetensors} with torchvision's names. */
public final class CheckpointWriter {
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    private CheckpointWriter() {}

    /**
     * A network to be written.
     *
     * @param architecture size of the network
     * @param weights canonical tensors in front of the classifier
     * @param head the classifier
     * @param labels names of the classes, in order
     * @param size of the network's input
     * @param scaling mean and std
     */
    public record Content(
            Architecture architecture,
            WeightSet weights,
            LinearLayer head,
            List<String> labels,
            InputSize size,
            Scaling scaling) {}

    /**
     * Whether a file with torchvision's names is read as this family: nothing in it can name
     * another.
     */
    public static boolean canHold(Architecture architecture, Family family) {
        return family.equals(Families.torch(Dialects.TORCHVISION, architecture));
    }

    /**
     * Writes a file that {@link Checkpoints} opens without any option, and whose tensors
     * torchvision's {@code load_state_dict} takes.
     *
     * @param file to be written; not renamed here, see {@code WholeFile}
     * @param content the network
     * @param more further texts of the header, in order
     * @param precision of the stored numbers
     * @throws IOException if that fails
     */
    public static void write(
            Path file, Content content, Map<String, String> more, Precision precision)
            throws IOException {
        Map<String, String> names = Dialects.TORCHVISION.names(content.architecture());
        List<Tensor> tensors = new ArrayList<>();
        names.forEach((from, to) -> tensors.add(content.weights().get(from).named(to)));
        tensors.add(content.head().weight().named("classifier.1.weight"));
        tensors.add(content.head().bias().named("classifier.1.bias"));
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "pt");
        metadata.put("architecture", "efficientnet_" + content.architecture().id());
        metadata.put("class_names", JSON.toJson(content.labels()));
        int[] size = {3, content.size().height(), content.size().width()};
        metadata.put("input_size", JSON.toJson(size));
        metadata.put("mean", JSON.toJson(content.scaling().mean()));
        metadata.put("std", JSON.toJson(content.scaling().std()));
        metadata.putAll(more);
        Safetensors.write(file, tensors, metadata, precision);
    }
}
