package sc.fiji.cam.data;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * ImageJ's option string, {@code key=value key2=[value with spaces]}, read strictly: what ImageJ's
 * own reader silently ignores is an error here.
 */
public final class MacroOptions {
    private MacroOptions() {}

    /**
     * Splits an option string.
     *
     * @param options as a macro gives it; brackets nest, {@code '...'} quotes too
     * @return value by key, in order
     * @throws WrongUse for a key without value, a key given twice, a bracket that is not closed
     */
    public static Map<String, String> parse(String options) {
        return parse(options, Options::of);
    }

    /**
     * Splits an option string of a command with other options.
     *
     * @param options as a macro gives it
     * @param known refuses a key that the command does not have
     */
    public static Map<String, String> parse(String options, Consumer<String> known) {
        Map<String, String> map = new LinkedHashMap<>();
        int at = skipSpaces(options, 0);
        while (at < options.length()) {
            int equals = at;
            while (equals < options.length() && !isEnd(options.charAt(equals))) equals++;
            String key = options.substring(at, equals);
            if (equals == options.length() || options.charAt(equals) != '=') {
                known.accept(key);
                throw new WrongUse("option " + key, "it has no value", "Write " + key + "=VALUE.");
            }
            known.accept(key);
            int end = valueEnd(options, equals + 1, key);
            if (map.put(key, unquoted(options.substring(equals + 1, end))) != null) {
                throw new WrongUse("option " + key, "it is given twice", "Keep one of them.");
            }
            at = skipSpaces(options, end);
        }
        return map;
    }

    /** Writes an option string that {@link #parse} reads back; empty values become {@code []}. */
    public static String format(Map<String, String> map) {
        StringBuilder text = new StringBuilder();
        map.forEach(
                (key, value) -> {
                    if (text.length() > 0) text.append(' ');
                    text.append(key).append('=').append(quoted(value));
                });
        return text.toString();
    }

    private static boolean isEnd(char c) {
        return c == '=' || Character.isWhitespace(c);
    }

    private static int skipSpaces(String text, int at) {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
        return at;
    }

    private static int valueEnd(String text, int start, String key) {
        char first = start < text.length() ? text.charAt(start) : ' ';
        int at = start;
        if (first == '[') {
            int depth = 0;
            for (; at < text.length(); at++) {
                if (text.charAt(at) == '[') depth++;
                if (text.charAt(at) == ']' && --depth == 0) return at + 1;
            }
            throw new WrongUse("option " + key, "its bracket [ is not closed", "Add a ].");
        }
        if (first == '\'') {
            int close = text.indexOf('\'', start + 1);
            if (close >= 0) return close + 1;
            throw new WrongUse("option " + key, "its quote ' is not closed", "Add a '.");
        }
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) at++;
        return at;
    }

    private static String unquoted(String value) {
        boolean quoted = value.startsWith("[") || value.startsWith("'");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static String quoted(String value) {
        return value.matches("[^\\s\\[\\]']+") ? value : "[" + value + "]";
    }
}
