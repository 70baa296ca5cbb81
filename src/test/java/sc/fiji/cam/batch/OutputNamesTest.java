package sc.fiji.cam.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.batch.OutputNames.Source;
import sc.fiji.cam.data.WrongUse;

class OutputNamesTest {
    @Test
    void theNameIsTheStem() {
        OutputNames names = OutputNames.ofFiles(List.of("dir/a.b.png", "c", ".hidden"));
        assertEquals("a.b", names.of(new Source("dir/a.b.png", ""), 1, 1));
        assertEquals("c", names.of(new Source("c", ""), 1, 1));
        assertEquals(".hidden", names.of(new Source(".hidden", ""), 1, 1));
    }

    @Test
    void pagesAreNumbered() {
        OutputNames names = OutputNames.ofFiles(List.of("a.tif"));
        assertEquals("a.p00007", names.of(new Source("a.tif", ""), 7, 12));
        assertEquals("a.p123456", names.of(new Source("a.tif", ""), 123456, 200000));
    }

    @Test
    void allThatWouldCollideUseTheFullName() {
        OutputNames names = OutputNames.ofFiles(List.of("x/a.png", "y/a.tif", "b.png"));
        assertEquals("a.png", names.of(new Source("x/a.png", ""), 1, 1));
        assertEquals("a.tif", names.of(new Source("y/a.tif", ""), 1, 1));
        assertEquals("b", names.of(new Source("b.png", ""), 1, 1));
    }

    @Test
    void aFullNameMayCollideWithAStem() {
        OutputNames names = OutputNames.ofFiles(List.of("a.png", "a.tif", "a.png.jpg"));
        assertEquals("a.png", names.of(new Source("a.png", ""), 1, 1));
        assertEquals("a.png.jpg", names.of(new Source("a.png.jpg", ""), 1, 1));
    }

    @Test
    void theSameFileNameTwiceIsRefused() {
        WrongUse twice =
                assertThrows(
                        WrongUse.class, () -> OutputNames.ofFiles(List.of("x/a.png", "y/a.png")));
        assertTrue(twice.getMessage().contains("x/a.png and y/a.png"), twice.getMessage());
        assertThrows(WrongUse.class, () -> OutputNames.ofFiles(List.of("a.png", "a.png")));
    }

    @Test
    void knowsResultsOfItsInputs() {
        OutputNames names = OutputNames.ofFiles(List.of("a+b.png"));
        for (String result :
                List.of("a+b.3.overlay.png", "a+b.png.12.cam.tif", "a+b.p00002.0.raw.tif")) {
            assertTrue(names.isResult(result), result);
        }
        for (String other :
                List.of(
                        "a+b.png",
                        "a+b.x.cam.tif",
                        "aab.3.cam.tif",
                        "a+b.3.cam.tiff",
                        "a+b.3.map.tif",
                        "c.3.raw.tif")) {
            assertFalse(names.isResult(other), other);
        }
    }

    @Test
    void foldersKeepNamesApart() {
        OutputNames names =
                OutputNames.of(
                        List.of(
                                new Source("x/a.png", "x"),
                                new Source("y/a.png", "y"),
                                new Source("y/a.tif", "y")));
        assertEquals("x/a", names.of(new Source("x/a.png", "x"), 1, 1));
        assertEquals("y/a.png.p00002", names.of(new Source("y/a.png", "y"), 2, 3));
        assertEquals("y/a.tif", names.of(new Source("y/a.tif", "y"), 1, 1));
    }

    @Test
    void aFileCalledLikeAPageGetsAnotherName() {
        OutputNames names = OutputNames.ofFiles(List.of("a.tif", "a.p00002.png", "b.p00001.png"));
        assertEquals("a.tif.p00002", names.of(new Source("a.tif", ""), 2, 2));
        assertEquals("a.p00002.png", names.of(new Source("a.p00002.png", ""), 1, 1));
        assertEquals("b.p00001", names.of(new Source("b.p00001.png", ""), 1, 1));
        assertThrows(WrongUse.class, () -> OutputNames.ofFiles(List.of("a", "a.p00002")));
    }

    @Test
    void longNamesAreCutAndStayApart() {
        String first = "ä".repeat(120) + "1.png";
        String second = "ä".repeat(120) + "2.png";
        OutputNames names = OutputNames.ofFiles(List.of(first, second));
        String a = names.of(new Source(first, ""), 30_000, 30_000);
        String b = names.of(new Source(second, ""), 30_000, 30_000);
        assertFalse(a.equals(b));
        assertTrue(a.startsWith("ä".repeat(100) + "~"), a);
        String file = "." + a + ".99999.overlay.png.part";
        assertTrue(file.getBytes(StandardCharsets.UTF_8).length <= 255, file);
    }
}
