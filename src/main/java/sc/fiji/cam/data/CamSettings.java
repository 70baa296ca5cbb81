package sc.fiji.cam.data;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The one description of a run: immutable, with defaults, validated. Front doors collect texts by
 * key and call {@link #of}; {@link #toMap} gives the texts back.
 *
 * @param model checkpoint file or folder, or the name of a model that comes with the program
 * @param labels file of class names, if any
 * @param family {@code auto}, or the family that overrides what the file suggests
 * @param entry which network of a file that holds several; empty: the best one
 * @param activation between the layers of a head whose file cannot tell; empty: ReLU
 * @param pooling behind the features of a file that cannot tell; empty: average
 * @param scaling values that the network gets; empty: what the file says, else ImageNet's
 * @param channels order of the colours; empty: what the file says, else RGB
 * @param target classes whose maps are made
 * @param top classes listed in the table; {@link Integer#MAX_VALUE} lists all
 * @param method the map
 * @param size input of the network; empty: what the file says, else the architecture's own
 * @param resize empty: what the file says, else stretch
 * @param crop share of the resized short side that is kept; empty: what the file says, else 1
 * @param interpolation empty: what the file says, else bilinear
 * @param registration where cells lie
 * @param display part of the map in colours
 * @param range logits of the first and last colour; empty: from the map itself
 * @param lut name of a colour table, or a .lut file
 * @param opacity weight of the heatmap, 0 to 1
 * @param device {@code auto}, {@code cpu}, {@code gpu}, {@code gpu:N} or {@code mps}
 * @param threads processor threads of one run; 0: as many as cores
 * @param map {@code none} or {@code show}: the 32-bit map as an image (ImageJ only)
 * @param table {@code results} or {@code none}: top classes in the Results table (ImageJ only)
 * @param given the texts this was made from, by key
 */
public record CamSettings(
        String model,
        String labels,
        String family,
        String entry,
        Optional<Activation> activation,
        Optional<Pooling> pooling,
        Optional<Scaling> scaling,
        Optional<ChannelOrder> channels,
        Targets target,
        int top,
        Method method,
        Optional<InputSize> size,
        Optional<ResizeMode> resize,
        Optional<Double> crop,
        Optional<Interpolation> interpolation,
        Registration registration,
        Display display,
        Optional<Range> range,
        String lut,
        double opacity,
        String device,
        int threads,
        String map,
        String table,
        Map<String, String> given) {

    private static final String AUTO = "auto";

    /** Every option at its default. */
    public static CamSettings defaults() {
        return of(Map.of());
    }

    /**
     * Reads a run from texts by key; keys that are absent take their defaults.
     *
     * @param given what the user wrote
     * @throws WrongUse if a key is unknown or a value not allowed
     */
    public static CamSettings of(Map<String, String> given) {
        given.keySet().forEach(Options::of);
        Reader read = new Reader(given);
        return new CamSettings(
                model(read.text("model")),
                read.text("labels"),
                family(read.text("family")),
                read.text("entry"),
                auto(read.text("activation"))
                        .map(t -> Choice.of("activation", t, Activation.values())),
                auto(read.text("pooling")).map(t -> Choice.of("pooling", t, Pooling.values())),
                auto(read.text("scaling")).map(Scaling::parse),
                auto(read.text("channels"))
                        .map(t -> Choice.of("channels", t, ChannelOrder.values())),
                Targets.parse(read.text("target")),
                top(read.text("top")),
                Choice.of("method", read.text("method"), Method.values()),
                auto(read.text("size")).map(InputSize::parse),
                auto(read.text("resize")).map(t -> Choice.of("resize", t, ResizeMode.values())),
                read.given("crop").map(CamSettings::crop),
                read.given("interpolation")
                        .map(t -> Choice.of("interpolation", t, Interpolation.values())),
                Choice.of("registration", read.text("registration"), Registration.values()),
                Choice.of("display", read.text("display"), Display.values()),
                auto(read.text("range")).map(Range::parse),
                read.text("lut"),
                opacity(read.text("opacity")),
                device(read.text("device")),
                threads(read.text("threads")),
                read.word("map"),
                read.word("table"),
                Map.copyOf(given));
    }

    /** What the user wrote, over the defaults: a text for every key, in the order of the list. */
    public Map<String, String> toMap() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Option option : Options.LIST) {
            texts.put(option.key(), given.getOrDefault(option.key(), option.standard()));
        }
        return texts;
    }

    /** The same run with one option changed. */
    public CamSettings with(String key, String value) {
        Map<String, String> changed = new LinkedHashMap<>(given);
        changed.put(key, value);
        return of(changed);
    }

    /** Threads to use on this machine. */
    public int threadsHere() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }

    private static Optional<String> auto(String text) {
        return text.equals(AUTO) ? Optional.empty() : Optional.of(text);
    }

    /** A macro's variable that was never set must not choose a model. */
    private static String model(String text) {
        if (!text.isBlank()) return text;
        throw Options.wrong("model", text, "the path of a checkpoint, or " + Options.BUNDLED);
    }

    private static String family(String text) {
        String names = "auto|torch|tensorflow|static|keras-none";
        if (text.matches(names)) return text;
        if (text.matches("static:\\d{1,5}")) {
            Options.whole("family", text.substring(7), InputSize.SMALLEST, 99999);
            return text;
        }
        throw Options.wrong("family", text, names.replace("|", ", ") + " or static:N");
    }

    private static int top(String text) {
        return text.equals("all") ? Integer.MAX_VALUE : Options.whole("top", text, 1, 99999999);
    }

    private static double crop(String text) {
        double value = Options.number("crop", text);
        if (value > 0 && value <= 1) return value;
        throw Options.wrong("crop", text, "a number above 0 and at most 1");
    }

    private static double opacity(String text) {
        double value = Options.number("opacity", text);
        if (value >= 0 && value <= 1) return value;
        throw Options.wrong("opacity", text, "a number from 0 to 1");
    }

    private static String device(String text) {
        if (text.matches("auto|cpu|gpu|gpu:\\d{1,3}|mps")) return text;
        throw Options.wrong("device", text, "auto, cpu, gpu, gpu:N or mps");
    }

    private static int threads(String text) {
        return text.equals("cores") ? 0 : Options.whole("threads", text, 1, 1024);
    }

    /** Texts by key, over the defaults of the list. */
    private record Reader(Map<String, String> texts) {
        String text(String key) {
            return given(key).orElse(Options.of(key).standard());
        }

        Optional<String> given(String key) {
            return Optional.ofNullable(texts.get(key));
        }

        String word(String key) {
            String text = text(key);
            if (Options.of(key).choices().contains(text)) return text;
            throw Options.wrong(key, text, "one of " + Options.of(key).form().replace("|", ", "));
        }
    }
}
