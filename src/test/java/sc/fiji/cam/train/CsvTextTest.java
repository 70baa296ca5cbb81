package sc.fiji.cam.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CsvTextTest {
    @Test
    void textsAreQuotedAndNoFormulaIsRun() {
        CsvText table = new CsvText("image", "probability");
        table.add("a \"b\", c.png", 0.25);
        table.add("=1+1", 1);
        table.more(true);
        String expected =
                "image,probability\n\"a \"\"b\"\", c.png\",0.250000000000\n'=1+1,1,true\n";
        assertEquals(expected, new String(table.bytes(), StandardCharsets.UTF_8));
    }
}
