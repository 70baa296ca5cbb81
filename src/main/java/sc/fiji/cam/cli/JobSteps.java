package sc.fiji.cam.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import sc.fiji.cam.batch.PageFiles;
import sc.fiji.cam.data.CamProgress;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.engine.Rounds;
import sc.fiji.cam.image.ImageFiles;
import sc.fiji.cam.image.Pictures;
import sc.fiji.cam.image.Results;
import sc.fiji.cam.image.WholeFile;
import sc.fiji.cam.render.Lut;
import sc.fiji.cam.render.Luts;

/** Times the whole job on a file, step by step: decode, prepare, forward, map, overlay, write. */
final class JobSteps {
    private static final int EDGE = 1024;
    private static final int TIMES = 7;

    private JobSteps() {}

    /**
     * Median milliseconds by step, of seven runs after one that does not count.
     *
     * @throws sc.fiji.cam.data.OutputFailed if there is no room for temporary files
     */
    static Map<String, Double> measure(CamModel model, CamSettings settings) {
        try {
            Path folder = Files.createTempDirectory("cam-benchmark");
            Path picture = folder.resolve("picture.png");
            Path overlay = folder.resolve("overlay.png");
            try {
                Results.savePng(picture(), picture);
                once(model, settings, picture, overlay);
                List<Map<String, Double>> runs = new ArrayList<>();
                for (int i = 0; i < TIMES; i++) {
                    runs.add(once(model, settings, picture, overlay));
                }
                return medians(runs);
            } finally {
                for (Path path : List.of(picture, overlay, folder)) Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw WholeFile.failed(Path.of(System.getProperty("java.io.tmpdir")), e);
        }
    }

    private static Map<String, Double> once(
            CamModel model, CamSettings settings, Path file, Path output) {
        Lut lut = Luts.find(settings.lut());
        long start = System.nanoTime();
        Picture picture = Pictures.of(ImageFiles.open(file));
        long decoded = System.nanoTime();
        CamResult result = model.explain(picture, settings, CamProgress.NONE);
        long explained = System.nanoTime();
        Picture overlay = PageFiles.overlay(picture, result, result.maps().get(0), settings, lut);
        long painted = System.nanoTime();
        Results.savePng(overlay, output);
        long written = System.nanoTime();
        Map<String, Double> millis = new LinkedHashMap<>();
        millis.put("decode", (decoded - start) / 1e6);
        millis.put("prepare", result.timings().prepare());
        millis.put("forward", result.timings().network());
        millis.put("map", result.timings().map());
        millis.put("overlay", (painted - explained) / 1e6);
        millis.put("write", (written - painted) / 1e6);
        return millis;
    }

    private static Map<String, Double> medians(List<Map<String, Double>> runs) {
        Map<String, Double> medians = new LinkedHashMap<>();
        for (String step : runs.get(0).keySet()) {
            medians.put(step, Rounds.median(runs.stream().mapToDouble(r -> r.get(step)).toArray()));
        }
        return medians;
    }

    /** Bands with noise in the lower bits, so that packing has work to do. */
    private static Picture picture() {
        int[] rgb = new Random(1).ints((long) EDGE * EDGE, 0, 1 << 24).toArray();
        for (int i = 0; i < rgb.length; i++) rgb[i] = rgb[i] & 0x0f0f0f | (i / EDGE / 8) * 0x010101;
        return new Picture("benchmark", EDGE, EDGE, rgb);
    }
}
