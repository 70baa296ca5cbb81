package sc.fiji.cam.cli;

import ij.ImagePlus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import sc.fiji.cam.cam.Heatmap;
import sc.fiji.cam.cam.MapResampler;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.image.ImageFiles;
import sc.fiji.cam.image.Pictures;
import sc.fiji.cam.image.Results;
import sc.fiji.cam.render.Blend;
import sc.fiji.cam.render.Luts;

/** Times the whole job on a file, step by step: decode, prepare, forward, map, overlay, write. */
final class JobSteps {
    private static final int EDGE = 1024;
    private static final int TIMES = 7;

    private JobSteps() {}

    /** Median milliseconds by step. */
    static Map<String, Double> measure(CamModel model, CamSettings settings) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("cam-benchmark");
            Path file = folder.resolve("picture.png");
            Results.savePng(picture(), file);
            Map<String, List<Double>> times = new LinkedHashMap<>();
            for (int i = 0; i < TIMES; i++) once(model, settings, file, i == 0 ? null : times);
            Map<String, Double> medians = new LinkedHashMap<>();
            times.forEach((step, list) -> medians.put(step, median(list)));
            return medians;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(folder);
        }
    }

    private static void once(
            CamModel model, CamSettings settings, Path file, Map<String, List<Double>> times) {
        long start = System.nanoTime();
        ImagePlus image = ImageFiles.open(file);
        Picture picture = Pictures.of(image);
        long decoded = System.nanoTime();
        CamResult result = model.explain(picture, settings, CamProgress.NONE);
        long explained = System.nanoTime();
        Planes grid = result.maps().get(0).grid();
        Planes heat = Heatmap.of(grid, settings.display(), settings.range());
        Planes drawn =
                MapResampler.resample(
                        heat, result.geometry().placement(), picture.width(), picture.height());
        Picture overlay =
                Blend.over(picture, Blend.colour(drawn, Luts.find("jet")), settings.opacity());
        long painted = System.nanoTime();
        Results.savePng(overlay, file.resolveSibling("overlay.png"));
        long written = System.nanoTime();
        if (times == null) return;
        add(times, "decode", (decoded - start) / 1e6);
        add(times, "prepare", result.timings().prepare());
        add(times, "forward", result.timings().network());
        add(times, "map", result.timings().map());
        add(times, "overlay", (painted - explained) / 1e6);
        add(times, "write", (written - painted) / 1e6);
    }

    private static void add(Map<String, List<Double>> times, String step, double millis) {
        times.computeIfAbsent(step, s -> new ArrayList<>()).add(millis);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static Picture picture() {
        int[] rgb = new Random(1).ints((long) EDGE * EDGE, 0, 1 << 24).toArray();
        for (int i = 0; i < rgb.length; i++) rgb[i] = rgb[i] & 0x0f0f0f | (i / EDGE / 8) * 0x010101;
        return new Picture("benchmark", EDGE, EDGE, rgb);
    }

    private static void delete(Path folder) {
        if (folder == null) return;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
