package sc.fiji.cam.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sc.fiji.cam.data.BadCheckpoint;

/**
 * A folder as Hugging Face keeps models: weights in one file, or in several with an index of which
 * tensor is where.
 */
final class CheckpointFolder implements Opened {
    private static final List<String> WEIGHTS = List.of("model.safetensors", "pytorch_model.bin");
    private static final String INDEX = ".index.json";
    private static final int MOST_FILES = 512;

    private final Path folder;
    private final List<CheckpointFile> files;

    /** Names of tensors that must be there; without an index none. */
    private final Set<String> expected;

    private CheckpointFolder(Path folder, List<CheckpointFile> files, Set<String> expected) {
        this.folder = folder;
        this.files = files;
        this.expected = expected;
    }

    /** Opens a folder of this kind, or one that a torch zip was unpacked into. */
    static Opened open(Path folder) {
        for (String name : WEIGHTS) {
            Path whole = folder.resolve(name);
            if (Files.isRegularFile(whole)) return open(folder, List.of(whole), Set.of());
            Path index = folder.resolve(name + INDEX);
            if (Files.isRegularFile(index)) return indexed(folder, index);
        }
        FolderArchive archive = FolderArchive.of(folder);
        boolean torch = archive.names().stream().anyMatch(n -> ("/" + n).endsWith("/data.pkl"));
        if (torch) return new Unpacked(archive);
        throw Formats.folder(folder.toString(), archive.names());
    }

    /**
     * An unpacked torch file.
     *
     * @param archive its members
     */
    private record Unpacked(FolderArchive archive) implements Opened {
        @Override
        public Bytes bytes() {
            return archive.all();
        }

        @Override
        public RawCheckpoint read() {
            return TorchArchive.read("torch folder", archive);
        }

        @Override
        public void close() {
            // Files are open only while they are read.
        }
    }

    private static Opened indexed(Path folder, Path index) {
        Optional<Inert.Dict> map =
                JsonFile.read(index)
                        .map(json -> json.get("weight_map"))
                        .filter(Inert.Dict.class::isInstance)
                        .map(Inert.Dict.class::cast);
        if (map.isEmpty() || map.get().entries.isEmpty()) {
            throw bad(index, "holds no weight_map, which says where tensors are");
        }
        Set<String> tensors = new LinkedHashSet<>();
        Set<String> names = new TreeSet<>();
        map.get()
                .entries
                .forEach(
                        (tensor, name) -> {
                            tensors.add((String) tensor);
                            names.add(String.valueOf(name));
                        });
        if (names.size() > MOST_FILES) throw bad(index, "names " + names.size() + " files");
        List<Path> paths = new ArrayList<>();
        for (String name : names) {
            boolean plain = name.matches("[\\w.-]+") && !name.startsWith(".");
            if (!plain) throw bad(index, "names \"" + name + "\", which is no file beside it");
            paths.add(folder.resolve(name));
        }
        return open(folder, paths, tensors);
    }

    private static Opened open(Path folder, List<Path> paths, Set<String> expected) {
        List<CheckpointFile> files = new ArrayList<>();
        CheckpointFolder opened = new CheckpointFolder(folder, files, expected);
        try {
            for (Path path : paths) files.add(CheckpointFile.open(path));
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    @Override
    public Bytes bytes() {
        return new Joined(folder.toString(), List.copyOf(files));
    }

    @Override
    public RawCheckpoint read() {
        if (files.size() == 1 && expected.isEmpty()) return files.get(0).read();
        Map<String, RawTensor> tensors = new LinkedHashMap<>();
        List<RawCheckpoint> parts = files.stream().map(CheckpointFile::read).toList();
        for (RawCheckpoint part : parts) tensors.putAll(part.tensors());
        for (String name : expected) {
            if (tensors.containsKey(name)) continue;
            throw bad(folder, "tensor " + name + " is in none of its " + files.size() + " files");
        }
        RawCheckpoint first = parts.get(0);
        return new RawCheckpoint(
                first.container(), tensors, first.extras(), first.stated(), first.notes());
    }

    private static BadCheckpoint bad(Path path, String problem) {
        return new BadCheckpoint(
                path.toString(), problem, "Download all files of the model again.");
    }

    @Override
    public void close() {
        files.forEach(CheckpointFile::close);
    }
}
