package sc.fiji.cam.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sc.fiji.cam.data.Choice;

/** A kind of file that is made of every map. */
public enum Saved implements Choice {
    /** The picture with the heatmap drawn in. */
    OVERLAY("overlay", "overlay.png"),
    /** The map at the size of the image, 32 bit, logits. */
    MAP("map", "cam.tif"),
    /** The grid itself, 32 bit. */
    RAW("raw", "raw.tif");

    /** All endings as a regular expression. */
    static final String ENDINGS =
            Arrays.stream(values())
                    .map(kind -> Pattern.quote(kind.ending))
                    .collect(Collectors.joining("|"));

    private static final String NONE = "none";

    private final String id;
    private final String ending;

    Saved(String id, String ending) {
        this.id = id;
        this.ending = ending;
    }

    @Override
    public String id() {
        return id;
    }

    /** What stands behind name and class: {@code overlay.png}. */
    public String ending() {
        return ending;
    }

    /** All kinds. */
    public static Set<Saved> all() {
        return EnumSet.allOf(Saved.class);
    }

    /**
     * Reads a list: {@code overlay,map}, {@code none}.
     *
     * @throws sc.fiji.cam.data.WrongUse if a word is none of them
     */
    static Set<Saved> parse(String text) {
        Set<Saved> kinds = EnumSet.noneOf(Saved.class);
        if (text.equals(NONE)) return kinds;
        for (String word : text.split(",", -1)) {
            kinds.add(Choice.of("save", word.strip(), values()));
        }
        return kinds;
    }

    /** The list as {@link #parse} reads it, in the order of this type. */
    static String text(Set<Saved> kinds) {
        List<String> words = new ArrayList<>();
        for (Saved kind : values()) if (kinds.contains(kind)) words.add(kind.id);
        return words.isEmpty() ? NONE : String.join(",", words);
    }
}
