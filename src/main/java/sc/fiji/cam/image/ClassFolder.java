package sc.fiji.cam.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import sc.fiji.cam.data.BadPicture;

/**
 * A folder that is named after a class and holds images of it.
 *
 * @param name of the class
 * @param images its files, by name; hidden ones are left out, folders inside are not entered
 */
public record ClassFolder(String name, List<Path> images) {
    private static final String ADVICE = "Make one folder for each class, with its images inside.";

    /** Copies the list. */
    public ClassFolder {
        images = List.copyOf(images);
    }

    /**
     * The classes of a folder with one sub-folder for each, by name.
     *
     * @throws BadPicture if it cannot be read, holds no folder, or one of them is empty
     */
    public static List<ClassFolder> list(Path folder) {
        List<ClassFolder> classes = new ArrayList<>();
        for (Path path : visible(folder)) {
            if (!Files.isDirectory(path)) continue;
            List<Path> images = visible(path).stream().filter(Files::isRegularFile).toList();
            if (images.isEmpty()) {
                throw new BadPicture(path.toString(), "the folder holds no file", ADVICE);
            }
            classes.add(new ClassFolder(path.getFileName().toString(), images));
        }
        if (classes.isEmpty()) {
            throw new BadPicture(
                    folder.toString(), "found no folder inside, expected one per class", ADVICE);
        }
        return classes;
    }

    private static List<Path> visible(Path folder) {
        if (!Files.isDirectory(folder)) {
            String found = Files.exists(folder) ? "found a file" : "there is no such folder";
            throw new BadPicture(folder.toString(), found + ", expected a folder", ADVICE);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> !f.getFileName().toString().startsWith(".")).sorted().toList();
        } catch (IOException e) {
            String problem = "cannot be read (" + WholeFile.reason(e) + ")";
            throw new BadPicture(folder.toString(), problem, "Check the folder.").because(e);
        }
    }
}
