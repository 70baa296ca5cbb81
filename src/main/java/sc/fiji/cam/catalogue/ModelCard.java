package sc.fiji.cam.catalogue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be known of a model that comes with the program.
 *
 * @param id one word; the option {@code model} takes it
 * @param title in a few words
 * @param purpose what it tells apart, and what for
 * @param file name of its weight file, beside the cards
 * @param sha256 of that file, 64 hexadecimal digits
 * @param architecture {@code b0} to {@code b7}
 * @param classes names, in the order of the network's outputs
 * @param size edge of the network's square input, pixels
 * @param input the images it is made for
 * @param made commands that made it, in order
 * @param seed of the training
 * @param measurement how good it was on new pictures; null as long as nobody has measured
 * @param limits what it cannot do, whole sentences
 * @param licence of the weights
 */
public record ModelCard(
        String id,
        String title,
        String purpose,
        String file,
        String sha256,
        String architecture,
        List<String> classes,
        int size,
        String input,
        List<String> made,
        int seed,
        @Nullable Measured measurement,
        List<String> limits,
        String licence) {

    private static final int SMALLEST = 32;

    /** Checks that nothing is missing, and copies the lists. */
    public ModelCard {
        require("id", id, "[a-z][a-z0-9-]*");
        require("title", title, ".+");
        require("purpose", purpose, ".+");
        require("file", file, "[a-z0-9-]+\\.safetensors");
        require("sha256", sha256, "[0-9a-f]{64}");
        require("architecture", architecture, "b[0-7]");
        require("input", input, ".+");
        require("licence", licence, ".+");
        if (size < SMALLEST) throw new IllegalArgumentException("size=" + size + ", needs >= 32");
        classes = filled("classes", classes);
        made = filled("made", made);
        limits = filled("limits", limits);
    }

    private static void require(String name, @Nullable String text, String form) {
        if (text != null && text.matches(form)) return;
        throw new IllegalArgumentException(name + "=" + text + ", needs " + form);
    }

    private static List<String> filled(String name, @Nullable List<String> list) {
        if (list != null && !list.isEmpty()) return List.copyOf(list);
        throw new IllegalArgumentException(name + "=" + list + ", needs at least one");
    }

    /** How good it was on new pictures, if anybody has measured. */
    public Optional<Measured> measured() {
        return Optional.ofNullable(measurement);
    }

    /** What results call it: the id, and that it is no file of the user's. */
    public String name() {
        return id + " (bundled)";
    }

    /** Names and values for people, in order: what is not in the weight file already. */
    public Map<String, List<String>> rows() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        rows.put("title", List.of(title));
        rows.put("purpose", List.of(purpose));
        rows.put("made for", List.of(input));
        rows.put("made by", made);
        rows.put("seed", List.of(Integer.toString(seed)));
        rows.put("measured", measured().map(ModelCard::lines).orElse(List.of("not yet")));
        rows.put("limits", limits);
        rows.put("licence", List.of(licence));
        return rows;
    }

    private static List<String> lines(Measured m) {
        return List.of(
                text("%d new pictures: %s", m.images(), m.data()),
                text("accuracy %.1f %%", 100 * m.accuracy()),
                text("calibration error %.1f %%", 100 * m.calibrationError()),
                text(
                        "map points at the defect in %.1f %% (bell in the middle %.1f %%,"
                                + " shuffled map %.1f %%)",
                        100 * m.pointing(),
                        100 * m.gaussian().pointing(),
                        100 * m.shuffled().pointing()),
                text(
                        "positive evidence there %.1f %% (bell in the middle %.1f %%,"
                                + " shuffled map %.1f %%)",
                        100 * m.energy(),
                        100 * m.gaussian().energy(),
                        100 * m.shuffled().energy()));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Plain values by field, for JSON and scripts; {@code measured} is null if nobody has. */
    public Map<String, @Nullable Object> facts() {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("id", id);
        facts.put("title", title);
        facts.put("purpose", purpose);
        facts.put("input", input);
        facts.put("made", made);
        facts.put("seed", seed);
        facts.put("measured", measured().map(ModelCard::facts).orElse(null));
        facts.put("limits", limits);
        facts.put("licence", licence);
        return facts;
    }

    private static Map<String, Object> facts(Measured m) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("data", m.data());
        facts.put("images", m.images());
        facts.put("accuracy", m.accuracy());
        facts.put("calibrationError", m.calibrationError());
        facts.putAll(place(new Measured.Place(m.pointing(), m.energy())));
        facts.put("gaussian", place(m.gaussian()));
        facts.put("shuffled", place(m.shuffled()));
        return facts;
    }

    private static Map<String, Object> place(Measured.Place place) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("pointing", place.pointing());
        facts.put("energy", place.energy());
        return facts;
    }
}
