package sc.fiji.cam.batch;

import java.nio.file.Path;
import java.util.List;
import sc.fiji.cam.data.Prediction;

/** The table of the top classes: one row per image, slice and rank. */
public final class PredictionsCsv implements AutoCloseable {
    private final CsvTable table;

    private PredictionsCsv(CsvTable table) {
        this.table = table;
    }

    /**
     * Starts the table.
     *
     * @throws sc.fiji.cam.data.OutputFailed if the file cannot be written
     */
    public static PredictionsCsv open(Path file) {
        return new PredictionsCsv(
                CsvTable.open(
                        file, "image", "slice", "rank", "class", "label", "logit", "probability"));
    }

    /**
     * Adds the rows of one picture; numbers have twelve significant digits.
     *
     * @param image path as given
     * @param slice from 1
     * @param top the classes to list, in order
     */
    public void add(String image, int slice, List<Prediction> top) {
        for (Prediction p : top) {
            table.add(
                    image, slice, p.rank(), p.classIndex(), p.label(), p.logit(), p.probability());
        }
    }

    @Override
    public void close() {
        table.close();
    }
}
