package sc.fiji.cam.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimeLeftTest {
    private final AtomicLong seconds = new AtomicLong();
    private final TimeLeft left = new TimeLeft(() -> seconds.get() * 1_000_000_000L);

    private String at(long second, double fraction) {
        seconds.set(second);
        return left.text(fraction);
    }

    @Test
    void whatIsLeftTakesAsLongAsWhatIsDone() {
        assertEquals("", at(100, 0.2));
        assertEquals("", at(101, 0.2005));
        assertEquals(", about 30 s left", at(110, 0.4));
        assertEquals(", about 10 min left", at(500, 0.52));
        assertEquals(", about 3.0 h left", at(7300, 0.52));
    }

    @Test
    void aNewPartBeginsWithASmallerFraction() {
        at(0, 0);
        assertEquals(", about 1 s left", at(9, 0.9));
        assertEquals("", at(10, 0));
        assertEquals(", about 9 s left", at(11, 0.1));
    }
}
