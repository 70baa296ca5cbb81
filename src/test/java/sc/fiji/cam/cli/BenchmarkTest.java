package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.Micrographs;

/** Form of the report, and what is refused; how fast anything is depends on the machine. */
class BenchmarkTest {
    private static final String MODEL = Golden.file("torchvision_state_dict.pth").toString();
    private static final String TRACED = Golden.file("torchvision_traced.pt").toString();

    private static Cli.Outcome benchmark(String... more) {
        List<String> args = List.of("benchmark", "--model", MODEL, "--size", "64", "--rounds", "1");
        return Cli.run(
                Cli.NONE, Stream.concat(args.stream(), Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void theReportHasThePromisedFields() {
        Cli.Outcome outcome = benchmark("--against", TRACED, "--threads", "1", "--json");
        assertEquals("", outcome.err());
        JsonObject report = JsonParser.parseString(outcome.out()).getAsJsonObject();
        assertEquals(64, report.get("size").getAsInt());
        assertEquals(1, report.get("batch").getAsInt());
        assertEquals(1, report.get("threads").getAsInt());
        assertEquals(1, report.get("rounds").getAsInt());
        List<String> rows =
                report.getAsJsonArray("rows").asList().stream()
                        .map(row -> row.getAsJsonObject().get("name").getAsString())
                        .toList();
        assertEquals(List.of("ours", "plain", "torchscript"), rows);
        JsonObject first = report.getAsJsonArray("rows").get(0).getAsJsonObject();
        assertEquals(MODEL, first.get("file").getAsString());
        assertTrue(first.get("minMillis").getAsDouble() <= first.get("medianMillis").getAsDouble());
        assertEquals(
                Set.of(
                        "ours/torchscript",
                        "ours/plain",
                        "cam/forward",
                        "maps1000/forward",
                        "SAME/sym"),
                report.getAsJsonObject("ratios").keySet());
        assertEquals(
                Set.of("decode", "prepare", "forward", "map", "overlay", "write"),
                report.getAsJsonObject("steps").keySet());
    }

    @Test
    void peopleGetTheSameNumbers() {
        BenchmarkReport.Row calm = new BenchmarkReport.Row("ours", "a.pth", 13, 10, 7);
        BenchmarkReport.Row cam = new BenchmarkReport.Row("ours, whole CAM", "a.pth", 14, 11, 8);
        String text = report(calm, cam).text();
        assertTrue(text.startsWith("300 px, batch 1, threads 2, rounds 9, plain operators"), text);
        assertTrue(text.contains("ours                              13.00      10.00"), text);
        assertTrue(text.contains("ours, whole CAM "), text);
        assertTrue(text.contains("cam/forward                       1.077"), text);
        assertTrue(text.contains("decode                             2.50"), text);
        assertFalse(text.contains("Disturbed"), text);
        BenchmarkReport.Row disturbed = new BenchmarkReport.Row("ours", "a.pth", 15, 10, 7);
        assertTrue(report(disturbed, cam).text().contains("Disturbed"));
    }

    private static BenchmarkReport report(BenchmarkReport.Row row, BenchmarkReport.Row other) {
        return new BenchmarkReport(
                300,
                1,
                2,
                9,
                false,
                List.of(row),
                List.of(other),
                Map.of("cam/forward", 14 / 13.0),
                Map.of("decode", 2.5),
                Map.of());
    }

    /** Otherwise a fast wrong network would win. */
    @Test
    void otherOutputsAreRefused() {
        Cli.Outcome outcome = benchmark("--against", TRACED, "--family", "tensorflow");
        assertEquals(Exit.FAILED, outcome.code());
        assertEquals("", outcome.out());
        assertEquals(1, outcome.errors().size());
        assertTrue(outcome.err().startsWith(TRACED + ": its logits differ"), outcome.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--rounds=0", "--batch=65", "--threads=many", "--size=64x96", "--lut=jet"})
    void aWrongLineIsRefused(String option) {
        Cli.Outcome outcome = Cli.run(Cli.NONE, "benchmark", "--model", MODEL, option);
        assertEquals(Exit.WRONG_USE, outcome.code(), outcome.err());
        assertEquals(1, outcome.errors().size(), outcome.err());
    }

    @Test
    void imagesPerSecondAreMeasuredOverAFolder(@TempDir Path folder) throws IOException {
        for (int i = 0; i < 3; i++) Micrographs.good(folder.resolve("i" + i), i, 48, 40);
        String images = folder.toString();
        Cli.Outcome outcome =
                benchmark("--images", images, "--streams", "2", "--against", TRACED, "--json");
        assertEquals("", outcome.err());
        JsonObject report = JsonParser.parseString(outcome.out()).getAsJsonObject();
        assertEquals(3, report.get("images").getAsInt());
        assertEquals(2, report.get("streams").getAsInt());
        assertEquals(
                Set.of("network", "torchscript", "batch", "explain"),
                report.getAsJsonObject("imagesPerSecond").keySet());
        assertEquals(
                Set.of("network/torchscript", "batch/network", "batch/explain"),
                report.getAsJsonObject("ratios").keySet());
        double busy = report.get("busy").getAsDouble();
        assertTrue(busy > 0 && busy <= 1, outcome.out());
        Cli.Outcome none = benchmark("--images", folder.resolve("none").toString());
        assertEquals(Exit.WRONG_USE, none.code());
    }
}
