package sc.fiji.cam.train;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A table as text, written as a batch writes its own: RFC 4180, and an apostrophe in front of texts
 * that a spreadsheet would run as a formula.
 */
final class CsvText {
    private static final String RUN = "(?s)[=+\\-@\\t\\r'].*";

    private final StringBuilder text = new StringBuilder();

    /** A table with these columns. */
    CsvText(String... columns) {
        cells((Object[]) columns);
    }

    /** Begins a row. */
    void add(Object... cells) {
        text.append('\n');
        cells(cells);
    }

    /** Adds a cell to the row that was begun last. */
    void more(Object cell) {
        text.append(',').append(quoted(cell));
    }

    private void cells(Object... cells) {
        text.append(quoted(cells[0]));
        for (int i = 1; i < cells.length; i++) more(cells[i]);
    }

    private static String quoted(Object cell) {
        if (cell instanceof Double value) return String.format(Locale.ROOT, "%.12g", value);
        if (!(cell instanceof String)) return cell.toString();
        String value = cell.toString();
        if (value.matches(RUN)) value = "'" + value;
        boolean plain = !value.matches("(?s).*[\",\\n\\r].*");
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    /** The whole table in UTF-8. */
    byte[] bytes() {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
