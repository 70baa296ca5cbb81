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

    private static int balance(CharSequence text) {
        int balance = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') i++;
                if (c == quote) quote = 0;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '(' || c == '[' || c == '{') {
                balance++;
            } else if (c == ')' || c == ']' || c == '}') {
                balance--;
            }
        }
        return balance;
    }

    /** Splits at a character that stands in no bracket and no text. */
    static List<String> split(String text, char at) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') i++;
                if (c == quote) quote = 0;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (c == ')' || c == ']' || c == '}') {
                depth--;
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
