package sc.fiji.cam.data;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The one list of options. To add one: a row here and a component of {@link CamSettings}. */
public final class Options {
    /** What the option {@code model} calls the model that comes with the program. */
    public static final String BUNDLED = "bundled";

    /** Every option, in the order of dialogs and help texts. */
    public static final List<Option> LIST =
            List.of(
                    text(
                            "model",
                            "FILE",
                            BUNDLED,
                            "checkpoint or folder: .pth, .pt, .bin, .ckpt, .safetensors, .keras,"
                                    + " .h5; bundled: the one that comes with the program"),
                    text("labels", "FILE", "", "class names: one per line, JSON or .csv"),
                    text(
                            "family",
                            "auto|torch|tensorflow|static|static:N|keras-none",
                            "auto",
                            "padding and eps, where the file cannot tell"),
                    text("entry", "NAME", "", "which of several networks in one file"),
                    text(
                            "activation",
                            "auto|NAME",
                            "auto",
                            "function between the layers of a head, where the file cannot tell"),
                    new Option(
                            "pooling",
                            "auto|average|max",
                            "auto",
                            List.of("auto", "average", "max"),
                            "pooling behind the features, where the file cannot tell",
                            Option.Door.ALL),
                    text(
                            "scaling",
                            "auto|0-255|0-1|-1-1|imagenet|MEAN,STD",
                            "auto",
                            "values that the network gets"),
                    new Option(
                            "channels",
                            "auto|RGB|BGR",
                            "auto",
                            List.of("auto", "RGB", "BGR"),
                            "order of the colours that the network gets",
                            Option.Door.ALL),
                    text(
                            "target",
                            "top|topN|all|NUMBER|LABEL|label:NAME,...",
                            "top",
                            "classes whose maps are made"),
                    text("top", "N|all", "5", "classes listed in the table"),
                    choice("method", Method.values(), "cam", "map that is computed"),
                    text("size", "auto|N|WxH", "auto", "input of the network, pixels"),
                    new Option(
                            "resize",
                            "auto|stretch|crop|fit",
                            "auto",
                            List.of("auto", "stretch", "crop", "fit"),
                            "how the image is brought to that size",
                            Option.Door.ALL),
                    text("crop", "C", "1", "with resize=crop: short side to size / C, 0 < C <= 1"),
                    choice(
                            "interpolation",
                            Interpolation.values(),
                            "bilinear",
                            "filter of the resizing"),
                    choice("registration", Registration.values(), "weights", "where cells lie"),
                    choice("display", Display.values(), "positive", "part of the map in colours"),
                    text("range", "auto|LOW,HIGH", "auto", "logits of first and last colour"),
                    text("lut", "NAME|FILE.lut", "jet", "colour table"),
                    text("opacity", "0..1", "0.4", "weight of the heatmap over the image"),
                    text("device", "auto|cpu|gpu|gpu:N|mps", "auto", "where the network runs"),
                    text("threads", "N|cores", "cores", "processor threads of one network run"),
                    imagej("map", "none|show", "none", "the 32-bit map in logits as an image"),
                    imagej("table", "results|none", "results", "top classes in the Results table"));

    /** Options that decide what is understood of a weight file, in order. */
    public static final List<String> OF_MODEL =
            List.of(
                    "model",
                    "labels",
                    "family",
                    "entry",
                    "activation",
                    "pooling",
                    "scaling",
                    "channels");

    private static final Map<String, Option> BY_KEY =
            LIST.stream().collect(Collectors.toUnmodifiableMap(Option::key, o -> o));

    private Options() {}

    private static Option text(String key, String form, String standard, String help) {
        return new Option(key, form, standard, List.of(), help, Option.Door.ALL);
    }

    private static Option choice(String key, Choice[] values, String standard, String help) {
        List<String> ids = Choice.ids(values);
        String form = String.join("|", ids);
        return new Option(key, form, standard, ids, help, Option.Door.ALL);
    }

    private static Option imagej(String key, String form, String standard, String help) {
        List<String> words = List.of(form.split("\\|"));
        return new Option(key, form, standard, words, help, Option.Door.IMAGEJ);
    }

    /** All keys, in alphabetical order. */
    public static Set<String> keys() {
        return new TreeSet<>(BY_KEY.keySet());
    }

    /**
     * The option of a key.
     *
     * @throws WrongUse if there is none; the message names the nearest
     */
    public static Option of(String key) {
        Option option = BY_KEY.get(key);
        if (option == null) throw unknown(key, keys(), "there is no such option");
        return option;
    }

    /**
     * The option of the model of a key.
     *
     * @throws WrongUse if there is none in {@link #OF_MODEL}; the message names the nearest
     */
    public static Option ofModel(String key) {
        if (OF_MODEL.contains(key)) return of(key);
        throw unknown(key, OF_MODEL, "a model has no such option");
    }

    /**
     * The error for a key that is none of those that something takes.
     *
     * @param problem what is wrong, without a closing full stop
     */
    public static WrongUse unknown(String key, Collection<String> known, String problem) {
        return new WrongUse("option " + key, problem, Nearest.advice(key, known) + ".");
    }

    /** The error for a value that an option does not take. */
    public static WrongUse wrong(String key, String text, String expected) {
        return new WrongUse("option " + key, "found \"" + text + "\", expected " + expected, "");
    }

    /**
     * Reads a finite decimal number; the decimal point is a point in every locale.
     *
     * @throws WrongUse if the text is none
     */
    public static double number(String key, String text) {
        String trimmed = text.strip();
        if (!trimmed.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?")) {
            throw wrong(key, text, "a number such as 0.4");
        }
        double value = Double.parseDouble(trimmed);
        if (Double.isInfinite(value)) throw wrong(key, text, "a finite number");
        return value;
    }

    /**
     * Reads a whole number within bounds.
     *
     * @throws WrongUse if the text is none, or outside
     */
    public static int whole(String key, String text, int low, int high) {
        String expected = "a whole number, " + low + " to " + high;
        if (!text.matches("\\d{1,9}")) throw wrong(key, text, expected);
        int value = Integer.parseInt(text);
        if (value < low || value > high) throw wrong(key, text, expected);
        return value;
    }
}
