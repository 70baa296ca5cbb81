package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import ij.IJ;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.Npz;
import sc.fiji.cam.testing.Shared;

/** The files that {@code ./cam explain} writes, against the answers of the original libraries. */
class ExplainGoldenTest {
    /** Relative to the largest magnitude of that picture; the libraries differ by 1e-5. */
    private static final double TOLERANCE = 1e-4;

    private static final List<String> PICTURES = List.of("a", "b", "c");
    private static final int CLASSES = 10;

    @TempDir Path out;

    @ParameterizedTest
    @CsvSource({
        "torchvision_state_dict.pth, torchvision, auto, 300, 300",
        "torchvision_state_dict.pth, torchvision, auto, 224, 224",
        "torchvision_state_dict.pth, torchvision, auto, 260x380, 380x260",
        "timm_tf.bin, timm_tf, tensorflow, 260x380, 380x260"
    })
    void logitsAndRawMapsOfAllClasses(
            String file, String key, String family, String tag, String size) {
        explain(Golden.file(file), tag, "--family", family, "--size", size);
        Npz truth = Golden.truth(key);
        for (int p = 0; p < PICTURES.size(); p++) {
            double[] found = logits(Golden.picture(PICTURES.get(p), tag).toString());
            assertTrue(distance(found, logits(truth, tag, p)) <= TOLERANCE);
            double blind = distance(found, logits(truth, tag, (p + 1) % 3));
            assertTrue(blind > 100 * TOLERANCE, "check is blind: " + blind);
            String name = "image_" + PICTURES.get(p) + "_" + tag;
            double[] maps = maps(name, CLASSES);
            assertTrue(distance(maps, truth.get("maps_" + tag).at(p).doubles()) <= TOLERANCE, name);
        }
    }

    @Test
    void aWrongFamilyIsNoticed() {
        explain(Golden.file("timm_tf.bin"), "224", "--family", "torch", "--size", "224");
        double[] found = logits(Golden.picture("a", "224").toString());
        double distance = distance(found, logits(Golden.truth("timm_tf"), "224", 0));
        assertTrue(distance > 100 * TOLERANCE, "check is blind: " + distance);
    }

    @Test
    void aTrainedNetworkOnPhotographs() throws IOException {
        Path folder = Shared.file("real/cattle15");
        List<String> photographs;
        try (Stream<Path> files = Files.list(folder.resolve("images"))) {
            photographs = files.map(Path::toString).sorted().toList();
        }
        List<String> args = new ArrayList<>(List.of("explain"));
        args.addAll(photographs);
        args.addAll(List.of("--model", folder.resolve("best_efficientnet_b3.pt").toString()));
        args.addAll(List.of("--labels", folder.resolve("labels.txt").toString()));
        args.addAll(List.of("--size", "224", "--resize", "stretch", "--interpolation", "bilinear"));
        run(args);
        JsonObject expected =
                JsonParser.parseString(Files.readString(folder.resolve("expected.json")))
                        .getAsJsonObject()
                        .getAsJsonObject("images");
        assertEquals(14, expected.size());
        for (String photograph : photographs) check(photograph, expected);
    }

    private void check(String photograph, JsonObject expected) {
        String file = Path.of(photograph).getFileName().toString();
        JsonObject truth = expected.getAsJsonObject(file);
        double[] logits = numbers(truth.get("logits"));
        double largest = distance(logits(photograph), logits);
        assertTrue(largest <= TOLERANCE, file + " logits " + largest);
        CSVRecord first = rows(photograph).get(0);
        assertEquals(truth.get("top1").getAsString(), first.get("label"));
        String stem = file.substring(0, file.lastIndexOf('.'));
        double[] map = map(stem, Integer.parseInt(first.get("class")));
        double distance = distance(map, numbers(truth.get("cam_top1_raw")));
        assertTrue(distance <= TOLERANCE, file + " map " + distance);
    }

    private void explain(Path model, String tag, String... more) {
        List<String> args = new ArrayList<>(List.of("explain"));
        PICTURES.forEach(p -> args.add(Golden.picture(p, tag).toString()));
        args.addAll(List.of("--model", model.toString(), "--target", "all"));
        args.addAll(Arrays.asList(more));
        run(args);
    }

    private void run(List<String> args) {
        args.addAll(List.of("--top", "all", "--output", out.toString()));
        Cli.Outcome outcome = Cli.run(Models.ENGINE, args.toArray(new String[0]));
        assertEquals("", outcome.err());
        assertEquals(0, outcome.code());
    }

    private List<CSVRecord> rows(String image) {
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
        try (var reader = Files.newBufferedReader(out.resolve("predictions.csv"))) {
            return format.parse(reader).stream().filter(r -> r.get("image").equals(image)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By class number. */
    private double[] logits(String image) {
        List<CSVRecord> rows = rows(image);
        double[] logits = new double[rows.size()];
        for (CSVRecord r : rows) {
            logits[Integer.parseInt(r.get("class"))] = Double.parseDouble(r.get("logit"));
        }
        return logits;
    }

    private static double[] logits(Npz truth, String tag, int picture) {
        return truth.get("logits_" + tag).at(picture).doubles();
    }

    /** All raw maps, one behind the other. */
    private double[] maps(String name, int classes) {
        double[] all = map(name, 0);
        int area = all.length;
        all = Arrays.copyOf(all, area * classes);
        for (int c = 1; c < classes; c++) System.arraycopy(map(name, c), 0, all, c * area, area);
        return all;
    }

    private double[] map(String name, int number) {
        Path file = out.resolve(name + "." + number + ".raw.tif");
        float[] pixels = (float[]) IJ.openImage(file.toString()).getProcessor().getPixels();
        double[] values = new double[pixels.length];
        for (int i = 0; i < pixels.length; i++) values[i] = pixels[i];
        return values;
    }

    private static double[] numbers(JsonElement json) {
        if (!json.isJsonArray()) return new double[] {json.getAsDouble()};
        return json.getAsJsonArray().asList().stream()
                .flatMapToDouble(e -> Arrays.stream(numbers(e)))
                .toArray();
    }

    /** Largest difference, relative to the largest expected magnitude. */
    private static double distance(double[] found, double[] expected) {
        assertEquals(expected.length, found.length);
        double most = 0;
        double scale = 0;
        for (int i = 0; i < expected.length; i++) {
            most = Math.max(most, Math.abs(found[i] - expected[i]));
            scale = Math.max(scale, Math.abs(expected[i]));
        }
        return most / scale;
    }
}
