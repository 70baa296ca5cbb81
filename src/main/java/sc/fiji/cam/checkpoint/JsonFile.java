package sc.fiji.cam.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import sc.fiji.cam.data.BadCheckpoint;

/** Files of JSON that lie beside weights. */
final class JsonFile {
    private static final long MAX_BYTES = 1 << 24;

    private JsonFile() {}

    /**
     * Reads an object.
     *
     * @return empty if it is none, or larger than 16 MiB
     * @throws BadCheckpoint if the file cannot be read
     */
    static Optional<Inert.Dict> read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) return Optional.empty();
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return StrictJson.read(text)
                    .filter(Inert.Dict.class::isInstance)
                    .map(Inert.Dict.class::cast);
        } catch (IOException e) {
            throw new BadCheckpoint(
                            file.toString(),
                            "cannot be read (" + e.getClass().getSimpleName() + ")",
                            "Check that you may read it.")
                    .because(e);
        }
    }
}
