package sc.fiji.cam.batch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import sc.fiji.cam.batch.InputFinder.Found;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.image.WholeFile;

/**
 * A list of images: a CSV file (UTF-8) with a column {@code image}, paths relative to the list, and
 * possibly {@code target}, the classes asked for. Other columns are left alone. Cells are parted by
 * commas, or by semicolons, as spreadsheets do it where the comma is a decimal point.
 */
final class InputTable {
    private static final String IMAGE = "image";
    private static final String TARGET = "target";
    private static final int BYTE_ORDER_MARK = 0xfeff;

    /** Characters in which the first line has to end. */
    private static final int LONGEST_HEADER = 1 << 13;

    private final CamSettings settings;
    private final Path file;

    InputTable(CamSettings settings, Path file) {
        this.settings = settings;
        this.file = file;
    }

    /**
     * Reads the list.
     *
     * @param given the list as given
     * @throws WrongUse if it cannot be read; the message names the line
     */
    List<Found> read(String given) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) reader.reset();
            CSVParser parser = format(reader).parse(reader);
            if (!parser.getHeaderMap().containsKey(IMAGE)) {
                String found = "found the columns " + parser.getHeaderNames();
                throw wrong(given, found + ", expected one called image");
            }
            List<Found> list = new ArrayList<>();
            for (CSVRecord row : parser) list.add(found(given, parser, row));
            if (list.isEmpty()) throw wrong(given, "it names no image");
            return list;
        } catch (CharacterCodingException e) {
            throw wrong(given, "it is no text in UTF-8");
        } catch (CSVException | UncheckedIOException | IllegalArgumentException e) {
            throw wrong(given, "it is no CSV file (" + e.getMessage() + ")");
        } catch (IOException e) {
            throw wrong(given, "it cannot be read (" + WholeFile.reason(e) + ")");
        }
    }

    private static CSVFormat format(BufferedReader reader) throws IOException {
        reader.mark(LONGEST_HEADER);
        char[] start = new char[LONGEST_HEADER];
        String header = new String(start, 0, Math.max(0, reader.read(start)));
        reader.reset();
        header = header.lines().findFirst().orElse("");
        boolean semicolons = header.contains(";") && !header.contains(",");
        return CSVFormat.DEFAULT
                .builder()
                .setDelimiter(semicolons ? ';' : ',')
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreHeaderCase(true)
                .get();
    }

    private static WrongUse wrong(String given, String problem) {
        return new WrongUse(given, problem, "A list has the columns image and, if wanted, target.");
    }

    private Found found(String given, CSVParser parser, CSVRecord row) {
        String where = given + ", line " + parser.getCurrentLineNumber();
        if (!row.isConsistent()) throw wrong(where, "found " + row.size() + " cells");
        String cell = row.get(IMAGE);
        if (cell.isEmpty()) throw wrong(where, "its image is empty");
        String target = row.isMapped(TARGET) ? row.get(TARGET) : "";
        try {
            if (!target.isEmpty()) settings.with(TARGET, target);
            return found(Path.of(given).getParent(), Path.of(cell), target);
        } catch (InvalidPathException e) {
            throw wrong(where, "found no path: " + cell);
        } catch (WrongUse e) {
            throw wrong(where, e.getMessage());
        }
    }

    /** Below the list's own folder the tree is kept; what lies elsewhere has no place in it. */
    private static Found found(Path folder, Path cell, String target) {
        Path image = folder == null ? cell : folder.resolve(cell);
        Path inside = cell.normalize();
        boolean elsewhere = inside.isAbsolute() || inside.startsWith("..");
        Path parent = elsewhere ? null : inside.getParent();
        String below = parent == null ? "" : parent.toString().replace('\\', '/');
        return new Found(image.toString(), below, target);
    }
}
