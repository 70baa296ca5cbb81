package sc.fiji.cam.fiji;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Font;
import java.awt.TextField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.data.CamSettings;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.data.WrongUse;

/**
 * Every option on one screen, for people only: what they chose last is remembered for the next
 * dialog and for nothing else. ImageJ's own recording is not used, because it writes empty values
 * and leaves brackets as they are; {@link #record} writes what a macro may say.
 */
final class ExplainDialog {
    private static final String HELP = "https://imagej.net/plugins/efficientnet-cam";
    private static final String PREFS = "efficientnetcam.";

    /** In crop and interpolation: leave it to the file. Written as an absent key. */
    private static final String AUTO = "auto";

    private static final int WIDE_COLUMNS = 42;
    private static final int SHORT_COLUMNS = 8;

    /**
     * What stands in front of each field. The first word is the key, as everywhere in ImageJ.
     *
     * @param title of a group that begins here; empty within a group
     * @param sameRow whether it stands beside the field before it
     */
    private record Field(String key, String label, String title, boolean sameRow) {}

    private static final List<Field> FIELDS =
            List.of(
                    new Field("model", "Model file", "Model", false),
                    new Field("labels", "Labels file (optional)", "", false),
                    new Field("family", "Family of padding", "", false),
                    new Field("device", "Device", "", true),
                    new Field("entry", "Entry in the file", "", false),
                    new Field("activation", "Activation in the head", "", true),
                    new Field(
                            "target",
                            "Target classes",
                            "What to explain: top, top3, all, class numbers or labels,"
                                    + " separated by commas",
                            false),
                    new Field("method", "Method", "", false),
                    new Field("registration", "Registration", "", true),
                    new Field("size", "Size of input (px)", "How the network sees it", false),
                    new Field("resize", "Resize by", "", true),
                    new Field("crop", "Crop fraction", "", false),
                    new Field("interpolation", "Interpolation", "", true),
                    new Field("scaling", "Scaling of values", "", false),
                    new Field("channels", "Channels", "", true),
                    new Field("lut", "Lut", "How it is drawn", false),
                    new Field("opacity", "Opacity", "", true),
                    new Field("display", "Display", "", false),
                    new Field("range", "Range (logits)", "", true),
                    new Field("map", "Map as 32-bit image", "What else", false),
                    new Field("table", "Table", "", true),
                    new Field("top", "Top classes in table", "", false),
                    new Field("threads", "Threads", "", true));

    private final GenericDialog dialog = new GenericDialog(ExplainImage.TITLE);
    private final Map<String, Component> inputs = new LinkedHashMap<>();

    private ExplainDialog(Map<String, String> values) {
        Font bold = new Font(Font.SANS_SERIF, Font.BOLD, 12);
        for (Field field : FIELDS) {
            if (!field.title().isEmpty()) dialog.addMessage(field.title(), bold);
            if (field.sameRow()) dialog.addToSameRow();
            inputs.put(field.key(), add(field, values.getOrDefault(field.key(), "")));
        }
        dialog.addHelp(HELP);
    }

    /**
     * Asks until the values are valid, then remembers and records them.
     *
     * @param image the image to be explained, or null
     * @return empty if the user cancelled
     * @throws BadPicture if there is no image: before anybody fills in a form for nothing
     */
    static Optional<CamSettings> ask(@Nullable ImagePlus image) {
        if (image == null) {
            throw new BadPicture("image", "there is none", "Open an image first.");
        }
        Map<String, String> values = remembered();
        while (true) {
            ExplainDialog form = new ExplainDialog(values);
            form.dialog.showDialog();
            if (form.dialog.wasCanceled()) return Optional.empty();
            values = form.values();
            try {
                Map<String, String> given = given(values);
                CamSettings settings = CamSettings.of(given);
                ModelCache.requireModel(settings);
                remember(values);
                record(given);
                return Optional.of(settings);
            } catch (WrongUse e) {
                IJ.showMessage(ExplainImage.TITLE, ExplainImage.wrapped("" + e.getMessage()));
            }
        }
    }

    /** Keys in the order of the dialog, and the labels in front of their fields. */
    static Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (Field field : FIELDS) labels.put(field.key(), field.label());
        return labels;
    }

    /** The options that the texts of the dialog stand for. */
    static Map<String, String> given(Map<String, String> values) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String key : labels().keySet()) {
            String value = values.getOrDefault(key, "").strip();
            boolean absent = value.isEmpty() || (fileDecides(key) && value.equals(AUTO));
            if (!absent) given.put(key, value);
        }
        return given;
    }

    /** What a dialog shows that was never filled in. */
    static String standard(String key) {
        return fileDecides(key) ? AUTO : Options.of(key).standard();
    }

    /**
     * A checkpoint may say how its pictures were prepared; a value given here would overrule it.
     */
    private static boolean fileDecides(String key) {
        return key.equals("crop") || key.equals("interpolation");
    }

    private Component add(Field field, String value) {
        List<String> choices = choices(field.key());
        if (!choices.isEmpty()) {
            dialog.addChoice(field.label(), choices.toArray(new String[0]), value);
            return (Component) dialog.getChoices().lastElement();
        }
        if (Options.of(field.key()).form().equals("FILE")) {
            dialog.addFileField(field.label(), value, WIDE_COLUMNS);
        } else {
            boolean wide = field.key().equals("target");
            dialog.addStringField(field.label(), value, wide ? WIDE_COLUMNS : SHORT_COLUMNS);
        }
        return (Component) dialog.getStringFields().lastElement();
    }

    private static List<String> choices(String key) {
        if (key.equals("lut")) return InstalledLuts.here().names();
        List<String> choices = Options.of(key).choices();
        if (!fileDecides(key) || choices.isEmpty()) return choices;
        return Stream.concat(Stream.of(AUTO), choices.stream()).toList();
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        inputs.forEach(
                (key, input) ->
                        values.put(
                                key,
                                input instanceof Choice choice
                                        ? choice.getSelectedItem()
                                        : ((TextField) input).getText()));
        return values;
    }

    static Map<String, String> remembered() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : labels().keySet()) {
            values.put(key, Prefs.get(PREFS + key, standard(key)));
        }
        return values;
    }

    static void remember(Map<String, String> values) {
        values.forEach((key, value) -> Prefs.set(PREFS + key, value.strip()));
    }

    /** Writes the options into the line that ImageJ's recorder is about to add. */
    private static void record(Map<String, String> given) {
        if (!IJ.recording()) return;
        given.forEach((key, value) -> Recorder.recordOption(key, recorded(value)));
    }

    /**
     * A value as the recorder must get it. The recorder puts brackets around values with spaces;
     * others that would be misread get theirs here. Windows paths get slashes, as in all of ImageJ.
     */
    static String recorded(String value) {
        String text = value.matches("[A-Za-z]:\\\\.*") ? value.replace('\\', '/') : value;
        boolean needed = text.startsWith("[") || text.startsWith("'");
        String quoted = needed && text.indexOf(' ') < 0 ? "[" + text + "]" : text;
        return Recorder.fixString(quoted);
    }
}
