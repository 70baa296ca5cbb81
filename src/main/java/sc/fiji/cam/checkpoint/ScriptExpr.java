package sc.fiji.cam.checkpoint;

import java.util.List;
import java.util.Map;

/** An expression of a TorchScript program, as far as it is understood. */
sealed interface ScriptExpr {
    /** A variable, or the first word of a qualified name. */
    record Name(String id) implements ScriptExpr {}

    /** {@code of.name}. */
    record Attribute(ScriptExpr of, String name) implements ScriptExpr {}

    /** {@code callee(arguments, name=value)}. */
    record Call(ScriptExpr callee, List<ScriptExpr> arguments, Map<String, ScriptExpr> named)
            implements ScriptExpr {}

    /** {@code of[index]}. */
    record Item(ScriptExpr of, ScriptExpr index) implements ScriptExpr {}

    /** A list, a tuple, or the values of a dictionary. */
    record Items(List<ScriptExpr> items) implements ScriptExpr {}

    /** A number, text, truth value or None. */
    record Constant(Object value) implements ScriptExpr {}

    /** Anything else. */
    record Unknown() implements ScriptExpr {}
}
