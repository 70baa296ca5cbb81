package sc.fiji.cam.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.cam.data.OutputFailed;

/** The sheet as a file; {@link ContactSheetInBrowserTest} looks at it. */
class ContactSheetTest {
    private static final Pattern BLOCK =
            Pattern.compile(
                    "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

    @TempDir Path folder;

    /** Names and labels that mean something in HTML, in URLs, in JSON or on a terminal. */
    static List<String> hostile() {
        return List.of(
                "<script>alert(1)</script>",
                "</script><img src=x onerror=alert(1)>",
                "<!--<script>",
                "]]> --> &lt;b&gt; &amp;",
                "\"><b onclick='alert(1)'>",
                "a\\\"b'c`${alert(1)}",
                "50% off #1?.png",
                "%2e%2e%2f%00",
                "javascript:alert(1)//",
                " two  spaces ",
                "line\nbreak\r\n\ttab",
                "\u2028\u2029\u0000\u007f",
                "日本語 é e\u0301 🧬",
                "\u202egnp.exe",
                "=1+1");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void whateverANameSaysIsReadBackAsItWas(String text) throws IOException {
        JsonObject data = data(sheet(text));
        JsonObject map = data.getAsJsonArray("maps").get(0).getAsJsonObject();
        assertEquals(text, map.get("image").getAsString());
        assertEquals(text, map.get("label").getAsString());
        JsonObject failure = data.getAsJsonArray("failures").get(0).getAsJsonObject();
        assertEquals(text, failure.get("image").getAsString());
        assertEquals(text, failure.get("message").getAsString());
    }

    @Test
    void halfASurrogatePairDoesNotStopTheSheet() throws IOException {
        assertTrue(sheet("half \ud83e of a pair").contains("half ? of a pair"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void noNameBecomesMarkup(String text) throws IOException {
        assertEquals(tags(sheet("plain")), tags(sheet(text)));
    }

    @Test
    void aNameThatBecameMarkupWouldBeNoticed() throws IOException {
        String planted = sheet("plain").replaceFirst("plain", "<script>alert(1)</script>");
        assertNotEquals(tags(sheet("plain")), tags(planted));
    }

    /** Everything a browser could take for the start of a tag or a comment. */
    private static List<String> tags(String page) {
        return Pattern.compile("<[/!a-zA-Z]+").matcher(page).results().map(r -> r.group()).toList();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aLinkLeadsToTheOverlay(String text) {
        String name = text.replace("\u0000", "").replace('/', '_');
        Path expected = folder.resolve("a b").resolve(name);
        String url = ContactSheet.url("a b/" + name);
        assertTrue(url.matches("[A-Za-z0-9._~/%-]*"), url);
        assertEquals(expected, Path.of(folder.toUri().resolve("./" + url)));
    }

    @Test
    void anUnescapedLinkWouldLeadElsewhere() {
        URI base = folder.toUri();
        for (String name : List.of("a#1.png", "50% off.png", "a b.png")) {
            assertThrows(
                    IllegalArgumentException.class, () -> Path.of(base.resolve("./" + name)), name);
        }
    }

    @Test
    void everyMapAndFailureIsARowInOrder() throws IOException {
        FinishedMap first = new FinishedMap(3, "cat", 0.75, 1.5, "cam", 2e-7, true, "a.3.png");
        FinishedMap second =
                new FinishedMap(1, "dog", 0.25, -0.5, "last-conv", Double.NaN, false, "");
        List<FinishedPage> pages =
                List.of(
                        new FinishedPage("b.tif", 2, 3, List.of(), List.of(first, second)),
                        new FinishedPage("a.png", 1, 1, List.of(), List.of(first)));
        List<Failure> failures =
                List.of(
                        new Failure("z.png", 0, "decode", "z.png: the file is empty."),
                        new Failure("b.tif", 3, "network", "NaN"));
        JsonObject data = data(sheet(pages, failures));
        String cat =
                "\"class\":3,\"label\":\"cat\",\"probability\":0.75,\"logit\":1.5,\"method\":\"cam\","
                        + "\"completeness\":2.0E-7,\"exact\":true,\"overlay\":\"a.3.png\"}";
        JsonArray maps = data.getAsJsonArray("maps");
        assertEquals(
                JsonParser.parseString("{\"image\":\"b.tif\",\"slice\":2," + cat), maps.get(0));
        assertEquals(
                JsonParser.parseString("{\"image\":\"a.png\",\"slice\":null," + cat), maps.get(2));
        assertTrue(maps.get(1).getAsJsonObject().get("completeness").isJsonNull());
        assertEquals("", maps.get(1).getAsJsonObject().get("overlay").getAsString());
        assertEquals(
                JsonParser.parseString(
                        "[{\"image\":\"z.png\",\"slice\":null,\"stage\":\"decode\","
                                + "\"message\":\"z.png: the file is empty.\"},{\"image\":\"b.tif\","
                                + "\"slice\":3,\"stage\":\"network\",\"message\":\"NaN\"}]"),
                data.get("failures"));
    }

    @Test
    void anEmptyRunGivesAnEmptySheet() throws IOException {
        assertEquals("{\"maps\":[],\"failures\":[]}", data(sheet(List.of(), List.of())).toString());
    }

    @Test
    void nothingComesFromElsewhereAndOnlyItsOwnScriptRuns() throws Exception {
        String page = sheet("plain");
        assertFalse(page.matches("(?s).*(https?:|url\\(|@import|<link|src=\").*"));
        assertEquals(policy(page), checksum(page));
        String changed = page.replace("use strict", "use  strict");
        assertNotEquals(policy(changed), checksum(changed), "the check is blind");
    }

    private static String policy(String page) {
        Matcher found = Pattern.compile("default-src 'none'.*script-src '([^']*)'").matcher(page);
        assertTrue(found.find());
        return found.group(1);
    }

    private static String checksum(String page) throws Exception {
        String script = page.substring(page.lastIndexOf("<script>") + 8);
        script = script.substring(0, script.indexOf("</script>"));
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(script.getBytes(UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(sum);
    }

    @Test
    void theSameRowsGiveTheSameBytesInEveryLocale() throws IOException {
        Path file = folder.resolve("contact.html");
        sheet("日本 %");
        byte[] bytes = Files.readAllBytes(file);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            sheet("日本 %");
        } finally {
            Locale.setDefault(before);
        }
        assertArrayEquals(bytes, Files.readAllBytes(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList(), "nothing is left beside it");
        }
    }

    @Test
    void rowsAreWrittenAsTheyCome() throws IOException {
        Path file = folder.resolve("contact.html");
        Iterable<FinishedPage> many =
                () -> IntStream.range(0, 20_000).mapToObj(i -> page("image " + i)).iterator();
        ContactSheet.write(file, many, List.of());
        JsonArray maps = data(Files.readString(file)).getAsJsonArray("maps");
        assertEquals(20_000, maps.size());
        assertEquals("image 19999", maps.get(19_999).getAsJsonObject().get("image").getAsString());
        assertTrue(Files.size(file) < 20_000 * 400, "10,000 images must stay a small file");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Path file = folder.resolve("gone").resolve("contact.html");
        OutputFailed error =
                assertThrows(
                        OutputFailed.class, () -> ContactSheet.write(file, List.of(), List.of()));
        assertTrue(error.getMessage().contains("gone"), error.getMessage());
    }

    private static FinishedPage page(String text) {
        FinishedMap map =
                new FinishedMap(6, text, 0.9, 4.25, "cam", 1e-7, true, "x/" + text + ".png");
        return new FinishedPage(text, 1, 1, List.of(), List.of(map));
    }

    private String sheet(String text) throws IOException {
        return sheet(List.of(page(text)), List.of(new Failure(text, 0, "decode", text)));
    }

    private String sheet(List<FinishedPage> pages, List<Failure> failures) throws IOException {
        Path file = folder.resolve("contact.html");
        ContactSheet.write(file, pages, failures);
        return Files.readString(file);
    }

    /** The rows as any reader of HTML finds them: up to the first end of a script. */
    private static JsonObject data(String page) {
        Matcher found = BLOCK.matcher(page);
        assertTrue(found.find());
        return JsonParser.parseString(found.group(1)).getAsJsonObject();
    }
}
