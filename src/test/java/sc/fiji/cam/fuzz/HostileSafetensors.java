package sc.fiji.cam.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Headers of safetensors that mean harm, before little or no data. */
final class HostileSafetensors {
    private static final String[] NUMBERS = {
        "0",
        "-1",
        "1",
        "4",
        "2147483647",
        "2147483648",
        "4294967296",
        "9223372036854775807",
        "9223372036854775808",
        "1e999",
        "1.5",
        "-0",
        "00",
        "1e2",
        "\"4\"",
        "null",
        "[]",
        "true",
        "9".repeat(40),
        "9".repeat(5000),
        "0x10",
        "NaN"
    };
    private static final String[] TYPES = {
        "F32", "F16", "BF16", "F64", "I64", "F8_E4M3", "", "f32"
    };

    private HostileSafetensors() {}

    /** Writes one. */
    static void write(Path file, Random random) throws IOException {
        byte[] json = header(random).getBytes(StandardCharsets.UTF_8);
        long claimed = json.length;
        if (random.nextInt(6) == 0) {
            long[] lies = {0, 1, -1, Long.MAX_VALUE, 1L << 32, 1L << 24, json.length + 1L};
            claimed = lies[random.nextInt(lies.length)];
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(claimed).array());
        out.writeBytes(json);
        out.writeBytes(new byte[random.nextInt(3) * 4]);
        Files.write(file, out.toByteArray());
    }

    private static String header(Random random) {
        int deep = random.nextInt(10) == 0 ? 1_000_000 : 100;
        return switch (random.nextInt(9)) {
            case 0 -> "{\"a\":" + "[".repeat(deep);
            case 1 -> "{\"a\":" + "[".repeat(deep) + "]".repeat(deep) + "}";
            case 2 -> "{\"a\":".repeat(deep) + "1" + "}".repeat(deep);
            case 3 -> metadata(random, deep);
            case 4 -> many(random);
            case 5 -> "{" + row("a", random) + "," + row("a", random) + "}";
            case 6 -> "{" + row(".".repeat(deep) + "x", random) + "}";
            case 7 -> "{" + row("features.0.0.weight", random) + row("", random) + "}";
            default -> {
                StringBuilder rows = new StringBuilder("{");
                for (int i = random.nextInt(6); i >= 0; i--) {
                    rows.append(row("t" + i, random)).append(i > 0 ? "," : "}");
                }
                yield rows.toString();
            }
        };
    }

    private static String metadata(Random random, int deep) {
        String[] values = {
            "\"" + "[".repeat(deep) + "\"",
            "\"" + " ".repeat(deep) + "\"",
            "\"{\\\"a\\\":" + "9".repeat(400) + "}\"",
            "{}",
            "\"" + "\\u0000\\n".repeat(deep) + "\"",
            NUMBERS[random.nextInt(NUMBERS.length)]
        };
        String value = values[random.nextInt(values.length)];
        String key = random.nextBoolean() ? "classes" : "config";
        return "{\"__metadata__\":{\"" + key + "\":" + value + "}," + row("a", random) + "}";
    }

    private static String many(Random random) {
        int n = random.nextInt(8) == 0 ? 150_000 : 3000;
        String[] ends = {"features.0.0.weight", "conv_stem.weight", "classifier.weight", "x"};
        StringBuilder rows = new StringBuilder("{");
        for (int i = 0; i < n; i++) {
            rows.append(i > 0 ? "," : "").append('"').append(i).append('.');
            rows.append(ends[random.nextInt(4)]);
            rows.append("\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
        }
        return rows.append('}').toString();
    }

    private static String row(String name, Random random) {
        StringBuilder shape = new StringBuilder();
        int axes = random.nextInt(30) == 0 ? 20_000 : random.nextInt(4);
        for (int i = 0; i < axes; i++) shape.append(i > 0 ? "," : "").append(number(random));
        return "\""
                + name
                + "\":{\"dtype\":\""
                + TYPES[random.nextInt(TYPES.length)]
                + "\",\"shape\":["
                + shape
                + "],\"data_offsets\":["
                + number(random)
                + ","
                + number(random)
                + "]}";
    }

    private static String number(Random random) {
        return NUMBERS[random.nextBoolean() ? random.nextInt(4) : random.nextInt(NUMBERS.length)];
    }
}
