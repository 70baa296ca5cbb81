package sc.fiji.cam.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sc.fiji.cam.data.WrongUse;

/**
 * What the files of a run are called: {@code NAME.CLASS.overlay.png}, {@code NAME.CLASS.cam.tif},
 * {@code NAME.CLASS.raw.tif}; NAME is the file name without extension, or with it for all inputs
 * that would be called the same otherwise. Pages of a stack are {@code NAME.p00001}.
 */
final class OutputNames {
    /** What stands behind name and class. */
    static final List<String> KINDS = List.of("overlay.png", "cam.tif", "raw.tif");

    private final List<String> images;
    private final Map<String, String> names;

    private OutputNames(List<String> images, Map<String, String> names) {
        this.images = images;
        this.names = names;
    }

    /**
     * Finds a name for every input.
     *
     * @param images paths as given
     * @throws WrongUse if two inputs have the same file name, extension included
     */
    static OutputNames of(List<String> images) {
        Map<String, String> names = new HashMap<>();
        images.forEach(image -> names.put(image, stem(image)));
        // A full name may be the stem of another input, so one pass is not always enough.
        for (boolean changed = true; changed; ) {
            changed = false;
            for (List<String> same : groups(images, names).values()) {
                if (same.size() < 2) continue;
                for (String image : same) {
                    changed |= !fileName(image).equals(names.put(image, fileName(image)));
                }
            }
        }
        groups(images, names).forEach(OutputNames::requireOne);
        return new OutputNames(List.copyOf(images), names);
    }

    private static void requireOne(String name, List<String> same) {
        if (same.size() < 2) return;
        String both = String.join(" and ", same);
        String problem = "the results of " + both + " would have the same file names";
        throw new WrongUse("images", problem, "Explain them in separate runs.");
    }

    private static Map<String, List<String>> groups(
            List<String> images, Map<String, String> names) {
        return images.stream().collect(Collectors.groupingBy(names::get));
    }

    /**
     * The name of one file without class and kind.
     *
     * @param image path as given
     * @param page number of the page, from 1
     * @param pages of the image
     */
    String of(String image, int page, int pages) {
        String name = names.getOrDefault(image, stem(image));
        return pages == 1 ? name : name + String.format(Locale.ROOT, ".p%05d", page);
    }

    /** Whether a file of this name may be a result of one of the inputs, of any run. */
    boolean isResult(String file) {
        return images.stream()
                .anyMatch(i -> isResult(file, stem(i)) || isResult(file, fileName(i)));
    }

    private static boolean isResult(String file, String name) {
        if (!file.startsWith(name)) return false;
        String kinds = KINDS.stream().map(Pattern::quote).collect(Collectors.joining("|"));
        return file.substring(name.length()).matches("(\\.p\\d{5,})?\\.\\d+\\.(" + kinds + ")");
    }

    private static String fileName(String image) {
        Path name = Path.of(image).getFileName();
        return name == null ? "image" : name.toString();
    }

    private static String stem(String image) {
        String name = fileName(image);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
