package sc.fiji.cam.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import sc.fiji.cam.data.Prediction;

/** The table of the top classes: one row per image, slice and rank. UTF-8, RFC 4180 quoting. */
final class PredictionsCsv implements AutoCloseable {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT
                    .builder()
                    .setHeader("image", "slice", "rank", "class", "label", "logit", "probability")
                    .setRecordSeparator('\n')
                    .get();

    private final Path file;
    private final CSVPrinter printer;

    private PredictionsCsv(Path file) throws IOException {
        this.file = file;
        Writer writer = Files.newBufferedWriter(file);
        this.printer = new CSVPrinter(writer, FORMAT);
    }

    /**
     * Starts the table.
     *
     * @throws sc.fiji.cam.data.OutputFailed if the file cannot be written
     */
    static PredictionsCsv open(Path file) {
        try {
            return new PredictionsCsv(file);
        } catch (IOException e) {
            throw OutputFolder.failed(file, e);
        }
    }

    /**
     * Adds the rows of one picture.
     *
     * @param image path as given
     * @param slice from 1
     * @param top the classes to list, in order
     */
    void add(String image, int slice, List<Prediction> top) {
        try {
            for (Prediction p : top) {
                printer.printRecord(
                        image,
                        slice,
                        p.rank(),
                        p.classIndex(),
                        p.label(),
                        number(p.logit()),
                        number(p.probability()));
            }
        } catch (IOException e) {
            throw OutputFolder.failed(file, e);
        }
    }

    /** A number with twelve significant digits; the decimal point is a point in every locale. */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.12g", value);
    }

    @Override
    public void close() {
        try {
            printer.close();
        } catch (IOException e) {
            throw OutputFolder.failed(file, e);
        }
    }
}
