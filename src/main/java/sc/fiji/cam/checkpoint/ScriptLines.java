package sc.fiji.cam.checkpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The lines of a TorchScript file, as blocks by their indent, and as statements. */
final class ScriptLines {
    private static final int DEEPEST = 40;

    /**
     * A line with those that are indented below it.
     *
     * @param indent spaces in front
     * @param head the line; one that goes on over several is one
     * @param inside what is below
     */
    record Block(int indent, String head, List<Block> inside) {}

    private ScriptLines() {}

    /** The outermost blocks of a text. */
    static List<Block> blocks(String text) {
        Block root = new Block(-1, "", new ArrayList<>());
        Deque<Block> open = new ArrayDeque<>();
        open.push(root);
        StringBuilder line = new StringBuilder();
        int brackets = 0;
        for (String part : text.split("\n")) {
            line.append(line.isEmpty() ? part : " " + part.strip());
            brackets += balance(part);
            if (brackets > 0) continue;
            brackets = 0;
            String head = line.toString().strip();
            int indent = line.length() - line.toString().stripLeading().length();
            line.setLength(0);
            if (head.isEmpty()) continue;
            while (open.element().indent() >= indent) open.pop();
            Block block = new Block(indent, head, new ArrayList<>());
            open.element().inside().add(block);
            if (open.size() < DEEPEST) open.push(block);
        }
        return root.inside();
    }

    private static int balance(String text) {
        int balance = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            balance += depth(c);
            if (isQuote(c)) i = textEnd(text, i + 1, c) - 1;
        }
        return balance;
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    private static int depth(char c) {
        if (c == '(' || c == '[' || c == '{') return 1;
        return c == ')' || c == ']' || c == '}' ? -1 : 0;
    }

    /** The place behind the closing quote of a text that has begun before {@code at}. */
    static int textEnd(String line, int at, char quote) {
        for (int i = at; i < line.length(); i++) {
            if (line.charAt(i) == '\\') {
                i++;
            } else if (line.charAt(i) == quote) {
                return i + 1;
            }
        }
        return line.length();
    }

    /** Splits at a character that stands in no bracket and no text. */
    static List<String> split(String text, char at) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += depth(c);
            if (isQuote(c)) {
                i = textEnd(text, i + 1, c) - 1;
            } else if (c == at && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** Blocks as statements. */
    static List<ScriptCode.Statement> statements(List<Block> blocks) {
        List<ScriptCode.Statement> statements = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            String head = block.head();
            if (head.startsWith("if ") && head.endsWith(":")) {
                boolean paired = i + 1 < blocks.size() && blocks.get(i + 1).head().equals("else:");
                List<Block> otherwise = paired ? blocks.get(++i).inside() : List.of();
                ScriptExpr condition = ScriptParser.parse(head.substring(3, head.length() - 1));
                statements.add(
                        new ScriptCode.Statement.If(
                                condition, statements(block.inside()), statements(otherwise)));
            } else if (!block.inside().isEmpty()) {
                statements.add(new ScriptCode.Statement.Unknown(statements(block.inside())));
            } else if (!head.equals("pass")) {
                statements.add(simple(head));
            }
        }
        return statements;
    }

    private static ScriptCode.Statement simple(String line) {
        if (line.equals("return")) line = "return None";
        if (line.startsWith("return ")) {
            return new ScriptCode.Statement.Return(ScriptParser.parse(line.substring(7)));
        }
        List<String> sides = split(line, '=');
        boolean assigns = sides.size() == 2 && sides.get(0).matches("[\\w, :\\[\\].]+");
        if (!assigns) {
            return new ScriptCode.Statement.Assign(List.of(), false, ScriptParser.parse(line));
        }
        List<String> targets = new ArrayList<>();
        String left = sides.get(0).split(":", 2)[0];
        for (String target : left.split(",")) {
            if (!target.isBlank()) targets.add(target.strip());
        }
        boolean several = left.contains(",");
        return new ScriptCode.Statement.Assign(targets, several, ScriptParser.parse(sides.get(1)));
    }
}
