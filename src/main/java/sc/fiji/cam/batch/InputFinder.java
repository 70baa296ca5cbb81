package sc.fiji.cam.batch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.image.WholeFile;

/**
 * Turns what was given into images: folders, globs, lists and files. Folders are gone through in
 * the order of names, so the same folder gives the same list everywhere.
 */
final class InputFinder {
    /** What a folder, glob or list holds goes to a folder of this name, if there are several. */
    private record Root(String name, List<Found> files) {}

    /** An image, and its folder below the root. */
    record Found(String image, String folder, String target) {}

    private final BatchSettings settings;
    private final PictureReader reader;
    private final Path output;
    private final FolderWalk walk;
    private final List<Object> parts = new ArrayList<>();

    private InputFinder(BatchSettings settings, PictureReader reader) {
        this.settings = settings;
        this.reader = reader;
        this.output = path(settings.output(), "output");
        this.walk = new FolderWalk(settings, reader, output);
    }

    /**
     * Finds all images.
     *
     * @throws WrongUse if there are none, a list cannot be read, or an input lies in the output
     *     folder
     */
    static Inputs find(BatchSettings settings, PictureReader reader) {
        InputFinder finder = new InputFinder(settings, reader);
        settings.inputs().forEach(finder::add);
        return finder.inputs();
    }

    private Inputs inputs() {
        boolean several = parts.stream().filter(Root.class::isInstance).count() > 1;
        List<Input> list = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof Root root) {
                for (Found found : root.files()) {
                    String folder = several ? join(root.name(), found.folder()) : found.folder();
                    list.add(input(found.image(), folder, found.target()));
                }
            } else {
                list.add(input(part.toString(), "", ""));
            }
        }
        if (list.isEmpty() && walk.unreadable().isEmpty()) {
            String given = String.join(", ", settings.inputs());
            String found = "found no image, but " + walk.ignored() + " other files";
            String advice = "Name folders with images; recursive enters the folders in them.";
            throw new WrongUse("option input", found + " in " + given, advice);
        }
        return new Inputs(list, walk.unreadable(), walk.ignored(), walk.notes());
    }

    private static Input input(String image, String folder, String target) {
        return new Input(new OutputNames.Source(image, folder), target);
    }

    static String join(String folder, String name) {
        if (folder.isEmpty()) return name;
        return name.isEmpty() ? folder : folder + "/" + name;
    }

    private void add(String given) {
        Path path = path(given, "input");
        if (Files.isDirectory(path)) {
            requireOutside(path, given);
            parts.add(new Root(name(path), walk.folder(given, path)));
        } else if (Files.isRegularFile(path) && isList(given)) {
            parts.add(new Root(stem(name(path)), new InputTable(settings.cam(), path).read(given)));
        } else if (Files.notExists(path) && FolderWalk.isGlob(given)) {
            addGlob(given.replace(File.separatorChar, '/'));
        } else {
            if (Files.notExists(path) && !reader.knows(given)) {
                String problem = "there is no folder or image " + given;
                throw new WrongUse("option input", problem, "Check the path.");
            }
            requireOutside(path, given);
            parts.add(given);
        }
    }

    private void addGlob(String glob) {
        String base = FolderWalk.baseOf(glob);
        Path folder = path(base.isEmpty() ? "." : base, "input");
        List<Found> found = Files.isDirectory(folder) ? walk.glob(glob) : List.of();
        if (found.isEmpty()) {
            throw new WrongUse("option input", "no file matches " + glob, "Check the path.");
        }
        parts.add(new Root(name(folder), found));
    }

    /** Otherwise the results of a run would be the images of the next. */
    private void requireOutside(Path input, String given) {
        if (!Files.exists(output) || !Files.exists(input)) return;
        try {
            if (!input.toRealPath().startsWith(output.toRealPath())) return;
        } catch (IOException e) {
            throw WholeFile.failed(output, e);
        }
        String problem = "the input " + given + " lies in it";
        throw new WrongUse("option output", problem, "Name another folder.");
    }

    private static boolean isList(String given) {
        return given.toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    private static String stem(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    /** The name of a folder, of {@code .} and {@code ..} too. */
    private static String name(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? "root" : name.toString();
    }

    private static Path path(String text, String key) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw Options.wrong(key, text, "a path (" + e.getReason() + ")");
        }
    }
}
