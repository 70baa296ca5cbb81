package sc.fiji.cam.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/model.md says what the card says. {@code -Dcam.write=true} writes its tables anew. */
class ModelDocumentTest {
    private static final Path PAGE = Path.of("docs/model.md");
    private static final String BEGIN = "<!-- card: ";
    private static final String END = "<!-- end of card -->\n";

    private static String filled(String page) {
        String text = page;
        for (ModelCard card : Catalogue.standard().cards()) {
            String begin = BEGIN + card.id() + " -->\n";
            int from = text.indexOf(begin);
            assertTrue(from >= 0, PAGE + " lacks " + begin);
            int to = text.indexOf(END, from);
            text = text.substring(0, from) + begin + table(card) + text.substring(to);
        }
        return text;
    }

    private static String table(ModelCard card) {
        List<String> lines = new ArrayList<>(List.of("| | |", "| --- | --- |"));
        lines.add("| id | `%s` |".formatted(card.id()));
        lines.add("| network | EfficientNet-%s |".formatted(card.architecture().toUpperCase()));
        lines.add("| classes, in order | %s |".formatted(String.join(", ", card.classes())));
        lines.add("| input | %d x %d px |".formatted(card.size(), card.size()));
        for (Map.Entry<String, List<String>> row : card.rows().entrySet()) {
            String value = String.join("<br>", row.getValue());
            lines.add("| %s | %s |".formatted(row.getKey(), value));
        }
        lines.add("| SHA-256 | `%s` |".formatted(card.sha256()));
        return String.join("\n", lines) + "\n";
    }

    @Test
    void thePageSaysWhatTheCardSays() throws IOException {
        String page = Files.readString(PAGE);
        if (Boolean.getBoolean("cam.write")) {
            Files.writeString(PAGE, filled(page));
            return;
        }
        assertEquals(filled(page), page, "mvn test -Dtest=ModelDocumentTest -Dcam.write=true");
    }

    @Test
    void anotherNumberWouldBeNoticed() throws IOException {
        String page = Files.readString(PAGE);
        String changed = page.replace("| seed | ", "| seed | 9");
        assertNotEquals(page, changed);
        assertNotEquals(filled(changed), changed);
    }

    /** Who builds the weights again types what the card says. */
    @Test
    void theCommandsOfTheCardAreOnThePage() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        for (ModelCard card : Catalogue.standard().cards()) {
            for (String command : card.made()) assertTrue(lines.contains(command), command);
        }
    }
}
