package sc.fiji.cam.image;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.Prefs;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.io.TiffEncoder;
import ij.measure.Calibration;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.LUT;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.cam.cam.Heatmap;
import sc.fiji.cam.cam.MapResampler;
import sc.fiji.cam.data.CamResult;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.ClassMap;
import sc.fiji.cam.data.Display;
import sc.fiji.cam.data.Method;
import sc.fiji.cam.data.OutputFailed;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.data.Planes;
import sc.fiji.cam.data.Pooling;
import sc.fiji.cam.data.Range;

/** Results as ImageJ images and files. */
public final class Results {
    /** Property that marks our overlay elements; its value is the class number. */
    public static final String MARK = "efficientnet-cam";

    private static final String UNIT = "logit";

    private static final String GRADIENT =
            "It is a gradient map at the last features, no class activation map: weights and bias"
                    + " hold for this picture.";

    private static final int TIFF_BUFFER = 1 << 16;

    private Results() {}

    /**
     * The signed map at the size of the image: 32 bit, logits (last-conv: no unit), calibrated as
     * the image, with the provenance in its info. Named {@code <short title>_<class>_<method>}, so
     * that what is no CAM is not called one. Its display range is that of the heatmap: {@code
     * 0..high} for positive, {@code -m..m} for signed, or the range given.
     *
     * @param source the explained image: size, calibration, title; not changed
     * @param settings display, range; the rest for the provenance
     * @param colours 256 colours {@code 0xRRGGBB} of the colour table
     * @param versions of the plugin and its libraries, by name, for the provenance
     */
    public static ImagePlus map(
            ImagePlus source,
            CamResult result,
            ClassMap map,
            CamSettings settings,
            List<Integer> colours,
            Map<String, String> versions) {
        return map(
                source.getShortTitle(),
                source.getCalibration().copy(),
                source.getWidth(),
                source.getHeight(),
                result,
                map,
                settings,
                colours,
                versions);
    }

    static ImagePlus map(
            String shortTitle,
            Calibration calibration,
            int width,
            int height,
            CamResult result,
            ClassMap map,
            CamSettings settings,
            List<Integer> colours,
            Map<String, String> versions) {
        Planes drawn =
                MapResampler.resample(map.grid(), result.geometry().placement(), width, height);
        String suffix = "_" + map.prediction().classIndex() + "_" + map.method().id();
        ImagePlus image = image(shortTitle + suffix, drawn, calibration, map);
        image.setLut(lut(colours));
        Range range = Heatmap.range(map.grid(), settings.display(), settings.range());
        image.setDisplayRange(range.low(), range.high());
        Map<String, String> facts = Provenance.of(result, map, settings, versions);
        facts.put(
                "note",
                "This map is interpolated from the grid: it has the grid's unit, not its sum."
                        + " Outside of rim the values of the outermost cells are repeated.");
        image.setProperty("Info", Provenance.text(facts));
        return image;
    }

    /**
     * The grid itself as a 32-bit image: raw, signed, no bias, not resized, provenance in info.
     * Named {@code <title>_<class>_raw}.
     *
     * @param versions of the plugin and its libraries, by name, for the provenance
     */
    public static ImagePlus raw(
            CamResult result, ClassMap map, CamSettings settings, Map<String, String> versions) {
        Planes grid = map.grid();
        Planes copy = new Planes(1, grid.height(), grid.width(), grid.values().clone());
        String title = result.title() + "_" + map.prediction().classIndex() + "_raw";
        ImagePlus image = image(title, copy, new Calibration(), map);
        Range range = Heatmap.range(grid, Display.SIGNED, Optional.empty());
        image.setDisplayRange(range.low(), range.high());
        Map<String, String> facts = Provenance.of(result, map, settings, versions);
        note(map).ifPresent(note -> facts.put("note", note));
        image.setProperty("Info", Provenance.text(facts));
        return image;
    }

    /** What the cells of a grid make together; nothing, if they do not. */
    private static Optional<String> note(ClassMap map) {
        if (map.method() == Method.LAST_CONV || !(map.completeness() <= map.bound())) {
            return Optional.empty();
        }
        String sum = map.pooling() == Pooling.AVERAGE ? "mean" : "sum";
        String note = "The " + sum + " of this grid + bias = logit.";
        boolean gradient = map.method() == Method.GRADIENT;
        return Optional.of(gradient ? note + " " + GRADIENT : note);
    }

    private static ImagePlus image(String title, Planes plane, Calibration cal, ClassMap map) {
        FloatProcessor pixels = new FloatProcessor(plane.width(), plane.height(), plane.values());
        ImagePlus image = new ImagePlus(title, pixels);
        cal.disableDensityCalibration();
        cal.setValueUnit(map.method() == Method.LAST_CONV ? "Gray Value" : UNIT);
        image.setCalibration(cal);
        return image;
    }

    private static LUT lut(List<Integer> colours) {
        byte[] r = new byte[256];
        byte[] g = new byte[256];
        byte[] b = new byte[256];
        for (int i = 0; i < 256; i++) {
            r[i] = (byte) (colours.get(i) >> 16);
            g[i] = (byte) (colours.get(i) >> 8);
            b[i] = (byte) (int) colours.get(i);
        }
        return new LUT(r, g, b);
    }

    /**
     * Replaces our own overlay of the image's current slice by a heatmap; other elements stay, and
     * so do heatmaps of other slices. In a stack the heatmap belongs to the current slice, in a
     * hyperstack to the current channel, slice and frame; where channels are shown merged, to all
     * of them.
     *
     * @param heatmap coloured heatmap of the image's size
     * @param opacity its weight, 0 to 1
     */
    public static void overlay(ImagePlus image, Picture heatmap, double opacity, ClassMap map) {
        int w = heatmap.width();
        int h = heatmap.height();
        if (w != image.getWidth() || h != image.getHeight()) {
            throw new IllegalArgumentException(heatmap + " does not fit over " + image);
        }
        ImageRoi ours = new ImageRoi(0, 0, new ColorProcessor(w, h, heatmap.rgb().clone()));
        ours.setOpacity(opacity);
        ours.setProperty(MARK, Integer.toString(map.prediction().classIndex()));
        place(ours, image);
        Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
        for (int i = overlay.size() - 1; i >= 0; i--) {
            Roi other = overlay.get(i);
            if (other.getProperty(MARK) != null && samePlace(other, ours)) overlay.remove(i);
        }
        overlay.add(ours);
        image.setOverlay(overlay);
    }

    private static void place(Roi roi, ImagePlus image) {
        if (image.isHyperStack() || image.getNChannels() > 1) {
            boolean merged = image.getCompositeMode() == CompositeImage.COMPOSITE;
            int channel = merged ? 0 : image.getChannel();
            roi.setPosition(channel, image.getSlice(), image.getFrame());
        } else if (image.getStackSize() > 1) {
            roi.setPosition(image.getCurrentSlice());
        }
    }

    private static boolean samePlace(Roi a, Roi b) {
        return a.getPosition() == b.getPosition()
                && a.getCPosition() == b.getCPosition()
                && a.getZPosition() == b.getZPosition()
                && a.getTPosition() == b.getTPosition();
    }

    /**
     * Writes a picture as PNG, beside first, then renamed. The same picture gives the same bytes.
     *
     * @throws OutputFailed if that fails; nothing is left then
     */
    public static void savePng(Picture picture, Path file) {
        WholeFile.write(file, PngFile.bytes(picture));
    }

    /**
     * Writes planes as PNG with 8 bits for each value, {@code (int) (255 v + 0.5)}; beside first,
     * then renamed. The same planes give the same bytes.
     *
     * @param planes one (gray) or three (red, green, blue), 0 to 1; read only
     * @throws OutputFailed if that fails; nothing is left then
     */
    public static void savePng(Planes planes, Path file) {
        WholeFile.write(file, PngFile.bytes(planes));
    }

    /**
     * Writes an image as TIFF with overlay, calibration and info, beside first, then renamed. The
     * same image gives the same bytes. May be called by several threads at once.
     *
     * @throws OutputFailed if that fails; nothing is left then
     */
    public static void saveTiff(ImagePlus image, Path file) {
        // As ImageJ's FileSaver does it, which tells of errors in windows only.
        FileInfo info = image.getFileInfo();
        info.info = image.getInfoProperty();
        info.description = new FileSaver(image).getDescriptionString();
        info.overlay = FileSaver.getOverlay(image);
        info.properties = image.getPropertiesAsArray();
        WholeFile.write(
                file.toAbsolutePath(),
                part -> {
                    try (OutputStream out =
                            new BufferedOutputStream(Files.newOutputStream(part), TIFF_BUFFER)) {
                        encoder(info).write(out);
                    }
                });
    }

    /**
     * The same image is the same file everywhere: not in the byte order of somebody's preferences.
     */
    private static synchronized TiffEncoder encoder(FileInfo info) {
        boolean preferred = Prefs.intelByteOrder;
        Prefs.intelByteOrder = true;
        try {
            return new TiffEncoder(info);
        } finally {
            Prefs.intelByteOrder = preferred;
        }
    }
}
