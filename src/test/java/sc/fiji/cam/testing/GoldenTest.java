package sc.fiji.cam.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class GoldenTest {
    @Test
    void unpacksAFileOfTheIndexBitForBit() throws Exception {
        byte[] bytes = Files.readAllBytes(Golden.file("timm.safetensors"));
        String expected =
                Golden.json("index.json")
                        .getAsJsonObject("timm.safetensors")
                        .get("sha256")
                        .getAsString();
        assertEquals(expected, Golden.sha256(bytes));
    }

    @Test
    void readsArraysWithTheirShape() {
        Npz truth = Golden.truth("torchvision");
        assertArrayEquals(new int[] {3, 10}, truth.get("logits_300").shape());
        assertArrayEquals(new int[] {3, 10, 10, 10}, truth.get("maps_300").shape());
        assertArrayEquals(new int[] {10, 10}, truth.get("maps_300").at(2).at(9).shape());
    }

    @Test
    void meanOfTheGoldenMapsPlusAConstantIsTheLogit() {
        Npz truth = Golden.truth("torchvision");
        double biasA = logitMinusMean(truth, 0, 3);
        assertEquals(biasA, logitMinusMean(truth, 1, 3), 1e-4);
        assertFalse(Math.abs(biasA - logitMinusMean(truth, 1, 4)) < 1e-3, "blind");
    }

    private static double logitMinusMean(Npz truth, int picture, int c) {
        double sum = 0;
        for (double v : truth.get("maps_300").at(picture).at(c).doubles()) sum += v;
        return truth.get("logits_300").at(picture).doubles()[c] - sum / 100;
    }
}
