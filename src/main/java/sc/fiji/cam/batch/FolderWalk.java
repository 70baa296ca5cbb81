package sc.fiji.cam.batch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import sc.fiji.cam.batch.InputFinder.Found;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.image.WholeFile;

/** Lists folders. Links are followed, but never back into a folder that holds them. */
final class FolderWalk {
    private static final String GLOB_SIGNS = "*?[{";

    private final BatchSettings settings;
    private final PictureReader reader;
    private final Path output;
    private final List<Failure> unreadable = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int ignored;

    FolderWalk(BatchSettings settings, PictureReader reader, Path output) {
        this.settings = settings;
        this.reader = reader;
        this.output = output;
    }

    /** Folders that could not be listed so far. */
    List<Failure> unreadable() {
        return unreadable;
    }

    /** Whole sentences on what was left out so far. */
    List<String> notes() {
        return notes;
    }

    /** Files that were left alone so far. */
    int ignored() {
        return ignored;
    }

    /** The images of a folder. */
    List<Found> folder(String given, Path folder) {
        Predicate<Path> named = include();
        Predicate<Path> excluded = matcher("exclude", settings.exclude(), path -> false);
        Visit visit = new Visit(path -> named.test(path) && !excluded.test(path));
        visit.depth = settings.recursive() ? Integer.MAX_VALUE : 1;
        visit.folder(given, folder, "");
        if (visit.closed > 0) {
            String count = visit.closed + (visit.closed == 1 ? " folder" : " folders");
            notes.add(given + ": " + count + " in it not entered; recursive enters them.");
        }
        return visit.found;
    }

    private Predicate<Path> include() {
        Predicate<Path> known = path -> reader.knows(path.getFileName().toString());
        return matcher("include", settings.include(), known);
    }

    /** The files a glob names, whatever they are. */
    List<Found> glob(String glob) {
        String base = baseOf(glob);
        String rest = glob.substring(base.isEmpty() ? 0 : base.length()).replaceAll("^/+", "");
        PathMatcher matcher = matcher("input", rest);
        Visit visit = new Visit(matcher::matches);
        visit.depth = rest.contains("**") ? Integer.MAX_VALUE : rest.split("/").length;
        visit.countsOthers = false;
        visit.folder(base, Path.of(base.isEmpty() ? "." : base), "");
        return visit.found;
    }

    static boolean isGlob(String text) {
        return text.chars().anyMatch(c -> GLOB_SIGNS.indexOf(c) >= 0);
    }

    /** The folders in front of the first sign: {@code a/b} of {@code a/b/*.png}. */
    static String baseOf(String glob) {
        int end = 0;
        while (GLOB_SIGNS.indexOf(glob.charAt(end)) < 0) end++;
        int slash = glob.lastIndexOf('/', end);
        return slash < 0 ? "" : glob.substring(0, Math.max(1, slash));
    }

    /** A glob with a {@code /} is that of a path below the input, else that of a file name. */
    private static Predicate<Path> matcher(String key, String glob, Predicate<Path> unless) {
        if (glob.isEmpty()) return unless;
        PathMatcher matcher = matcher(key, glob);
        boolean paths = glob.contains("/");
        return path -> matcher.matches(paths ? path : path.getFileName());
    }

    private static PathMatcher matcher(String key, String glob) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob);
        } catch (PatternSyntaxException e) {
            throw Options.wrong(key, glob, "a glob such as *.tif (" + e.getDescription() + ")");
        }
    }

    /** One input on its way. */
    private final class Visit {
        private final Predicate<Path> wanted;
        private final List<Found> found = new ArrayList<>();
        private final Deque<Path> above = new ArrayDeque<>();
        private int depth;
        private int closed;
        private boolean countsOthers = true;

        Visit(Predicate<Path> wanted) {
            this.wanted = wanted;
        }

        /**
         * Goes through one folder.
         *
         * @param shown its path as given, empty for the current one
         * @param below its path below the input
         */
        void folder(String shown, Path folder, String below) {
            try {
                Path real = folder.toRealPath();
                if (above.contains(real)) {
                    notes.add(shown + ": a link to a folder that holds it, not followed.");
                    return;
                }
                if (Files.exists(output) && real.equals(output.toRealPath())) return;
                above.push(real);
                for (Path entry : sorted(folder)) entry(shown, entry, below);
                above.pop();
            } catch (IOException e) {
                String message = shown + ": cannot be listed (" + WholeFile.reason(e) + ").";
                unreadable.add(new Failure(shown, 0, "list", message));
            }
        }

        private void entry(String shown, Path entry, String below) {
            String name = entry.getFileName().toString();
            String path = InputFinder.join(below, name);
            String image = shown.endsWith("/") ? shown + name : InputFinder.join(shown, name);
            if (name.startsWith(".")) {
                ignore();
            } else if (Files.isDirectory(entry)) {
                if (above.size() < depth) folder(image, entry, path);
                else closed++;
            } else if (wanted.test(Path.of(path))) {
                found.add(new Found(image, below, ""));
            } else {
                ignore();
            }
        }

        private void ignore() {
            if (countsOthers) ignored++;
        }
    }

    private static List<Path> sorted(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(Comparator.comparing(path -> path.getFileName().toString()));
        return entries;
    }
}
