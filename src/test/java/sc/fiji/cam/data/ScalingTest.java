package sc.fiji.cam.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code scaling=} takes, and the values it means. */
class ScalingTest {
    @ParameterizedTest
    @CsvSource({
        "0-255, 0, 255",
        "0-1, 0, 1",
        "-1-1, -1, 1",
        "'0,1', 0, 1",
        "'0.5,0.5', -1, 1",
        "'0.5, 0.25', -2, 2",
        "'0.5,0.5,0.5,.25,.25,2.5e-1', -2, 2",
        "'-1,2', 0.5, 1"
    })
    void blackAndWhiteBecome(String text, float black, float white) {
        Scaling scaling = Scaling.parse(text);
        for (int c = 0; c < 3; c++) {
            float mean = scaling.mean().get(c);
            float std = scaling.std().get(c);
            assertEquals(black, (0 - mean) / std, 1e-6);
            assertEquals(white, (1 - mean) / std, 1e-6 * white);
        }
    }

    @Test
    void threeMeansComeBeforeThreeStds() {
        Scaling scaling = Scaling.parse("0.485,0.456,0.406,0.229,0.224,0.225");
        assertEquals(Scaling.IMAGENET, scaling);
        assertEquals(Scaling.parse("imagenet"), scaling);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "0..1",
                "0-2",
                "ImageNet",
                "0.5,0",
                "0.5,-1",
                "0.5;0.5",
                "1,2,3",
                "a,b",
                "1,2,3,4,5",
                "0.5,1e-300",
                "1e300,1",
                "0,1e300",
                "1,2,3,4,5,0",
                "0.5,",
                "nan,1"
            })
    void whateverElseIsRefused(String text) {
        String message = assertThrows(WrongUse.class, () -> Scaling.parse(text)).getMessage();
        assertTrue(message.startsWith("option scaling: found \""), message);
    }

    @Test
    void wordsNameEqualNumbersOnce() {
        assertEquals("mean 0.5, std 0.25", Scaling.of(0.5f, 0.25f).text());
        assertEquals("mean 0.485 0.456 0.406, std 0.229 0.224 0.225", Scaling.IMAGENET.text());
        assertEquals(
                "mean 0.0, std 1.0 1.0 2.0",
                new Scaling(List.of(0f, 0f, 0f), List.of(1f, 1f, 2f)).text());
    }
}
