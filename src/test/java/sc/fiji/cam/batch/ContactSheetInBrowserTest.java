package sc.fiji.cam.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a browser makes of the sheet; skipped where there is no Chromium. */
class ContactSheetInBrowserTest {
    private static final int PER_PAGE = 100;

    @TempDir static Path folder;
    private static Path browser;

    @BeforeAll
    static void findBrowser() {
        Optional<Path> found =
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .flatMap(
                                p -> Stream.of(Path.of(p, "chromium"), Path.of(p, "google-chrome")))
                        .filter(Files::isExecutable)
                        .findFirst();
        assumeTrue(found.isPresent(), "no chromium or google-chrome on the path");
        browser = found.get();
    }

    @Test
    void everyNameIsText() throws Exception {
        List<String> names = ContactSheetTest.hostile();
        String drawn = drawn(names.stream().map(name -> page(name, name)).toList());
        assertEquals(names.size(), count(drawn, "<figure"));
        assertEquals(names.size(), count(drawn, "<img "));
        assertFalse(drawn.contains("<img src=\"x\""), "a name became an element");
        assertEquals(2, count(drawn, "<script"), "a name became a script");
        assertTrue(drawn.contains("<bdi>50% off #1?.png</bdi>"), drawn);
    }

    @Test
    void onePageIsDrawnOfMany() throws Exception {
        List<FinishedPage> pages = new ArrayList<>();
        for (int i = 0; i < 2_345; i++) pages.add(page("image " + i, "none.png"));
        String drawn = drawn(pages);
        assertEquals(PER_PAGE, count(drawn, "<figure"));
        assertEquals(PER_PAGE, count(drawn, "loading=\"lazy\""));
        assertTrue(drawn.contains("of 24<"), "pages");
        assertTrue(drawn.contains("2345 maps"), "number of maps");
        assertTrue(drawn.contains("6 cat (2345)"), "classes to choose from");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0 1 2 3 4 5 6 7",
        "descending=on, 7 6 5 4 3 2 1 0",
        "sort=probability, 1 4 7 2 5 0 3 6",
        "sort=probability&descending=on, 6 3 0 5 2 7 4 1",
        "sort=logit, 7 6 5 4 3 2 1 0",
        "sort=class, 0 3 6 1 4 7 2 5",
        "sort=completeness, 0 1 2 4 5 6 7 3",
        "sort=completeness&descending=on, 7 6 5 4 2 1 0 3",
        "class=1, 1 4 7",
        "class=1&sort=logit, 7 4 1",
        "low=0.25&high=0.75, 0 2 3 5",
        "name=MAGE 5, 5",
        "name=%3Cb%3E, ''",
        "nonsense=1&length=2, 0 1 2 3 4 5 6 7"
    })
    void theChoiceInTheAddressIsSortedAndFiltered(String choice, String expected) throws Exception {
        double[] p = {0.6, 0.05, 0.5, 0.7, 0.1, 0.55, 0.8, 0.2};
        List<FinishedPage> pages = new ArrayList<>();
        for (int i = 0; i < p.length; i++) {
            double c = i == 3 ? Double.NaN : (i + 1) * 1e-8;
            FinishedMap map = new FinishedMap(i % 3, "label", p[i], -i, "cam", c, true, "none.png");
            pages.add(new FinishedPage("image " + i, 1, 1, List.of(), List.of(map)));
        }
        Path file = folder.resolve("choice.html");
        ContactSheet.write(file, pages, List.of());
        String drawn = drawn(file.toUri() + "#" + choice.replace(" ", "%20"));
        String shown =
                Pattern.compile("<bdi>image (\\d)</bdi>")
                        .matcher(drawn)
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.joining(" "));
        assertEquals(expected, shown);
    }

    @Test
    void aSheetWhoseScriptWasChangedStaysEmpty() throws Exception {
        Path file = folder.resolve("changed.html");
        ContactSheet.write(file, List.of(page("a", "a.png")), List.of());
        assertEquals(1, count(drawn(file.toUri() + ""), "<figure"));
        Files.writeString(file, Files.readString(file).replace("\"use strict\";", "'use strict';"));
        assertEquals(0, count(drawn(file.toUri() + ""), "<figure"), "the policy is not in force");
    }

    private static FinishedPage page(String name, String overlay) {
        FinishedMap map = new FinishedMap(6, "cat", 0.9, 4.25, "cam", 1e-7, true, overlay);
        return new FinishedPage(name, 1, 1, List.of(), List.of(map));
    }

    private static long count(String text, String part) {
        return Pattern.compile(Pattern.quote(part))
                .matcher(text)
                .results()
                .map(MatchResult::start)
                .count();
    }

    private static String drawn(List<FinishedPage> pages) throws Exception {
        Path file = folder.resolve("contact.html");
        ContactSheet.write(file, pages, List.of());
        return drawn(file.toUri().toString());
    }

    /** The page after its script has run. */
    private static String drawn(String url) throws IOException, InterruptedException {
        Path dom = Files.createTempFile(folder, "dom", ".txt");
        Process process =
                new ProcessBuilder(
                                browser.toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--user-data-dir=" + folder.resolve("profile"),
                                "--virtual-time-budget=5000",
                                "--dump-dom",
                                url)
                        .redirectOutput(dom.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) process.destroyForcibly();
        return Files.readString(dom);
    }
}
