package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Class names in the forms in which people keep them. */
final class LabelTables {
    /** Under these keys programs keep class names; the first that has them counts. */
    static final String[] KEYS = {
        "class_names",
        "classes",
        "class_to_idx",
        "idx_to_class",
        "class_indices",
        "id2label",
        "label2id",
        "label_names",
        "labels",
        "class_labels",
        "idx_to_label",
        "label_to_idx",
        "label_map",
        "target_names",
        "categories"
    };

    /** Teachable Machine and others: {@code 0 name}, {@code 1: name}. */
    private static final Pattern NUMBERED =
            Pattern.compile("(\\d{1,9})(?:\\s+|\\s*[:,]\\s*)(\\S.*)");

    private LabelTables() {}

    /**
     * Names from plain data: a list of texts, {@code {name: index}} or {@code {index: name}}.
     *
     * @return the names in order of their index, or empty if the value is none of these, or holds
     *     what transformers writes for classes that nobody named ({@code LABEL_0})
     */
    static Optional<List<String>> of(Object value) {
        return any(value).filter(names -> !isUnnamed(names));
    }

    private static Optional<List<String>> any(Object value) {
        if (value instanceof Inert.Seq seq) return list(seq);
        // A subclass of Python's dict, such as defaultdict.
        if (value instanceof Inert.Made made && !made.entries.entries.isEmpty()) {
            return table(made.entries);
        }
        if (value instanceof Inert.Dict dict && !dict.entries.isEmpty()) return table(dict);
        return Optional.empty();
    }

    /** Whether a value that holds no names was perhaps meant to. */
    static boolean holdsText(Object value) {
        if (any(value).isPresent()) return false;
        if (value instanceof Inert.Seq seq)
            return seq.items.stream().anyMatch(String.class::isInstance);
        if (!(value instanceof Inert.Dict dict)) return false;
        return dict.entries.keySet().stream().anyMatch(String.class::isInstance)
                || dict.entries.values().stream().anyMatch(String.class::isInstance);
    }

    private static boolean isUnnamed(List<String> names) {
        return IntStream.range(0, names.size()).allMatch(i -> names.get(i).equals("LABEL_" + i));
    }

    private static Optional<List<String>> list(Inert.Seq seq) {
        if (seq.items.isEmpty()) return Optional.empty();
        if (!seq.items.stream().allMatch(String.class::isInstance)) return Optional.empty();
        return Optional.of(seq.items.stream().map(String.class::cast).toList());
    }

    private static Optional<List<String>> table(Inert.Dict dict) {
        @Nullable String[] names = new String[dict.entries.size()];
        for (Map.Entry<Object, Object> entry : dict.entries.entrySet()) {
            boolean indexed = entry.getValue() instanceof String;
            Object name = indexed ? entry.getValue() : entry.getKey();
            int index = index(indexed ? entry.getKey() : entry.getValue());
            boolean fits = name instanceof String && index >= 0 && index < names.length;
            if (!fits || names[index] != null) return Optional.empty();
            names[index] = (String) name;
        }
        return Optional.of(Arrays.stream(names).map(Objects::requireNonNull).toList());
    }

    private static int index(Object value) {
        if (value instanceof Long number && number >= 0 && number < Integer.MAX_VALUE) {
            return number.intValue();
        }
        boolean digits = value instanceof String text && text.matches("\\d{1,9}");
        return digits ? Integer.parseInt((String) value) : -1;
    }

    /**
     * Names from a text file: JSON as above or with such a value under one of {@link #KEYS}, or one
     * name per line; blank lines do not count. Lines {@code 0 name}, {@code 1 name} ... lose their
     * numbers if all are numbered in order.
     */
    static Optional<List<String>> ofText(String text) {
        String plain = text.stripLeading();
        if (plain.startsWith("[") || plain.startsWith("{")) {
            return StrictJson.read(plain).flatMap(LabelTables::ofJson);
        }
        List<String> lines = plain.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        if (lines.isEmpty()) return Optional.empty();
        List<String> bare = new ArrayList<>();
        for (String line : lines) {
            Matcher numbered = NUMBERED.matcher(line);
            boolean next = numbered.matches() && numbered.group(1).equals("" + bare.size());
            if (!next) return Optional.of(lines);
            bare.add(numbered.group(2));
        }
        return Optional.of(bare);
    }

    private static Optional<List<String>> ofJson(Object value) {
        return of(value)
                .or(
                        () ->
                                new Extras(value)
                                        .all(KEYS).stream()
                                                .flatMap(e -> of(e.value()).stream())
                                                .findFirst());
    }
}
