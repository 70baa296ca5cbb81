package sc.fiji.cam.batch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import sc.fiji.cam.cam.Heatmap;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.engine.CamModel;
import sc.fiji.cam.image.Page;
import sc.fiji.cam.image.Results;
import sc.fiji.cam.render.Blend;
import sc.fiji.cam.render.Lut;

/** Writes the files of a page. They carry no date, so the same page gives the same bytes. */
public final class PageFiles {
    private final CamSettings settings;
    private final Lut lut;
    private final Set<Saved> kinds;
    private final Map<String, String> versions = CamModel.versions();

    /**
     * @param settings of the run
     * @param lut colours of overlays and maps
     * @param kinds files to write of every map
     */
    public PageFiles(CamSettings settings, Lut lut, Set<Saved> kinds) {
        this.settings = settings;
        this.lut = lut;
        this.kinds = Set.copyOf(kinds);
    }

    /** What a file of a page is called: {@code NAME.CLASS.overlay.png}. */
    static String fileName(String name, ClassMap map, Saved kind) {
        return name + "." + map.prediction().classIndex() + "." + kind.ending();
    }

    /** The overlay of a map; empty if none is written. */
    String overlay(String name, ClassMap map) {
        return kinds.contains(Saved.OVERLAY) ? fileName(name, map, Saved.OVERLAY) : "";
    }

    /** What {@link #write} will write, in order. */
    public List<String> fileNames(String name, CamResult result) {
        List<String> files = new ArrayList<>();
        for (ClassMap map : result.maps()) {
            for (Saved kind : Saved.values()) {
                if (kinds.contains(kind)) files.add(fileName(name, map, kind));
            }
        }
        return files;
    }

    /**
     * Writes all files of a page. May be called by several threads at once, for different pages.
     *
     * @param name of the page, as {@link OutputNames#of} gives it
     * @param place where to write a file of a name
     * @throws sc.fiji.cam.data.OutputFailed if a file cannot be written
     */
    public void write(String name, Page page, CamResult result, Function<String, Path> place) {
        for (ClassMap map : result.maps()) {
            for (Saved kind : Saved.values()) {
                if (!kinds.contains(kind)) continue;
                write(kind, page, result, map, place.apply(fileName(name, map, kind)));
            }
        }
    }

    private void write(Saved kind, Page page, CamResult result, ClassMap map, Path file) {
        switch (kind) {
            case OVERLAY ->
                    Results.savePng(overlay(page.picture(), result, map, settings, lut), file);
            case MAP -> page.saveMap(result, map, settings, lut.colours(), versions, file);
            case RAW -> Results.saveTiff(Results.raw(result, map, settings, versions), file);
        }
    }

    /** The picture with the heatmap of one map drawn in. */
    public static Picture overlay(
            Picture picture, CamResult result, ClassMap map, CamSettings settings, Lut lut) {
        Planes heat = Heatmap.drawn(result, map, settings, picture.width(), picture.height());
        return Blend.over(picture, Blend.colour(heat, lut), settings.opacity());
    }
}
