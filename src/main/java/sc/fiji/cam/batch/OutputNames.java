package sc.fiji.cam.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sc.fiji.cam.data.WrongUse;

/**
 * What the files of a run are called: {@code NAME.CLASS.overlay.png}, {@code NAME.CLASS.cam.tif},
 * {@code NAME.CLASS.raw.tif}; NAME is folder and file name without extension, or with it for all
 * inputs that would be called the same otherwise. Pages of a stack are {@code NAME.p00001}. A file
 * name too long for these endings is cut, and gets a checksum of its whole.
 */
public final class OutputNames {
    /**
     * An input and where its results go.
     *
     * @param image path as given
     * @param folder within the output folder, with {@code /}; empty for the output folder itself
     */
    public record Source(String image, String folder) {}

    private static final Pattern PAGE = Pattern.compile("(.*)\\.p\\d{5,}");

    /** Bytes of a file name that leave room for every ending in the 255 of a file system. */
    private static final int LONGEST = 200;

    private final List<Source> sources;
    private final Map<Source, String> names;

    private OutputNames(List<Source> sources, Map<Source, String> names) {
        this.sources = sources;
        this.names = names;
    }

    /**
     * Finds a name for every input, all in the output folder itself.
     *
     * @param images paths as given
     * @throws WrongUse if two inputs have the same file name, extension included
     */
    public static OutputNames ofFiles(List<String> images) {
        return of(images.stream().map(image -> new Source(image, "")).toList());
    }

    /**
     * Finds a name for every input.
     *
     * @throws WrongUse if two inputs of one folder have the same file name, extension included
     */
    public static OutputNames of(List<Source> sources) {
        Map<Source, String> names = new HashMap<>();
        sources.forEach(source -> names.put(source, stem(source)));
        // A full name may be the stem of another input, so one pass is not always enough.
        for (boolean changed = true; changed; ) {
            changed = false;
            for (List<Source> same : groups(sources, names).values()) {
                if (same.size() < 2) continue;
                for (Source source : same) {
                    changed |= !fullName(source).equals(names.put(source, fullName(source)));
                }
            }
        }
        groups(sources, names).values().forEach(OutputNames::requireOne);
        return new OutputNames(List.copyOf(sources), names);
    }

    private static void requireOne(List<Source> same) {
        if (same.size() < 2) return;
        String both = same.stream().map(Source::image).collect(Collectors.joining(" and "));
        String problem = "the results of " + both + " would have the same file names";
        throw new WrongUse("images", problem, "Explain them in separate runs.");
    }

    /**
     * Inputs whose files could be called the same; {@code a.p00002} is also a page of {@code a}.
     */
    private static Map<String, List<Source>> groups(
            List<Source> sources, Map<Source, String> names) {
        Map<String, List<Source>> groups =
                sources.stream().collect(Collectors.groupingBy(names::get));
        for (String name : List.copyOf(groups.keySet())) {
            Matcher page = PAGE.matcher(name);
            if (!page.matches() || !groups.containsKey(page.group(1))) continue;
            groups.get(page.group(1)).addAll(groups.get(name));
        }
        return groups;
    }

    /**
     * The name of one page without class and kind, relative to the output folder.
     *
     * @param source one of the inputs
     * @param page number of the page, from 1
     * @param pages of the image
     */
    public String of(Source source, int page, int pages) {
        String name = names.getOrDefault(source, stem(source));
        return pages == 1 ? name : name + String.format(Locale.ROOT, ".p%05d", page);
    }

    /** Whether a file of this name may be a result of one of the inputs, of any run. */
    public boolean isResult(String file) {
        return sources.stream()
                .anyMatch(s -> isResult(file, stem(s)) || isResult(file, fullName(s)));
    }

    private static boolean isResult(String file, String name) {
        if (!file.startsWith(name)) return false;
        return file.substring(name.length())
                .matches("(\\.p\\d{5,})?\\.\\d+\\.(" + Saved.ENDINGS + ")");
    }

    private static String fullName(Source source) {
        return in(source.folder(), fileName(source.image()));
    }

    private static String stem(Source source) {
        String name = fileName(source.image());
        int dot = name.lastIndexOf('.');
        return in(source.folder(), dot > 0 ? name.substring(0, dot) : name);
    }

    private static String in(String folder, String name) {
        return folder.isEmpty() ? cut(name) : folder + "/" + cut(name);
    }

    /** The last part of a path or URI. */
    private static String fileName(String image) {
        String[] parts = image.replace(File.separatorChar, '/').split("/");
        return parts.length == 0 ? "image" : parts[parts.length - 1];
    }

    private static String cut(String name) {
        if (name.getBytes(UTF_8).length <= LONGEST) return name;
        int end = 0;
        for (int bytes = 0; ; ) {
            int next = name.offsetByCodePoints(end, 1);
            bytes += name.substring(end, next).getBytes(UTF_8).length;
            if (bytes > LONGEST) break;
            end = next;
        }
        return name.substring(0, end) + "~" + String.format("%08x", name.hashCode());
    }
}
