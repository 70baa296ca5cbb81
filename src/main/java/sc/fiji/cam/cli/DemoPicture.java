package sc.fiji.cam.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import sc.fiji.cam.batch.PageFiles;
import sc.fiji.cam.cam.Resampler;
import sc.fiji.cam.catalogue.Sample;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.Interpolation;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Prediction;
import sc.fiji.cam.image.Results;
import sc.fiji.cam.render.Blend;
import sc.fiji.cam.render.Lut;
import sc.fiji.cam.render.Montage;

/** One picture of a demo: every image, and beside it the same with the map of its top class. */
final class DemoPicture implements ExplainRun.Extra {
    static final String FILE = "contact.png";

    /** Of an image in the picture, pixels. */
    private static final int EDGE = 300;

    /** Height of the bar of colours, pixels. */
    private static final int BAR = 40;

    /** Two pairs beside each other. */
    private static final int COLUMNS = 4;

    private final List<Sample> samples;
    private final CamSettings settings;
    private final Lut lut;
    private String model = "";
    private final List<Montage.Tile> tiles = new ArrayList<>();

    DemoPicture(List<Sample> samples, CamSettings settings, Lut lut) {
        this.samples = samples;
        this.settings = settings;
        this.lut = lut;
    }

    @Override
    public void add(String image, int page, Picture picture, CamResult result) {
        String file = String.valueOf(Path.of(image).getFileName());
        for (Sample sample : samples) {
            if (!sample.file().equals(file) || sample.page() != page) continue;
            model = result.model().file();
            ClassMap map = result.maps().get(0);
            Picture overlay = PageFiles.overlay(picture, result, map, settings, lut);
            String slice = page == 1 ? "" : ", page " + page;
            tiles.add(
                    new Montage.Tile(
                            small(picture), List.of(file + slice, "shows: " + sample.shows())));
            tiles.add(new Montage.Tile(small(overlay), answer(map.prediction())));
        }
    }

    private static List<String> answer(Prediction p) {
        return List.of(
                "class " + p.classIndex() + ": " + p.label(),
                String.format(Locale.ROOT, "p = %.3f, logit %.2f", p.probability(), p.logit()));
    }

    private static Picture small(Picture picture) {
        double scale = (double) EDGE / Math.max(picture.width(), picture.height());
        int width = Math.max(1, (int) Math.round(picture.width() * scale));
        int height = Math.max(1, (int) Math.round(picture.height() * scale));
        return Resampler.resize(picture, width, height, Interpolation.BILINEAR);
    }

    /** What the colours mean, and whose answers these are: a bar at the bottom of its tile. */
    private Montage.Tile legend() {
        float[] values = new float[EDGE * BAR];
        for (int i = 0; i < values.length; i++) values[i] = (float) (i % EDGE) / (EDGE - 1);
        int[] bar = Blend.colour(new Planes(1, BAR, EDGE, values), lut).rgb();
        int[] rgb = new int[EDGE * EDGE];
        Arrays.fill(rgb, 0xffffff);
        System.arraycopy(bar, 0, rgb, rgb.length - bar.length, bar.length);
        Picture picture = new Picture("legend", EDGE, EDGE, rgb);
        return new Montage.Tile(picture, List.of("no evidence          most", model));
    }

    @Override
    public List<String> write(Function<String, Path> place) {
        tiles.add(legend());
        Results.savePng(Montage.of(FILE, tiles, COLUMNS, EDGE), place.apply(FILE));
        return List.of(FILE);
    }
}
