package sc.fiji.cam.fiji;

import ij.IJ;
import ij.plugin.LutLoader;
import java.awt.image.IndexColorModel;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import sc.fiji.cam.data.Nearest;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.render.Lut;
import sc.fiji.cam.render.Luts;

/** The colour tables a user may name inside ImageJ: the plugin's own, then the installed ones. */
final class InstalledLuts {
    private static final int COLOURS = 256;
    private static final String SUFFIX = ".lut";

    private InstalledLuts() {}

    /**
     * Finds a colour table: one of the plugin's, a .lut file, or one of ImageJ's, upper or lower
     * case.
     *
     * @throws WrongUse if there is none; the nearest names are given
     */
    static Lut find(String name) {
        for (String own : Luts.names()) {
            if (own.equalsIgnoreCase(name)) return Luts.find(own);
        }
        if (name.toLowerCase(Locale.ROOT).endsWith(SUFFIX)) return Luts.find(name);
        IndexColorModel model = LutLoader.getLut(name);
        if (model == null) throw unknown(name);
        List<Integer> colours = new ArrayList<>(COLOURS);
        for (int i = 0; i < COLOURS; i++) colours.add(model.getRGB(i) & 0xffffff);
        return new Lut(name, colours);
    }

    /** Every name that {@link #find} knows here, the plugin's own first; none twice. */
    static List<String> names() {
        List<String> names = new ArrayList<>(Luts.names());
        TreeMap<String, String> installed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : IJ.getLuts()) installed.put(name, name);
        for (String name : files()) installed.putIfAbsent(name, name);
        names.forEach(installed::remove);
        names.addAll(installed.values());
        return names;
    }

    /** The tables in the luts folder: headless ImageJ has no menu to list them. */
    private static List<String> files() {
        String folder = IJ.getDirectory("luts");
        String[] files = folder == null ? null : new File(folder).list();
        if (files == null) return List.of();
        return Arrays.stream(files)
                .filter(f -> f.endsWith(SUFFIX))
                .map(f -> f.substring(0, f.length() - SUFFIX.length()))
                .toList();
    }

    private static WrongUse unknown(String name) {
        String nearest = String.join("\", \"", Nearest.of(name, names(), 3));
        return new WrongUse(
                "option lut",
                "no colour table is named \"" + name + "\"",
                "The nearest are \"" + nearest + "\". A file must end in .lut.");
    }
}
