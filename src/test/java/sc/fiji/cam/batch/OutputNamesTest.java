package sc.fiji.cam.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
