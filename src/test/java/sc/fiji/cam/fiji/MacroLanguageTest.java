package sc.fiji.cam.fiji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.cam.fiji.FijiHeadless.Outcome;

/** Macros through ImageJ's own interpreter with Fiji's headless patches. */
class MacroLanguageTest {
    private static final String IMAGE = "newImage(\"A\", \"RGB ramp\", 60, 40, 1);\n";

    @TempDir static Path folder;
    private static FijiHeadless fiji;

    @BeforeAll
    static void start() throws ClassNotFoundException {
        fiji = new FijiHeadless(folder);
    }

    @Test
    void aMacroWithoutUsRunsToItsEnd() throws Exception {
        assertEquals(Optional.of("A"), fiji.run(IMAGE + "result = getTitle();", "").result());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run(\"Explain Image...\"); | option model: it is missing",
                "run(\"Explain Image...\", \"\"); | option model: it is missing",
                "run(\"Explain Image...\", \"opacity=0.5\"); | option model: it is missing",
                "run(\"Explain Image...\", \"model=/no/such.pth\"); | /no/such.pth",
                "run(\"Explain Image...\", \"model=m opacity=abc\"); | option opacity: found",
                "run(\"Explain Image...\", \"model=m opacity=7\"); | option opacity: found",
                "run(\"Explain Image...\", \"model=m opacitty=1\"); | option opacitty: there is no",
                "run(\"Explain Image...\", \"model=m lut=fyre\"); | option lut: no colour table",
                "run(\"Explain Image...\", \"model=m map\"); | option map: it has no value",
                "close(); run(\"Explain Image...\", \"model=m\"); | no image"
            })
    void whateverIsWrongStopsTheMacro(String call, String message) throws Exception {
        Outcome outcome = fiji.run(IMAGE + call, "");
        assertTrue(outcome.result().isEmpty(), "the next line was reached");
        String line = outcome.printed().lines().findFirst().orElse("");
        assertTrue(line.startsWith("Macro Error: EfficientNet CAM: "), outcome.printed());
        assertTrue(line.contains(message), line);
        assertFalse(outcome.printed().contains("\tat "), "a trace helps nobody");
    }
}
