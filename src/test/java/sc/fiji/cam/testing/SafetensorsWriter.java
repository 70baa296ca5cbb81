package sc.fiji.cam.testing;

import com.google.gson.Gson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.cam.data.Block;
import sc.fiji.cam.data.Tensor;

/** Writes networks as safetensors files with torchvision's names. */
public final class SafetensorsWriter {
    private SafetensorsWriter() {}

    /**
     * Writes a network with torchvision's names.
     *
     * @param metadata texts of the file's header, e.g. {@code classes} to a JSON list
     * @return the file
     */
    public static Path write(Path file, Networks.Network network, Map<String, String> metadata) {
        List<Tensor> tensors = new ArrayList<>();
        Map<String, String> names = torchvisionNames(network);
        for (Tensor t : network.weights().tensors()) tensors.add(t.named(names.get(t.name())));
        tensors.add(network.head().weight().named("classifier.1.weight"));
        tensors.add(network.head().bias().named("classifier.1.bias"));
        return write(file, tensors, metadata);
    }

    /** Writes tensors under their own names. */
    public static Path write(Path file, List<Tensor> tensors, Map<String, String> metadata) {
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) header.put("__metadata__", metadata);
        long at = 0;
        for (Tensor t : tensors) {
            long end = at + 4L * t.values().length;
            header.put(
                    t.name(),
                    Map.of(
                            "dtype",
                            "F32",
                            "shape",
                            t.shape(),
                            "data_offsets",
                            new long[] {at, end}));
            at = end;
        }
        byte[] json = new Gson().toJson(header).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(little(8).putLong(json.length).array());
            out.write(json);
            for (Tensor t : tensors) {
                ByteBuffer bytes = little(4 * t.values().length);
                bytes.asFloatBuffer().put(t.values());
                out.write(bytes.array());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Canonical name to torchvision's, written down apart from the program's own tables. */
    public static Map<String, String> torchvisionNames(Networks.Network network) {
        Map<String, String> prefixes = new LinkedHashMap<>();
        prefixes.put("stem.conv", "features.0.0");
        prefixes.put("stem.bn", "features.0.1");
        for (Block b : network.architecture().blocks()) {
            String from = b.name() + ".";
            String to = "features." + b.stage() + "." + b.repeat() + ".block.";
            int first = b.expands() ? 1 : 0;
            prefixes.put(from + "expand.conv", to + "0.0");
            prefixes.put(from + "expand.bn", to + "0.1");
            prefixes.put(from + "dw.conv", to + first + ".0");
            prefixes.put(from + "dw.bn", to + first + ".1");
            prefixes.put(from + "se.reduce", to + (first + 1) + ".fc1");
            prefixes.put(from + "se.expand", to + (first + 1) + ".fc2");
            prefixes.put(from + "project.conv", to + (first + 2) + ".0");
            prefixes.put(from + "project.bn", to + (first + 2) + ".1");
        }
        prefixes.put("head.conv", "features.8.0");
        prefixes.put("head.bn", "features.8.1");
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : network.weights().names()) {
            int dot = name.lastIndexOf('.');
            names.put(name, prefixes.get(name.substring(0, dot)) + name.substring(dot));
        }
        return names;
    }
}
