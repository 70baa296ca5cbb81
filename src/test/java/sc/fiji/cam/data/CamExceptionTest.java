package sc.fiji.cam.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CamExceptionTest {
    private static String message(String problem) {
        return new BadCheckpoint("x.pth", problem, "Copy it again.").getMessage();
    }

    @Test
    void aMessageIsOneLine() {
        assertEquals("x.pth: found a b. Copy it again.", message("found a\r\nb"));
        assertEquals("x.pth: cut off.", new BadCheckpoint("x.pth", "cut off..", "").getMessage());
    }

    /** Found by mutation: dots were looked at again from each of them. */
    @Test
    void namesOfAMillionCharactersAreCutInNoTime() {
        String name = ".".repeat(1_000_000) + "x";
        String message =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(5), () -> message("tensor " + name + " is damaged"));
        assertTrue(message.startsWith("x.pth: tensor ...."), message);
        assertTrue(message.endsWith("x is damaged. Copy it again."), message);
        assertEquals(2007, message.length());
        assertEquals(1493, message("y".repeat(1470)).length());
    }
}
