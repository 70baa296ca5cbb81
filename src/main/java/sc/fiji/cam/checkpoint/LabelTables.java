package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Class names in the forms in which people keep them. */
final class LabelTables {
    private LabelTables() {}

    /**
     * Names from plain data: a list of texts, {@code {name: index}} or {@code {index: name}}.
     *
     * @return the names in order of their index, or empty if the value is none of these
     */
    static Optional<List<String>> of(Object value) {
        if (value instanceof Inert.Seq seq) return list(seq);
        // A subclass of Python's dict, such as defaultdict.
        if (value instanceof Inert.Made made && !made.entries.entries.isEmpty()) {
            return table(made.entries);
        }
        if (value instanceof Inert.Dict dict && !dict.entries.isEmpty()) return table(dict);
        return Optional.empty();
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
        return Optional.of(Arrays.stream(names).map(n -> n == null ? "" : n).toList());
    }

    private static int index(Object value) {
        if (value instanceof Long number && number >= 0 && number < Integer.MAX_VALUE) {
            return number.intValue();
        }
        boolean digits = value instanceof String text && text.matches("\\d{1,9}");
        return digits ? Integer.parseInt((String) value) : -1;
    }

    /**
     * Names from a text file: JSON as above, or one name per line. Lines {@code 0 name}, {@code 1
     * name} ... lose their numbers if all are numbered in order.
     */
    static Optional<List<String>> ofText(String text) {
        String plain = text.startsWith("\ufeff") ? text.substring(1) : text;
        if (plain.stripLeading().startsWith("[") || plain.stripLeading().startsWith("{")) {
            return StrictJson.read(plain).flatMap(LabelTables::of);
        }
        List<String> lines = new ArrayList<>(plain.lines().map(String::strip).toList());
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        if (lines.isEmpty()) return Optional.empty();
        List<String> bare = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String number = i + " ";
            if (!lines.get(i).startsWith(number)) return Optional.of(lines);
            bare.add(lines.get(i).substring(number.length()).strip());
        }
        return Optional.of(bare);
    }
}
