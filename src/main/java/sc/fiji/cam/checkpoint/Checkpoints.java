package sc.fiji.cam.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamException;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Family;
import sc.fiji.cam.data.Head;
import sc.fiji.cam.data.InputSpec;
import sc.fiji.cam.data.ModelFacts;
import sc.fiji.cam.data.WeightSet;

/** Opens weight files of every known format. */
public final class Checkpoints {
    /** The formats that are read; the first that recognises a file takes it. */
    private static final List<CheckpointReader> READERS =
            List.of(
                    new KerasHdf5Reader(),
                    new KerasZipReader(),
                    new TorchZipReader(),
                    new TorchLegacyReader(),
                    new SafetensorsReader());

    private Checkpoints() {}

    /**
     * Reads a weight file, or a folder of weights: finds format, library, size, head, class names,
     * padding and eps. Every tensor is used exactly once and has the right shape and finite values,
     * or the file is refused.
     *
     * @param file the file or folder
     * @param settings whose options of the model count, {@link sc.fiji.cam.data.Options#OF_MODEL}
     * @return the network it holds, with what had to be assumed
     * @throws CamException if it is no weight file of an EfficientNet; the message names what was
     *     found, what was expected and what to do
     */
    public static Checkpoint read(Path file, CamSettings settings) {
        try (Opened opened = Opened.of(file);
                Checksum checksum = Checksum.start(opened.bytes())) {
            String origin = file.toString();
            return understand(origin, Optional.of(file), checksum, opened.read(), settings);
        } catch (OutOfMemoryError e) {
            throw tooLarge(file.toString(), e);
        }
    }

    /**
     * Reads a weight file that is in memory, as {@link #read(Path, CamSettings)} does, but nothing
     * lies beside it.
     *
     * @param name of the file, with the ending that its format has
     * @param bytes all of it; read only
     * @param settings as above
     * @throws CamException as above
     */
    public static Checkpoint read(String name, byte[] bytes, CamSettings settings) {
        try (Opened opened = CheckpointFile.of(name, bytes);
                Checksum checksum = Checksum.start(opened.bytes())) {
            return understand(name, Optional.empty(), checksum, opened.read(), settings);
        } catch (OutOfMemoryError e) {
            throw tooLarge(name, e);
        }
    }

    private static CamException tooLarge(String origin, OutOfMemoryError e) {
        return new BadCheckpoint(
                        origin,
                        "its weights do not fit into memory",
                        "Give Java more memory (in Fiji: Edit > Options > Memory & Threads).")
                .because(e);
    }

    /**
     * Files beside a weight file, or inside a folder of weights, that {@link #read} may look into,
     * if they are there.
     */
    public static List<Path> sideCars(Path file) {
        List<Path> all = new ArrayList<>(SideCars.of(file));
        all.addAll(ModelConfig.files(file));
        if (Files.isDirectory(file)) all.addAll(FolderArchive.files(file));
        return all.stream().distinct().toList();
    }

    /** All readers, in the order in which they are asked. */
    static List<CheckpointReader> readers() {
        return READERS;
    }

    /** The reader of a file. */
    static CheckpointReader reader(CheckpointFile file) {
        byte[] head = file.head();
        Formats.text(file.origin(), head)
                .ifPresent(
                        error -> {
                            throw error;
                        });
        return READERS.stream()
                .filter(r -> r.recognises(head, file.name()))
                .findFirst()
                .orElseThrow(() -> Formats.unread(file.origin(), head, file.name()));
    }

    private static Checkpoint understand(
            String origin,
            Optional<Path> file,
            Checksum checksum,
            RawCheckpoint found,
            CamSettings settings) {
        List<String> assumptions = new ArrayList<>(found.notes());
        Match match = Network.find(origin, found.tensors(), settings.entry(), assumptions);
        RawCheckpoint raw =
                found.asked(match, settings.activation(), assumptions)
                        .with(
                                file.map(f -> ModelConfig.beside(f, found.extras(), assumptions))
                                        .orElse(found.extras()));
        Head head = Heads.read(origin, match, raw.stated(), settings, assumptions);
        Contradictions.note(raw.extras(), match.architecture(), head.last().classes(), assumptions);
        Family family =
                Families.of(
                        settings.family(), match.dialect(), match.architecture(), raw, assumptions);
        ClassNames names =
                new LabelFinder(head.classes(), assumptions)
                        .find(settings.labels(), found.extras(), file);
        InputSpec input = InputFinder.of(settings, raw, names, assumptions);
        WeightSet weights = Network.load(origin, match);
        ModelFacts facts =
                new ModelFacts(
                        origin,
                        checksum.sha256(),
                        raw.container(),
                        match.dialect().id(),
                        family.id(),
                        match.architecture().id(),
                        Writers.of(raw),
                        Families.source(
                                settings.family(), match.dialect(), match.architecture(), raw));
        return new Checkpoint(
                facts,
                match.architecture(),
                family,
                weights,
                head,
                names.labels(),
                input,
                Checkpoint.parameters(weights, head),
                assumptions);
    }
}
