package sc.fiji.cam.checkpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The classes and functions of a TorchScript archive, parsed when they are asked for. */
final class ScriptCode {
    private static final int LONGEST = 1 << 24;
    private static final String FOLDER = "code/";

    /** One statement; of a block in order. */
    sealed interface Statement {
        /** {@code targets = value}; without targets the value alone. */
        record Assign(List<String> targets, boolean several, ScriptExpr value)
                implements Statement {}

        /** {@code return value}. */
        record Return(ScriptExpr value) implements Statement {}

        /** {@code if condition: then else: otherwise}. */
        record If(ScriptExpr condition, List<Statement> then, List<Statement> otherwise)
                implements Statement {}

        /** Anything else, with the variables that it may set. */
        record Unknown(List<Statement> inside) implements Statement {}
    }

    /**
     * A function or method.
     *
     * @param parameters names, of a method {@code self} first
     * @param defaults values of those that may be left out
     * @param body statements
     */
    record Function(
            List<String> parameters, Map<String, ScriptExpr> defaults, List<Statement> body) {}

    /**
     * A class.
     *
     * @param constants fixed settings
     * @param methods by name
     */
    record Class(Map<String, ScriptExpr> constants, Map<String, Function> methods) {}

    private final Archive archive;
    private final String root;
    private final Map<String, ScriptFile> files = new HashMap<>();

    /** Bytes of code that may still be parsed. */
    private int left = LONGEST;

    /**
     * @param archive its members
     * @param root folder of the archive
     */
    ScriptCode(Archive archive, String root) {
        this.archive = archive;
        this.root = root;
    }

    /** The class of a qualified name, {@code __torch__.net.Net}. */
    Optional<Class> type(String name) {
        return Optional.ofNullable(file(name).classes().get(last(name)));
    }

    /** The function of a qualified name. */
    Optional<Function> function(String name) {
        return Optional.ofNullable(file(name).functions().get(last(name)));
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private ScriptFile file(String name) {
        int dot = name.lastIndexOf('.');
        String module = dot < 0 ? "" : name.substring(0, dot);
        String path = root + FOLDER + module.replace('.', '/') + ".py";
        @Nullable ScriptFile known = files.get(path);
        if (known == null) {
            String text = archive.text(path, left);
            left -= text.length();
            known = ScriptFile.parse(text);
            files.put(path, known);
        }
        return known;
    }

    /**
     * One file of code.
     *
     * @param classes by name
     * @param functions by name
     */
    record ScriptFile(Map<String, Class> classes, Map<String, Function> functions) {
        static ScriptFile parse(String text) {
            ScriptFile file = new ScriptFile(new LinkedHashMap<>(), new LinkedHashMap<>());
            for (ScriptLines.Block block : ScriptLines.blocks(text)) {
                if (block.head().startsWith("class ")) {
                    file.classes().put(word(block.head(), 6), type(block));
                } else if (block.head().startsWith("def ")) {
                    file.functions().put(word(block.head(), 4), function(block));
                }
            }
            return file;
        }

        private static String word(String text, int from) {
            return text.substring(from).split("\\W", 2)[0];
        }

        private static Class type(ScriptLines.Block block) {
            Class type = new Class(new LinkedHashMap<>(), new LinkedHashMap<>());
            for (ScriptLines.Block inner : block.inside()) {
                String[] sides = inner.head().split(" = ", 2);
                if (inner.head().startsWith("def ")) {
                    type.methods().put(word(inner.head(), 4), function(inner));
                } else if (sides.length == 2 && sides[0].contains(": Final[")) {
                    type.constants().put(word(sides[0], 0), ScriptParser.parse(sides[1]));
                }
            }
            return type;
        }

        private static Function function(ScriptLines.Block block) {
            String head = block.head();
            int open = head.indexOf('(');
            int close = head.lastIndexOf(')');
            List<String> names = new ArrayList<>();
            Map<String, ScriptExpr> defaults = new LinkedHashMap<>();
            String inside = open < 0 || close < open ? "" : head.substring(open + 1, close);
            for (String parameter : ScriptLines.split(inside, ',')) {
                List<String> sides = ScriptLines.split(parameter, '=');
                String name = word(sides.get(0).strip(), 0);
                if (name.isEmpty()) continue;
                names.add(name);
                if (sides.size() == 2) defaults.put(name, ScriptParser.parse(sides.get(1)));
            }
            return new Function(names, defaults, ScriptLines.statements(block.inside()));
        }
    }
}
