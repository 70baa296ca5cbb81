package sc.fiji.cam.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.Architecture;

/** Rate, size and averaging by hand. */
class ScheduleTest {
    private final Schedule schedule = new Schedule(20, 10, 0.004, 300);

    @Test
    void theRateRisesOverTheFirstTwentiethAndFallsAlongACosine() {
        assertEquals(0.0004, schedule.rate(0), 1e-12);
        assertEquals(0.004, schedule.rate(9), 1e-12);
        assertEquals(0.004, schedule.rate(10), 1e-12);
        // Half of what is left of the way: the mean of first and last.
        assertEquals((0.004 + 0.00004) / 2, schedule.rate(105), 1e-12);
        assertTrue(schedule.rate(199) < 0.00005);
        for (int s = 11; s < 200; s++) assertTrue(schedule.rate(s) < schedule.rate(s - 1));
    }

    @Test
    void theSizeGrowsFromHalfToAllOfIt() {
        assertEquals(161, schedule.size(0));
        assertEquals(300, schedule.size(14));
        assertEquals(300, schedule.size(19));
        for (int e = 1; e < 20; e++) assertTrue(schedule.size(e) >= schedule.size(e - 1));
        for (int e = 0; e < 13; e++) assertEquals(1, schedule.size(e) % 32);
    }

    /** Places of the cells by the stride of five layers, each with half its kernel as a margin. */
    @Test
    void aCentredSizeHasACellOnTheFirstPixelAndOneOnTheLast() {
        for (Architecture architecture : Architecture.values()) {
            int size = Schedule.centred(architecture.resolution());
            assertEquals(architecture.resolution(), size, 16);
            assertEquals(size - 1, lastCell(size));
        }
        assertEquals(289, Schedule.centred(Architecture.B3.resolution()));
        assertEquals(288, lastCell(300));
    }

    private static int lastCell(int size) {
        int cells = size;
        for (int layer = 0; layer < 5; layer++) cells = (cells + 1) / 2;
        return 32 * (cells - 1);
    }

    @Test
    void smallNetworksAndSingleEpochsHaveOneSize() {
        assertEquals(32, new Schedule(9, 1, 1e-3, 32).size(0));
        assertEquals(65, new Schedule(9, 1, 1e-3, 100).size(0));
        assertEquals(224, new Schedule(1, 5, 1e-3, 224).size(0));
    }

    @Test
    void averagesForgetTheStartAndThenReachBackATwentieth() {
        assertEquals(0.9, schedule.share(0), 1e-12);
        assertEquals(9.0 / 15, schedule.share(5), 1e-12);
        assertEquals(0.1, schedule.share(199), 1e-12);
        assertEquals(0.001, new Schedule(100, 1000, 1e-3, 300).share(90000), 1e-12);
    }

    @Test
    void workGoesWithThePixels() {
        assertEquals(0, schedule.done(0));
        assertEquals(1, schedule.done(20), 1e-12);
        double first = schedule.done(1);
        double last = 1 - schedule.done(19);
        assertEquals(300.0 * 300 / (schedule.size(0) * schedule.size(0)), last / first, 1e-9);
    }
}
