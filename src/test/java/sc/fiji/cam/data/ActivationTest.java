package sc.fiji.cam.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Values and slopes against PyTorch's own (heads/activations.csv, with the script that made it).
 */
class ActivationTest {
    /** Both compute in 64 bits. */
    private static final double TOLERANCE = 1e-13;

    private record Row(Activation function, double alpha, double x, double value, double slope) {
        double off(double value, double slope) {
            double size = Math.max(1, Math.abs(this.value));
            return Math.max(Math.abs(value - this.value) / size, Math.abs(slope - this.slope));
        }
    }

    private static List<Row> rows() {
        try (InputStream in = ActivationTest.class.getResourceAsStream("/heads/activations.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(2)
                    .map(line -> line.split(","))
                    .map(
                            w ->
                                    new Row(
                                            Choice.of("function", w[0], Activation.values()),
                                            Double.parseDouble(w[1]),
                                            Double.parseDouble(w[2]),
                                            Double.parseDouble(w[3]),
                                            Double.parseDouble(w[4])))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void valuesAndSlopesAreThoseOfTorchAlsoAtTheKinks() {
        List<Row> rows = rows();
        Set<Activation> seen = rows.stream().map(Row::function).collect(Collectors.toSet());
        assertEquals(Set.of(Activation.values()), seen);
        for (Row r : rows) {
            double off = r.off(r.function.of(r.x, r.alpha), r.function.slope(r.x, r.alpha));
            assertTrue(off <= TOLERANCE, r + ": " + off);
        }
    }

    /** Every function is another: none passes for its nearest relative. */
    @ParameterizedTest
    @EnumSource(Activation.class)
    void theCheckTellsFunctionsApart(Activation function) {
        for (Activation other : Activation.values()) {
            if (other == function) continue;
            double most =
                    rows().stream()
                            .filter(r -> r.function == function)
                            .mapToDouble(
                                    r ->
                                            r.off(
                                                    other.of(r.x, other.alpha()),
                                                    other.slope(r.x, other.alpha())))
                            .max()
                            .orElseThrow();
            assertTrue(most > 100 * TOLERANCE, function + " passes for " + other);
        }
    }

    /** The slope is that of the value, between the kinks. */
    @ParameterizedTest
    @EnumSource(Activation.class)
    void theSlopeIsTheRiseOverTheRun(Activation function) {
        double h = 1e-5;
        double alpha = function.alpha();
        for (double x = -9.05; x < 9; x += 0.1) {
            double rise = function.of(x + h, alpha) - function.of(x - h, alpha);
            assertEquals(rise / (2 * h), function.slope(x, alpha), 1e-8, function + " at " + x);
        }
    }

    @Test
    void usualParameters() {
        assertEquals(0.01, new ActivationLayer(Activation.LEAKY_RELU).alpha());
        assertEquals(1, new ActivationLayer(Activation.ELU).alpha());
    }
}
