package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.data.Scaling;
import sc.fiji.cam.data.UnsupportedCheckpoint;

/** Arithmetic in front of a network, as Keras 3 writes it: operands in order, x is a tensor. */
class KerasInputTest {
    private static final String TENSOR =
            "{'class_name':'__keras_tensor__','config':{'keras_history':['input',0,0]}}";

    private static Scaling scaling(String type, String operands) {
        String call = "{'args':[" + operands.replace("x", TENSOR) + "],'kwargs':{}}";
        Object parsed = StrictJson.read(call.replace('\'', '"')).orElseThrow();
        Inert.Dict config = new Inert.Dict();
        KerasLayer layer =
                new KerasLayer(type, "op", "op", config, List.of(parsed), Optional.empty());
        KerasWeights weights = new KerasWeights(Map.of(), List.of(), true);
        return KerasInput.of("file", List.of(layer), weights, new ArrayList<>()).scaling();
    }

    /** What the network gets for v = 51. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "TrueDivide; x,255.0; 0.2",
                "Divide; x,2; 25.5",
                "Subtract; x,1; 50",
                "Multiply; x,2; 102",
                "Multiply; 2,x; 102",
                "Add; x,9; 60",
                "Add; 9,x; 60"
            })
    void arithmeticWithAConstantIsFollowed(String type, String operands, float expected) {
        Scaling scaling = scaling(type, operands);
        for (int c = 0; c < 3; c++) {
            float got = (51 / 255f - scaling.mean().get(c)) / scaling.std().get(c);
            assertEquals(expected, got, 1e-4 * expected);
        }
    }

    /** {@code 255 - x} is not {@code x - 255}. */
    @ParameterizedTest
    @ValueSource(strings = {"Subtract", "TrueDivide", "Divide"})
    void aConstantInFrontIsRefusedWhereTheOrderCounts(String type) {
        String message =
                assertThrows(UnsupportedCheckpoint.class, () -> scaling(type, "255.0,x"))
                        .getMessage();
        assertTrue(message.contains("layer op (" + type + ")"), message);
    }
}
