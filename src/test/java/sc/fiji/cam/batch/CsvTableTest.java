package sc.fiji.cam.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
    @TempDir Path folder;

    private CSVRecord row(Object... cells) throws IOException {
        Path file = folder.resolve("t.csv");
        String[] columns = new String[cells.length];
        for (int i = 0; i < columns.length; i++) columns[i] = "c" + i;
        try (CsvTable table = CsvTable.open(file, columns)) {
            table.add(cells);
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            List<CSVRecord> rows = CSVFormat.DEFAULT.parse(reader).getRecords();
            assertEquals(2, rows.size());
            return rows.get(1);
        }
    }

    @Test
    void textsThatSpreadsheetsRunGetAnApostrophe() throws IOException {
        for (String text : List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'quoted")) {
            assertEquals("'" + text, row(text).get(0));
        }
        for (String text : List.of("", "a=1", "1-2", "a.png", " =1", "ä@b", "line\n=two")) {
            assertEquals(text, row(text).get(0));
        }
    }

    @Test
    void numbersAreNumbers() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            CSVRecord row = row(-1.25, 12, 1e-30);
            assertEquals("-1.25000000000", row.get(0));
            assertEquals("12", row.get(1));
            assertEquals(1e-30, Double.parseDouble(row.get(2)));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void quotesCommasAndLinesSurvive() throws IOException {
        String odd = "a \"b\", c\nd";
        assertEquals(odd, row(odd).get(0));
    }
}
