package sc.fiji.cam.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.CamException;

/**
 * A folder that a zip file was unpacked into. Its members are the files that were there when it was
 * opened; links are not followed. A file is open only while it is read: there are a thousand.
 */
final class FolderArchive implements Archive {
    private static final int DEEPEST = 16;
    private static final int MOST = 200_000;

    private final Path folder;
    private final Map<String, Path> members;

    private FolderArchive(Path folder, Map<String, Path> members) {
        this.folder = folder;
        this.members = members;
    }

    /**
     * Lists a folder.
     *
     * @throws BadCheckpoint if that fails
     */
    static FolderArchive of(Path folder) {
        Map<String, Path> members = new TreeMap<>();
        for (Path file : files(folder)) {
            List<String> words = new ArrayList<>();
            folder.relativize(file).forEach(word -> words.add(word.toString()));
            members.put(String.join("/", words), file);
        }
        return new FolderArchive(folder, members);
    }

    /** The ordinary files in a folder and its folders, at most 200,000. */
    static List<Path> files(Path folder) {
        try (Stream<Path> paths = Files.walk(folder, DEEPEST)) {
            return paths.limit(MOST)
                    .filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new BadCheckpoint(
                            folder.toString(),
                            "the folder cannot be listed",
                            "Check that you may read it.")
                    .because(e);
        }
    }

    @Override
    public String origin() {
        return folder.toString();
    }

    @Override
    public List<String> names() {
        return new ArrayList<>(members.keySet());
    }

    @Override
    public boolean has(String name) {
        return members.containsKey(name);
    }

    @Override
    public Bytes open(String name) {
        Path file = members.get(name);
        if (file == null) {
            throw new BadCheckpoint(
                    origin(), "has no file " + name, "Unpack or copy the folder again.");
        }
        return new Loose(file, size(file));
    }

    /** All members one after another, in the order of their names. */
    Bytes all() {
        return new Joined(origin(), names().stream().map(this::open).toList());
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static CamException failed(Path file, IOException e) {
        return new BadCheckpoint(
                        file.toString(),
                        "cannot be read (" + e.getClass().getSimpleName() + ")",
                        "Check the disk, or copy the folder again.")
                .because(e);
    }

    /**
     * A file that is opened whenever it is read.
     *
     * @param file its path
     * @param size when the folder was listed
     */
    private record Loose(Path file, long size) implements Bytes {
        @Override
        public String origin() {
            return file.toString();
        }

        @Override
        public void fill(long offset, ByteBuffer target) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                CheckpointFile.fill(channel, offset, target);
            } catch (IOException e) {
                throw failed(file, e);
            }
        }
    }
}
