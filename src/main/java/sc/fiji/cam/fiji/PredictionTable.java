package sc.fiji.cam.fiji;

import ij.measure.ResultsTable;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.Prediction;

/** Top classes in ImageJ's Results table, which macros read and save. */
final class PredictionTable {
    private static final int DIGITS = 9;

    private PredictionTable() {}

    /**
     * Appends one row per class; rows and columns of the user stay.
     *
     * @param slice number of the explained slice, from 1
     * @param most classes at most
     */
    static void append(String title, int slice, CamResult result, int most) {
        ResultsTable table = ResultsTable.getResultsTable();
        for (Prediction prediction : result.predictions()) {
            if (prediction.rank() > most) break;
            table.addRow();
            table.addValue("Image", title);
            table.addValue("Slice", slice);
            table.addValue("Rank", prediction.rank());
            table.addValue("Class", prediction.classIndex());
            table.addValue("Label", prediction.label());
            table.addValue("Logit", prediction.logit());
            table.addValue("Probability", prediction.probability());
        }
        // Of these two columns alone: the precision of the table would change the user's columns.
        table.setDecimalPlaces(table.getColumnIndex("Logit"), DIGITS);
        table.setDecimalPlaces(table.getColumnIndex("Probability"), DIGITS);
        table.show("Results");
    }
}
