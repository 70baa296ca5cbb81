package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.WrongUse;

class OutputNamesTest {
    @Test
    void theNameIsTheStem() {
        OutputNames names = OutputNames.of(List.of("dir/a.b.png", "c", ".hidden"));
        assertEquals("a.b", names.of("dir/a.b.png", 1, 1));
        assertEquals("c", names.of("c", 1, 1));
        assertEquals(".hidden", names.of(".hidden", 1, 1));
    }

    @Test
    void pagesAreNumbered() {
        OutputNames names = OutputNames.of(List.of("a.tif"));
        assertEquals("a.p00007", names.of("a.tif", 7, 12));
        assertEquals("a.p123456", names.of("a.tif", 123456, 200000));
    }

    @Test
    void allThatWouldCollideUseTheFullName() {
        OutputNames names = OutputNames.of(List.of("x/a.png", "y/a.tif", "b.png"));
        assertEquals("a.png", names.of("x/a.png", 1, 1));
        assertEquals("a.tif", names.of("y/a.tif", 1, 1));
        assertEquals("b", names.of("b.png", 1, 1));
    }

    @Test
    void aFullNameMayCollideWithAStem() {
        OutputNames names = OutputNames.of(List.of("a.png", "a.tif", "a.png.jpg"));
        assertEquals("a.png", names.of("a.png", 1, 1));
        assertEquals("a.png.jpg", names.of("a.png.jpg", 1, 1));
    }

    @Test
    void theSameFileNameTwiceIsRefused() {
        WrongUse twice =
                assertThrows(WrongUse.class, () -> OutputNames.of(List.of("x/a.png", "y/a.png")));
        assertTrue(twice.getMessage().contains("x/a.png and y/a.png"), twice.getMessage());
        assertThrows(WrongUse.class, () -> OutputNames.of(List.of("a.png", "a.png")));
    }

    @Test
    void knowsResultsOfItsInputs() {
        OutputNames names = OutputNames.of(List.of("a+b.png"));
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
