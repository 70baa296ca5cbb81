package sc.fiji.cam.fuzz;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** JSON that means harm: sound documents with one place changed, and texts no document has. */
final class HostileJson {
    private static final String[] NUMBERS = {
        "0",
        "-1",
        "1",
        "2",
        "3",
        "65536",
        "2147483647",
        "2147483648",
        "9223372036854775807",
        "9223372036854775808",
        "1e308",
        "1e999",
        "-0.0",
        "1e-320",
        "0.001",
        "9".repeat(400)
    };

    private HostileJson() {}

    /** A document like the given one, as text. */
    static String like(JsonElement sound, Random random) {
        if (random.nextInt(12) == 0) return text(random);
        JsonElement changed = sound.deepCopy();
        for (int i = random.nextInt(3); i >= 0; i--) change(changed, random);
        String text = changed.toString();
        if (random.nextInt(10) > 0) return text;
        int at = random.nextInt(text.length());
        String inside = random.nextBoolean() ? text(random) : "";
        return text.substring(0, at) + inside + (random.nextBoolean() ? text.substring(at) : "");
    }

    /** A text of its own: deep, long, or not JSON at all. */
    static String text(Random random) {
        int n = random.nextInt(4) == 0 ? 1_000_000 : 3000;
        return switch (random.nextInt(9)) {
            case 0 -> "[".repeat(n);
            case 1 -> "[".repeat(n) + "]".repeat(n);
            case 2 -> "{\"a\":".repeat(n) + "1" + "}".repeat(n);
            case 3 -> "[" + "1,".repeat(n) + "1]";
            case 4 -> "\"" + "\\u0000".repeat(n) + "\"";
            case 5 -> "9".repeat(n);
            case 6 -> " ".repeat(n);
            case 7 -> "{" + "\"a\":1,".repeat(n) + "\"a\":1}";
            default -> "nul";
        };
    }

    private static void change(JsonElement root, Random random) {
        List<JsonElement> open = containers(root);
        JsonElement at = open.get(random.nextInt(open.size()));
        if (at instanceof JsonObject object && object.size() > 0) {
            List<String> keys = List.copyOf(object.keySet());
            String key = keys.get(random.nextInt(keys.size()));
            switch (random.nextInt(6)) {
                case 0 -> object.remove(key);
                case 1 -> object.add(key + "x", object.remove(key));
                default -> object.add(key, value(open, object.get(key), random));
            }
        } else if (at instanceof JsonArray array && array.size() > 0) {
            int i = random.nextInt(array.size());
            switch (random.nextInt(6)) {
                case 0 -> array.remove(i);
                case 1 -> array.add(array.get(i).deepCopy());
                case 2 -> array.set(i, array.get(random.nextInt(array.size())).deepCopy());
                default -> array.set(i, value(open, array.get(i), random));
            }
        }
    }

    /** Every object and array of a document. */
    private static List<JsonElement> containers(JsonElement root) {
        List<JsonElement> found = new ArrayList<>(List.of(root));
        for (int i = 0; i < found.size(); i++) {
            JsonElement next = found.get(i);
            if (next instanceof JsonObject o) {
                o.asMap().values().stream().filter(HostileJson::isContainer).forEach(found::add);
            } else if (next instanceof JsonArray a) {
                a.asList().stream().filter(HostileJson::isContainer).forEach(found::add);
            }
        }
        return found;
    }

    private static boolean isContainer(JsonElement element) {
        return element.isJsonObject() || element.isJsonArray();
    }

    private static JsonElement value(List<JsonElement> open, JsonElement was, Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> new JsonPrimitive(random.nextBoolean());
            case 2 -> new JsonPrimitive("x".repeat(random.nextInt(8) == 0 ? 1_000_000 : 3));
            case 3 -> new JsonArray();
            case 4 -> new JsonObject();
            case 5 -> open.get(random.nextInt(open.size())).deepCopy();
            case 6 -> nested(was, 1 + random.nextInt(random.nextInt(4) == 0 ? 900 : 5));
            case 7 -> many(was, random.nextInt(6) == 0 ? 100_000 : 20);
            default -> new JsonPrimitive(number(random));
        };
    }

    private static BigDecimal number(Random random) {
        return new BigDecimal(NUMBERS[random.nextInt(NUMBERS.length)]);
    }

    private static JsonElement nested(JsonElement inside, int depth) {
        JsonElement value = inside;
        for (int i = 0; i < depth; i++) {
            JsonArray around = new JsonArray();
            around.add(value);
            value = around;
        }
        return value;
    }

    private static JsonElement many(JsonElement one, int n) {
        JsonArray all = new JsonArray();
        boolean small = !isContainer(one);
        for (int i = 0; i < (small ? n : 20); i++) all.add(one);
        return all;
    }
}
