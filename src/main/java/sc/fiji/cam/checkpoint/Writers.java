package sc.fiji.cam.checkpoint;

import java.util.List;
import java.util.stream.Stream;

/** What wrote a file, as far as it says so itself. */
final class Writers {
    /** Under these keys libraries leave their version, and their names. */
    private static final List<String[]> VERSIONS =
            List.of(
                    new String[] {"pytorch-lightning_version", "Lightning"},
                    new String[] {"transformers_version", "transformers"},
                    new String[] {"timm_version", "timm"},
                    new String[] {"torch_version", "torch"},
                    new String[] {"torchvision_version", "torchvision"});

    private Writers() {}

    /**
     * torch, whose archives tell the version of their layout and not torch's own.
     *
     * @param root folder of the archive
     */
    static String torch(Archive archive, String root) {
        String text = archive.text(root + "version", 8).strip();
        return text.matches("\\d+") ? "torch, archive version " + text : "torch";
    }

    /** What the container states, else what lies beside the weights, else nothing: empty. */
    static String of(RawCheckpoint raw) {
        Stream<String> libraries =
                VERSIONS.stream()
                        .flatMap(
                                row ->
                                        raw.extras().text(row[0]).stream()
                                                .map(version -> row[1] + " " + version));
        // safetensors: whose arrays these are.
        Stream<String> format = raw.extras().text("format").stream().map(f -> "format " + f);
        List<String> all =
                Stream.of(raw.stated().writer().stream(), libraries, format)
                        .flatMap(s -> s)
                        .distinct()
                        .toList();
        return String.join(", ", all);
    }
}
