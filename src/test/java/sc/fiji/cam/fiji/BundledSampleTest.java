package sc.fiji.cam.fiji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.fiji.FijiHeadless.Outcome;

/** The first macro that anybody will try, as {@code fiji --headless} runs it. */
class BundledSampleTest {
    @TempDir static Path folder;

    @Test
    void aMacroOpensAndExplains() throws Exception {
        String macro =
                """
                run("Open Sample", "sample=crack-growth");
                result = getTitle() + " " + getSliceNumber() + " " + Overlay.size + " " + nResults;
                run("Explain Image...", "target=pore opacity=.5");
                result += " " + nResults;
                run("Explain Image...", "model=bundled table=none");
                """;
        Outcome outcome = new FijiHeadless(folder).run(macro, "");
        assertEquals("crack-growth.tif 8 1 5 10", outcome.result().orElse(outcome.printed()));
        long said = outcome.printed().lines().filter(l -> l.contains("no model was named")).count();
        assertEquals(1, said, "of three runs one named none\n" + outcome.printed());
        assertTrue(outcome.printed().contains("micrographs-b3 (bundled)"));
    }
}
