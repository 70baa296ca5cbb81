package sc.fiji.cam.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sc.fiji.cam.checkpoint.ScriptValue.Hidden;

/** Operators of programs: those on known numbers and truth values, and which ones give tensors. */
final class ScriptOperators {
    /** They take tensors and give numbers, or something about the machine. */
    private static final Set<String> ASKING =
            Set.of(
                    "size",
                    "dim",
                    "len",
                    "numel",
                    "format",
                    "__is__",
                    "__isnot__",
                    "eq",
                    "ne",
                    "lt",
                    "gt",
                    "le",
                    "ge",
                    "__not__",
                    "__contains__",
                    "is_floating_point",
                    "Int",
                    "Bool",
                    "Float",
                    "item",
                    "sym_size");

    private ScriptOperators() {}

    /** The operator without its library: {@code torch.silu_} is {@code silu}. */
    static String word(String name) {
        String word = name.replaceFirst("^(torch|ops)\\.(aten\\.|_C\\.)?", "");
        return word.replaceFirst("(?<=[a-z0-9])_$", "");
    }

    /** Whether an operator that is not computed gives a tensor. */
    static boolean givesTensor(String name, List<Object> arguments) {
        boolean operator = name.startsWith("torch.") || name.startsWith("ops.");
        boolean constant = name.equals("ops.prim.ConstantMKLDNNTensor");
        boolean asks = ASKING.contains(word(name)) || name.matches("ops\\.prim\\.(?!mkldnn).*");
        return constant || operator && !asks && arguments.stream().anyMatch(ScriptValue::isTensor);
    }

    /** The result of an operator whose arguments are known, if it is one of these few. */
    static Optional<Object> known(String name, List<Object> arguments) {
        if (arguments.contains(Hidden.HIDDEN)) {
            boolean cast = name.equals("annotate") || name.equals("unchecked_cast");
            return cast ? Optional.of(Hidden.HIDDEN) : Optional.empty();
        }
        Object a = arguments.isEmpty() ? Hidden.HIDDEN : arguments.get(0);
        Object b = arguments.size() < 2 ? Hidden.HIDDEN : arguments.get(1);
        boolean none = a == Inert.Nothing.NONE;
        return switch (name) {
            case "annotate", "unchecked_cast" -> Optional.of(b);
            case "torch.__not__" -> a instanceof Boolean t ? Optional.of(!t) : Optional.empty();
            case "torch.__is__" -> nothing(b).map(x -> none);
            case "torch.__isnot__" -> nothing(b).map(x -> !none);
            case "torch.eq" -> comparable(a, b).map(x -> a.equals(b));
            case "torch.ne" -> comparable(a, b).map(x -> !a.equals(b));
            case "torch.__contains__" -> contains(a, b);
            case "torch.lt" -> compare(a, b).map(c -> c < 0);
            case "torch.gt" -> compare(a, b).map(c -> c > 0);
            case "torch.le" -> compare(a, b).map(c -> c <= 0);
            case "torch.ge" -> compare(a, b).map(c -> c >= 0);
            case "torch.len" -> length(a);
            default -> Optional.empty();
        };
    }

    private static Optional<Object> contains(Object list, Object text) {
        boolean known = list instanceof List<?> && text instanceof String;
        return known ? Optional.of(((List<?>) list).contains(text)) : Optional.empty();
    }

    private static Optional<Object> length(Object list) {
        return list instanceof List<?> l ? Optional.of((long) l.size()) : Optional.empty();
    }

    private static Optional<Object> nothing(Object value) {
        return Optional.of(value).filter(v -> v == Inert.Nothing.NONE);
    }

    private static Optional<Object> comparable(Object a, Object b) {
        boolean plain = a instanceof String || a instanceof Boolean;
        plain = plain && a.getClass() == b.getClass();
        if (plain) return Optional.of(a);
        return compare(a, b).isPresent() ? Optional.of(a) : Optional.empty();
    }

    private static Optional<Integer> compare(Object a, Object b) {
        if (!(a instanceof Number x) || !(b instanceof Number y)) return Optional.empty();
        return Optional.of(Double.compare(x.doubleValue(), y.doubleValue()));
    }
}
