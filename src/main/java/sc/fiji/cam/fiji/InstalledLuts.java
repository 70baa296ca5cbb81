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
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.Nearest;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.render.Lut;
import sc.fiji.cam.render.Luts;

/** The colour tables a user may name inside ImageJ: the plugin's own, then the installed ones. */
final class InstalledLuts {
    private static final int COLOURS = 256;
    private static final String SUFFIX = ".lut";

    private final @Nullable File folder;

    /**
     * @param folder where ImageJ keeps .lut files; null if there is none
     */
    InstalledLuts(@Nullable File folder) {
        this.folder = folder;
    }

    /** The tables of the ImageJ that runs. */
    static InstalledLuts here() {
        String folder = IJ.getDirectory("luts");
        return new InstalledLuts(folder == null ? null : new File(folder));
    }

    /**
     * Finds a colour table: one of the plugin's, a .lut file, one in the luts folder, or one that
     * ImageJ computes; upper or lower case.
     *
     * @throws WrongUse if there is none; the nearest names are given
     */
    Lut find(String name) {
        for (String own : Luts.names()) {
            if (own.equalsIgnoreCase(name)) return Luts.find(own);
        }
        if (name.toLowerCase(Locale.ROOT).endsWith(SUFFIX)) return Luts.find(name);
        for (String file : files()) {
            if (file.equalsIgnoreCase(name) || file.equalsIgnoreCase(name.replace(' ', '_'))) {
                return Luts.find(new File(folder, file + SUFFIX).getPath());
            }
        }
        IndexColorModel model = LutLoader.getLut(name);
        if (model == null) throw unknown(name);
        List<Integer> colours = new ArrayList<>(COLOURS);
        for (int i = 0; i < COLOURS; i++) colours.add(model.getRGB(i) & 0xffffff);
        return new Lut(name, colours);
    }

    /** Every name that {@link #find} knows here, the plugin's own first; none twice. */
    List<String> names() {
        List<String> names = new ArrayList<>(Luts.names());
        TreeMap<String, String> installed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : IJ.getLuts()) installed.put(name, name);
        for (String name : files()) {
            if (!installed.containsKey(name.replace('_', ' '))) installed.putIfAbsent(name, name);
        }
        names.forEach(installed::remove);
        names.addAll(installed.values());
        return names;
    }

    /** The tables in the luts folder: headless ImageJ has no menu to list them. */
    private List<String> files() {
        String[] files = folder == null ? null : folder.list();
        if (files == null) return List.of();
        return Arrays.stream(files)
                .filter(f -> f.endsWith(SUFFIX))
                .map(f -> f.substring(0, f.length() - SUFFIX.length()))
                .toList();
    }

    private WrongUse unknown(String name) {
        String nearest = String.join("\", \"", Nearest.of(name, names(), 3));
        return new WrongUse(
                "option lut",
                "no colour table is named \"" + name + "\"",
                "The nearest are \"" + nearest + "\". A file must end in .lut.");
    }
}
