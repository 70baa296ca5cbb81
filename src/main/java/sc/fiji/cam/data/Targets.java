package sc.fiji.cam.data;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The classes whose maps are asked for.
 *
 * @param list at least one
 */
public record Targets(List<Target> list) {
    private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");

    /** One item of the list. */
    public sealed interface Target {}

    /**
     * The classes with the largest logits.
     *
     * @param count how many, at least 1
     */
    public record Top(int count) implements Target {}

    /** Every class. */
    public record All() implements Target {}

    /**
     * A class by its number.
     *
     * @param number from 0
     */
    public record Number(int number) implements Target {}

    /**
     * A class by its name.
     *
     * @param name exactly as in the list of labels
     */
    public record Label(String name) implements Target {}

    /** Copies the list. */
    public Targets {
        list = List.copyOf(list);
    }

    /**
     * Reads {@code top}, {@code topN}, {@code all}, a class number, a label, {@code label:NAME}, or
     * several of these separated by commas. A comma inside a label is written {@code \,}.
     *
     * @throws WrongUse if an item is empty or a number too large
     */
    public static Targets parse(String text) {
        List<Target> list = new ArrayList<>();
        for (String part : COMMA.split(text, -1)) {
            list.add(target(part.strip().replace("\\,", ","), text));
        }
        return new Targets(list);
    }

    private static Target target(String item, String text) {
        if (item.isEmpty()) {
            throw Options.wrong("target", text, "top, topN, all, class numbers or labels");
        }
        if (item.equals("top")) return new Top(1);
        if (item.matches("top[1-9]\\d{0,6}")) return new Top(Integer.parseInt(item.substring(3)));
        if (item.equals("all")) return new All();
        if (item.matches("\\d{1,9}")) return new Number(Integer.parseInt(item));
        return new Label(item.startsWith("label:") ? item.substring(6) : item);
    }

    /**
     * Checks that every class asked for exists, before anything runs.
     *
     * @param labels names of all classes
     * @throws WrongUse if one does not; the nearest are named
     */
    public void check(Labels labels) {
        resolve(labels, IntStream.range(0, labels.names().size()).boxed().toList());
    }

    /**
     * The class numbers meant, each once, in the order asked for.
     *
     * @param labels names of all classes
     * @param ranked all class numbers, largest logit first
     * @throws WrongUse if a class does not exist; the nearest are named
     */
    public List<Integer> resolve(Labels labels, List<Integer> ranked) {
        Set<Integer> classes = new LinkedHashSet<>();
        for (Target target : list) {
            if (target instanceof Top top) {
                classes.addAll(ranked.subList(0, Math.min(top.count(), ranked.size())));
            } else if (target instanceof All) {
                IntStream.range(0, ranked.size()).forEach(classes::add);
            } else if (target instanceof Number number) {
                classes.add(labels.check(number.number()));
            } else if (target instanceof Label label) {
                classes.add(labels.find(label.name()));
            }
        }
        return List.copyOf(classes);
    }
}
