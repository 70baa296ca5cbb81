package sc.fiji.cam.fiji;

import ij.IJ;
import ij.Prefs;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Font;
import java.awt.TextField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import sc.fiji.cam.data.Option;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.data.WrongUse;

/**
 * Options on one screen, for people only: what they chose last is remembered for the next dialog
 * and for nothing else. ImageJ's own recording is not used, because it writes empty values and
 * leaves brackets as they are; {@link #record} writes what a macro may say.
 *
 * @param prefs what stands before a key in ImageJ's preferences, but for those of the model, which
 *     all dialogs share
 * @param options the option of a key
 * @param fields in order
 */
record OptionDialog(String prefs, Function<String, Option> options, List<Field> fields) {
    private static final String HELP = "https://imagej.net/plugins/efficientnet-cam";

    /** Stands before the keys of the model in ImageJ's preferences. */
    static final String SHARED = "efficientnetcam.";

    /** In crop and interpolation: leave it to the file. Written as an absent key. */
    private static final String AUTO = "auto";

    private static final int WIDE_COLUMNS = 42;

    /** A field of more takes the rest of its row. */
    private static final int SHORT_COLUMNS = 8;

    private static final Set<String> WIDE = Set.of("target", "save");

    /** What nobody wants again without saying so. */
    private static final Set<String> ONCE = Set.of("restart", "dryrun");

    /** Of a checkbox. */
    private static final List<String> FLAG = List.of("false", "true");

    /**
     * What stands in front of each field. The first word is the key, as everywhere in ImageJ.
     *
     * @param title of a group that begins here; empty within a group
     * @param sameRow whether it stands beside the field before it
     */
    record Field(String key, String label, String title, boolean sameRow) {}

    /** Several groups of fields, one below the other. */
    static List<Field> fields(List<List<Field>> groups) {
        return groups.stream().flatMap(List::stream).toList();
    }

    /**
     * Asks until the values are valid, then remembers and records them.
     *
     * @param reader what the values stand for; refuses what is wrong
     * @return empty if the user cancelled
     */
    <T> Optional<T> ask(Function<Map<String, String>, T> reader) {
        Map<String, String> values = remembered();
        while (true) {
            Form form = new Form(values);
            form.dialog.showDialog();
            if (form.dialog.wasCanceled()) return Optional.empty();
            values = form.values();
            try {
                Map<String, String> given = given(values);
                T read = reader.apply(given);
                remember(values);
                record(given);
                return Optional.of(read);
            } catch (WrongUse e) {
                IJ.showMessage(Door.TITLE, Door.wrapped("" + e.getMessage()));
            }
        }
    }

    /** Keys in the order of the dialog, and the labels in front of their fields. */
    Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (Field field : fields) labels.put(field.key(), field.label());
        return labels;
    }

    /** The options that the texts of the dialog stand for. */
    Map<String, String> given(Map<String, String> values) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String key : labels().keySet()) {
            String value = values.getOrDefault(key, "").strip();
            boolean absent = value.isEmpty() || (fileDecides(key) && value.equals(AUTO));
            if (!absent) given.put(key, value);
        }
        return given;
    }

    /** What a dialog shows that was never filled in. */
    String standard(String key) {
        return fileDecides(key) ? AUTO : options.apply(key).standard();
    }

    /**
     * A checkpoint may say how its pictures were prepared; a value given here would overrule it.
     */
    private static boolean fileDecides(String key) {
        return key.equals("crop") || key.equals("interpolation");
    }

    private List<String> choices(String key) {
        if (key.equals("lut")) return InstalledLuts.here().names();
        List<String> choices = options.apply(key).choices();
        if (!fileDecides(key) || choices.isEmpty()) return choices;
        return Stream.concat(Stream.of(AUTO), choices.stream()).toList();
    }

    Map<String, String> remembered() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : labels().keySet()) {
            values.put(key, Prefs.get(pref(key), standard(key)));
        }
        return values;
    }

    void remember(Map<String, String> values) {
        values.forEach(
                (key, value) -> {
                    if (!ONCE.contains(key)) Prefs.set(pref(key), value.strip());
                });
    }

    private String pref(String key) {
        return (Options.OF_MODEL.contains(key) ? SHARED : prefs) + key;
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

    /** The dialog while it is open. */
    private final class Form {
        private final GenericDialog dialog = new GenericDialog(Door.TITLE);
        private final Map<String, Component> inputs = new LinkedHashMap<>();

        Form(Map<String, String> values) {
            Font bold = new Font(Font.SANS_SERIF, Font.BOLD, 12);
            for (Field field : fields) {
                if (!field.title().isEmpty()) dialog.addMessage(field.title(), bold);
                if (field.sameRow()) dialog.addToSameRow();
                inputs.put(field.key(), add(field, values.getOrDefault(field.key(), "")));
            }
            dialog.addHelp(HELP);
        }

        private Component add(Field field, String value) {
            List<String> choices = choices(field.key());
            if (choices.equals(FLAG)) {
                dialog.addCheckbox(field.label(), value.equals("true"));
                return (Component) dialog.getCheckboxes().lastElement();
            }
            if (!choices.isEmpty()) {
                dialog.addChoice(field.label(), choices.toArray(new String[0]), value);
                return (Component) dialog.getChoices().lastElement();
            }
            String form = options.apply(field.key()).form();
            if (form.equals("FILE")) {
                dialog.addFileField(field.label(), value, WIDE_COLUMNS);
            } else if (form.startsWith("DIR")) {
                dialog.addDirectoryField(field.label(), value, WIDE_COLUMNS);
            } else {
                boolean wide = WIDE.contains(field.key());
                dialog.addStringField(field.label(), value, wide ? WIDE_COLUMNS : SHORT_COLUMNS);
            }
            return (Component) dialog.getStringFields().lastElement();
        }

        private Map<String, String> values() {
            Map<String, String> values = new LinkedHashMap<>();
            inputs.forEach((key, input) -> values.put(key, value(input)));
            return values;
        }

        private static String value(Component input) {
            if (input instanceof Checkbox box) return Boolean.toString(box.getState());
            if (input instanceof Choice choice) return choice.getSelectedItem();
            return ((TextField) input).getText();
        }
    }
}
