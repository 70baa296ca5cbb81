package sc.fiji.cam.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import sc.fiji.cam.data.InputSize;

/**
 * A table of classes in CSV: a column of names, perhaps one of their numbers, perhaps height and
 * width of the pictures in training. Separated by comma, semicolon or tab.
 */
final class ClassTable {
    private static final List<String> NAME =
            List.of("class", "class_name", "label", "name", "class_label", "label_name");
    private static final List<String> NUMBER =
            List.of("class_index", "index", "class_id", "class_idx", "id", "label_id");

    /** Columns of a table of colours for segmentation, which is called class_dict.csv, too. */
    private static final List<String> COLOURS = List.of("r", "g", "b");

    private final List<String> header;
    private final List<CSVRecord> rows;

    private ClassTable(List<String> header, List<CSVRecord> rows) {
        this.header = header;
        this.rows = rows;
    }

    /**
     * Reads a table. Without a header one column is names, two are numbers and names.
     *
     * @return empty if it is not one of classes
     */
    static Optional<LabelFile> of(String text) {
        List<CSVRecord> rows;
        try (CSVParser parser = CSVParser.parse(text, format(text))) {
            rows = parser.getRecords();
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            return Optional.empty();
        }
        if (rows.isEmpty()) return Optional.empty();
        List<String> header =
                rows.get(0).stream().map(cell -> cell.toLowerCase(Locale.ROOT)).toList();
        if (header.stream().anyMatch(NAME::contains)) {
            return new ClassTable(header, rows.subList(1, rows.size())).read();
        }
        List<String> usual =
                header.size() == 1 ? List.of("class") : List.of("class_index", "class");
        return header.size() > 2 ? Optional.empty() : new ClassTable(usual, rows).read();
    }

    private static CSVFormat format(String text) {
        String first = text.lines().findFirst().orElse("");
        char separator =
                Stream.of(';', '\t').filter(s -> first.indexOf(s) >= 0).findFirst().orElse(',');
        return CSVFormat.DEFAULT.builder().setDelimiter(separator).setTrim(true).get();
    }

    private Optional<LabelFile> read() {
        if (header.containsAll(COLOURS)) return Optional.empty();
        int name = column(NAME);
        int number = column(NUMBER);
        if (rows.stream().anyMatch(row -> row.size() <= Math.max(name, number))) {
            return Optional.empty();
        }
        return names(name, number).map(names -> new LabelFile(names, size()));
    }

    private Optional<List<String>> names(int name, int number) {
        if (number < 0) {
            Inert.Seq names = new Inert.Seq();
            rows.forEach(row -> names.items.add(row.get(name)));
            return LabelTables.of(names);
        }
        Inert.Dict names = new Inert.Dict();
        for (CSVRecord row : rows) {
            boolean twice = names.entries.put(row.get(number), row.get(name)) != null;
            if (twice) return Optional.empty();
        }
        return LabelTables.of(names);
    }

    /** The first of these words that the header has: its column; else -1. */
    private int column(List<String> words) {
        return words.stream().mapToInt(header::indexOf).filter(c -> c >= 0).findFirst().orElse(-1);
    }

    /** The same height and width in every row. */
    private Optional<InputSize> size() {
        Optional<Long> width = only(header.indexOf("width"));
        Optional<Long> height = only(header.indexOf("height"));
        return width.flatMap(w -> height.flatMap(h -> InputFinder.size(w, h)));
    }

    private Optional<Long> only(int column) {
        if (column < 0) return Optional.empty();
        List<String> values =
                rows.stream().map(r -> column < r.size() ? r.get(column) : "").distinct().toList();
        boolean number = values.size() == 1 && values.get(0).matches("\\d{1,9}");
        return number ? Optional.of(Long.valueOf(values.get(0))) : Optional.empty();
    }
}
