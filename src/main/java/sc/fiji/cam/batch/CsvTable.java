package sc.fiji.cam.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import sc.fiji.cam.image.WholeFile;

/**
 * A table in a file: UTF-8, RFC 4180 quoting, {@code \n} at the ends of lines.
 *
 * <p>Spreadsheets run a text that begins with {@code = + - @}, tab or carriage return as a formula.
 * Such a text gets an apostrophe in front, and so does one that begins with an apostrophe: who
 * drops the first apostrophe of a cell has the text. Numbers are written as they are.
 */
final class CsvTable implements AutoCloseable {
    private static final Pattern RUN = Pattern.compile("^[=+\\-@\\t\\r'].*", Pattern.DOTALL);

    private final Path file;
    private final CSVPrinter printer;

    private CsvTable(Path file, String... columns) throws IOException {
        CSVFormat format =
                CSVFormat.DEFAULT.builder().setHeader(columns).setRecordSeparator('\n').get();
        this.file = file;
        this.printer = new CSVPrinter(Files.newBufferedWriter(file), format);
    }

    /**
     * Starts a table.
     *
     * @throws sc.fiji.cam.data.OutputFailed if the file cannot be written
     */
    static CsvTable open(Path file, String... columns) {
        try {
            return new CsvTable(file, columns);
        } catch (IOException e) {
            throw WholeFile.failed(file, e);
        }
    }

    /** Adds a row of texts and numbers. */
    void add(Object... cells) {
        try {
            for (Object cell : cells) printer.print(text(cell));
            printer.println();
        } catch (IOException e) {
            throw WholeFile.failed(file, e);
        }
    }

    private static String text(Object cell) {
        if (cell instanceof Double value) return String.format(Locale.ROOT, "%.12g", value);
        String text = cell.toString();
        return cell instanceof String && RUN.matcher(text).matches() ? "'" + text : text;
    }

    @Override
    public void close() {
        try {
            printer.close();
        } catch (IOException e) {
            throw WholeFile.failed(file, e);
        }
    }
}
