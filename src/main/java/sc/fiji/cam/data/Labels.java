package sc.fiji.cam.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The names of the classes, in the order of the network's outputs.
 *
 * @param names one per class
 * @param source where they were found, for messages: {@code file}, a path, {@code numbers}
 */
public record Labels(List<String> names, String source) {
    /** The source of names that nobody gave. */
    public static final String NUMBERS = "numbers";

    /** Copies the list. */
    public Labels {
        names = List.copyOf(names);
    }

    /** {@code class 0}, {@code class 1} ...: for files without names. */
    public static Labels numbered(int classes) {
        List<String> names = IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
        return new Labels(names, NUMBERS);
    }

    /**
     * The number of the class with this name.
     *
     * @throws WrongUse if no class has it (the nearest are named), or several (all are named)
     */
    public int find(String name) {
        List<Integer> found = new ArrayList<>();
        for (int c = 0; c < names.size(); c++) {
            if (names.get(c).equals(name)) found.add(c);
        }
        if (found.size() == 1) return found.get(0);
        if (found.isEmpty()) {
            String nearest = String.join("\", \"", Nearest.of(name, names, 3));
            String advice = "The nearest are \"" + nearest + "\".";
            throw new WrongUse("option target", "no class is named \"" + name + "\"", advice);
        }
        throw new WrongUse(
                "option target",
                "classes " + found + " are all named \"" + name + "\"",
                "Give the number instead.");
    }

    /**
     * Checks a class number.
     *
     * @throws WrongUse if there is no such class
     */
    public int check(int number) {
        if (number < names.size()) return number;
        int last = names.size() - 1;
        throw new WrongUse(
                "option target",
                "found class " + number + ", expected a number from 0 to " + last,
                "The nearest is " + last + ", \"" + names.get(last) + "\".");
    }
}
