package sc.fiji.cam.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.image.WholeFile;

/**
 * {@code contact.html}: every map of a run as a thumbnail with its numbers, to be sorted and
 * filtered by class and probability; below it what failed. Opens from disk without a server and
 * fetches nothing from elsewhere.
 *
 * <p>Thumbnails are the overlays themselves, by links relative to the sheet: ten thousand pictures
 * inside it would make a file of 80 MB, and a run that goes on after an interruption would have to
 * decode all of them again. The page draws a hundred at a time, and the browser loads those in
 * view.
 *
 * <p>Everything that a file or a label may say is in one block of JSON, where {@code <}, {@code >},
 * {@code &} and quotes are escaped; the script puts it into the page as text, never as markup. The
 * page's own policy allows that one script, known by its checksum, and nothing else.
 */
final class ContactSheet {
    private static final String DATA = "{{data}}";

    /** Escapes what means something in HTML. */
    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private ContactSheet() {}

    /**
     * Writes the sheet. The same rows give the same bytes; memory does not grow with their number.
     *
     * @param file in the output folder, to which overlays are relative
     * @param pages in order of the inputs
     * @param failures in order of the inputs
     * @throws sc.fiji.cam.data.OutputFailed if that fails; nothing is left then
     */
    static void write(Path file, Iterable<FinishedPage> pages, Iterable<Failure> failures) {
        String sheet = sheet();
        int data = sheet.indexOf(DATA);
        WholeFile.write(
                file.toAbsolutePath(),
                part -> {
                    // Not Files.newBufferedWriter: it fails at half a surrogate pair in a name.
                    try (Writer out = new OutputStreamWriter(Files.newOutputStream(part), UTF_8)) {
                        out.write(sheet.substring(0, data));
                        out.write("{\"maps\":[");
                        lines(out, stream(pages).flatMap(ContactSheet::rows));
                        out.write("],\n\"failures\":[");
                        lines(out, stream(failures).map(ContactSheet::row));
                        out.write("]}\n" + sheet.substring(data + DATA.length()));
                    }
                });
    }

    private static <T> Stream<T> stream(Iterable<T> all) {
        return StreamSupport.stream(all.spliterator(), false);
    }

    private static void lines(Writer out, Stream<JsonObject> rows) throws IOException {
        String before = "\n";
        for (Iterator<JsonObject> all = rows.iterator(); all.hasNext(); before = ",\n") {
            out.write(before + GSON.toJson(all.next()));
        }
    }

    private static Stream<JsonObject> rows(FinishedPage page) {
        return page.maps().stream().map(map -> row(page, map));
    }

    private static JsonObject row(FinishedPage page, FinishedMap map) {
        JsonObject row = new JsonObject();
        row.addProperty("image", page.image());
        row.addProperty("slice", page.pages() == 1 ? null : page.slice());
        row.addProperty("class", map.classIndex());
        row.addProperty("label", map.label());
        row.addProperty("probability", finite(map.probability()));
        row.addProperty("logit", finite(map.logit()));
        row.addProperty("method", map.method());
        row.addProperty("completeness", finite(map.completeness()));
        row.addProperty("exact", map.exact());
        row.addProperty("overlay", url(map.overlay()));
        return row;
    }

    private static JsonObject row(Failure failure) {
        JsonObject row = new JsonObject();
        row.addProperty("image", failure.image());
        row.addProperty("slice", failure.slice() == 0 ? null : failure.slice());
        row.addProperty("stage", failure.stage());
        row.addProperty("message", failure.message());
        return row;
    }

    /** JSON knows no other numbers. */
    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /**
     * A relative path as a URL: every byte but letters, digits, {@code - . _ ~} and the slashes
     * between folders becomes {@code %XX}, so that {@code #}, {@code ?}, {@code %} and {@code :}
     * are parts of names.
     */
    static String url(String path) {
        StringBuilder url = new StringBuilder();
        for (byte b : path.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~/".indexOf(c) >= 0);
            if (plain) url.append(c);
            else url.append('%').append(HEX.toHexDigits(b));
        }
        return url.toString();
    }

    private static String sheet() {
        String script = resource("contact.js");
        return resource("contact.html")
                .replace("{{style}}", resource("contact.css"))
                .replace("{{script}}", script)
                .replace("{{hash}}", sha256(script));
    }

    private static String resource(String name) {
        try (InputStream in = ContactSheet.class.getResourceAsStream(name)) {
            // Browsers see no \r, and take the checksum of what they see.
            return new String(in.readAllBytes(), UTF_8).replace("\r", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder().encodeToString(digest.digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
