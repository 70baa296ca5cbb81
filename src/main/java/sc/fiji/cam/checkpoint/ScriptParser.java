package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses one expression of the Python in which TorchScript is stored. What it does not know becomes
 * {@link ScriptExpr.Unknown}; it never fails.
 *
 * @see <a
 *     href="https://github.com/pytorch/pytorch/blob/main/torch/csrc/jit/serialization/python_print.cpp">python_print.cpp</a>
 */
final class ScriptParser {
    private static final int DEEPEST = 60;
    private static final Pattern TOKEN =
            Pattern.compile("[A-Za-z_]\\w*|\\d[\\w.]*(?:(?<=[eE])[+-]\\d+)?|\\S");
    private static final Map<String, Object> WORDS =
            Map.of("True", true, "False", false, "None", Inert.Nothing.NONE);

    private final List<String> tokens = new ArrayList<>();
    private int at;
    private int depth;

    private ScriptParser(String text) {
        Matcher matcher = TOKEN.matcher(text);
        int start = 0;
        while (matcher.find(start)) {
            start = matcher.end();
            char quote = matcher.group().charAt(0);
            // By hand: a long text would be too deep for an expression.
            if (quote == '"' || quote == '\'') start = ScriptLines.textEnd(text, start, quote);
            tokens.add(text.substring(matcher.start(), start));
        }
    }

    /** Parses a text from its first to its last character. */
    static ScriptExpr parse(String text) {
        ScriptParser parser = new ScriptParser(text);
        List<ScriptExpr> items = new ArrayList<>();
        boolean comma = parser.items(items, "");
        if (parser.at < parser.tokens.size() || items.isEmpty()) return new ScriptExpr.Unknown();
        return items.size() == 1 && !comma ? items.get(0) : new ScriptExpr.Items(items);
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private boolean take(String token) {
        boolean same = !token.isEmpty() && peek().equals(token);
        if (same) at++;
        return same;
    }

    /** Expressions up to a closing token; whether the last one has a comma behind it. */
    private boolean items(List<ScriptExpr> items, String end) {
        boolean comma = false;
        while (at < tokens.size() && !peek().equals(end)) {
            items.add(expression());
            comma = take(",");
            if (!comma) break;
        }
        return comma;
    }

    private ScriptExpr expression() {
        if (++depth > DEEPEST) {
            at = tokens.size() + 1;
            return new ScriptExpr.Unknown();
        }
        ScriptExpr value = atom();
        boolean more = true;
        while (more) {
            if (take(".")) {
                value = new ScriptExpr.Attribute(value, next());
            } else if (take("(")) {
                value = call(value);
            } else if (take("[")) {
                value = new ScriptExpr.Item(value, expression());
                more = take("]");
            } else {
                more = false;
            }
        }
        depth--;
        return value;
    }

    private String next() {
        String token = peek();
        at++;
        return token;
    }

    private ScriptExpr atom() {
        String token = next();
        if (WORDS.containsKey(token)) return new ScriptExpr.Constant(WORDS.get(token));
        if (token.matches("[A-Za-z_]\\w*")) return new ScriptExpr.Name(token);
        if (token.matches("\\d.*")) return number(token, 1);
        if (token.equals("-")) return number(next(), -1);
        if (token.length() > 1) {
            return new ScriptExpr.Constant(token.substring(1, token.length() - 1));
        }
        List<ScriptExpr> items = new ArrayList<>();
        if (token.equals("(")) {
            boolean comma = items(items, ")");
            boolean closed = take(")");
            if (!closed) return new ScriptExpr.Unknown();
            return items.size() == 1 && !comma ? items.get(0) : new ScriptExpr.Items(items);
        }
        boolean list = token.equals("[");
        if (list) items(items, "]");
        if (token.equals("{")) values(items);
        boolean closed = list && take("]") || token.equals("{") && take("}");
        return closed ? new ScriptExpr.Items(items) : new ScriptExpr.Unknown();
    }

    /** The values of a dictionary. */
    private void values(List<ScriptExpr> values) {
        while (at < tokens.size() && !peek().equals("}")) {
            expression();
            if (!take(":")) return;
            values.add(expression());
            if (!take(",")) return;
        }
    }

    private static ScriptExpr number(String token, int sign) {
        try {
            if (token.matches("\\d{1,18}")) {
                return new ScriptExpr.Constant(sign * Long.parseLong(token));
            }
            return new ScriptExpr.Constant(sign * Double.parseDouble(token));
        } catch (NumberFormatException e) {
            return new ScriptExpr.Unknown();
        }
    }

    private ScriptExpr call(ScriptExpr callee) {
        List<ScriptExpr> arguments = new ArrayList<>();
        Map<String, ScriptExpr> named = new LinkedHashMap<>();
        while (at < tokens.size() && !peek().equals(")")) {
            boolean keyword = at + 1 < tokens.size() && tokens.get(at + 1).equals("=");
            if (keyword) {
                String name = next();
                at++;
                named.put(name, expression());
            } else {
                arguments.add(expression());
            }
            if (!take(",")) break;
        }
        return take(")") ? new ScriptExpr.Call(callee, arguments, named) : new ScriptExpr.Unknown();
    }
}
