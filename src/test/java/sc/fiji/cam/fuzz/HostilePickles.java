package sc.fiji.cam.fuzz;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.testing.Networks;
import sc.fiji.cam.testing.SafetensorsWriter;
import sc.fiji.cam.testing.TorchWriter;
import sc.fiji.cam.testing.TorchWriter.View;

/**
 * Pickles that mean harm: that call, that nest, that refer to themselves, that claim much or make
 * much of little. Each stands where the sound parts of a checkpoint would, or beside them.
 */
final class HostilePickles {
    private static final String[] KEYS = {
        "class_names",
        "class_to_idx",
        "hyper_parameters",
        "arch",
        "img_size",
        "mean",
        "args",
        "state_dict_ema",
        "epoch",
        "config",
        "id2label",
        "_metadata"
    };
    private static final long[] NUMBERS = {
        -1,
        0,
        1,
        3,
        255,
        65536,
        1 << 20,
        Integer.MAX_VALUE,
        1L << 31,
        1L << 32,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final String[][] FUNCTIONS = {
        {"os", "system"},
        {"posix", "system"},
        {"nt", "system"},
        {"builtins", "eval"},
        {"__builtin__", "exec"},
        {"subprocess", "Popen"},
        {"runpy", "_run_code"},
        {"java.lang", "Runtime"},
        {"torch.hub", "load"},
        {"torch._utils", "_rebuild_anything"}
    };

    /** The body of a sound state dict of a B0, all of whose values are one number. */
    static final byte[] SOUND = makeSound();

    private HostilePickles() {}

    /** One pickle; the storage that its sound tensors name is {@code 0}, one number. */
    static byte[] make(Random random) {
        byte[] value = value(random);
        Ops ops = new Ops().op(0x80, 2);
        return switch (random.nextInt(5)) {
            case 0 -> ops.raw(value).op('.').bytes();
            case 1 -> ops.op('}', '(').raw(value).raw(SOUND).op('u', '.').bytes();
            case 2 -> {
                ops.op('}', '(').text("features.0.0.weight").raw(value);
                yield ops.text("classifier.1.weight").raw(value).op('u', '.').bytes();
            }
            default -> {
                ops.op('}', '(').text("state_dict").raw(SOUND);
                String key = KEYS[random.nextInt(KEYS.length)];
                yield ops.text(key).raw(value).op('u', '.').bytes();
            }
        };
    }

    private static byte[] makeSound() {
        Networks.Network shapes = Networks.random(Architecture.B0, 3, 1);
        Map<String, String> names = SafetensorsWriter.torchvisionNames(shapes);
        Map<String, Object> dict = new LinkedHashMap<>();
        Architecture.B0.tensors().forEach(s -> dict.put(names.get(s.name()), flat(s.sizes())));
        dict.put("classifier.1.weight", flat(new int[] {3, 1280}));
        dict.put("classifier.1.bias", flat(new int[] {3}));
        byte[] pickle = TorchWriter.pickle(dict);
        return Arrays.copyOfRange(pickle, 2, pickle.length - 1);
    }

    private static View flat(int[] shape) {
        return new View("0", "FloatStorage", 0, shape, new int[shape.length]);
    }

    /** A value in opcodes. */
    private static byte[] value(Random random) {
        return switch (random.nextInt(9)) {
            case 0, 1 -> call(random);
            case 2 -> nested(random);
            case 3 -> cycle(random);
            case 4 -> claim(random);
            case 5, 6 -> tensor(random);
            case 7 -> many(random);
            default -> noise(random);
        };
    }

    private static byte[] call(Random random) {
        String[] f = FUNCTIONS[random.nextInt(FUNCTIONS.length)];
        String command = "touch executed";
        Ops ops = new Ops();
        switch (random.nextInt(9)) {
            case 0 -> ops.global(f[0], f[1]).op('(').text(command).op('t', 'R');
            case 1 -> ops.text(f[0]).text(f[1]).op(0x93).text(command).op(0x85, 'R');
            case 2 -> ops.op('(').text(command).op('i').line(f[0]).line(f[1]);
            case 3 -> ops.op('(').global(f[0], f[1]).text(command).op('o');
            case 4 -> ops.global(f[0], f[1]).text(command).op(0x85, 0x81);
            case 5 -> ops.global(f[0], f[1]).text(command).op(0x85, '}', 0x92);
            case 6 -> ops.global(f[0], f[1]).op(')', 0x81).text(command).op(0x85, 'b');
            case 7 -> ops.op(0x82, random.nextInt(256)).text(command).op(0x85, 'R');
            default -> ops.op(0x84).int32(random.nextInt()).text(command).op(0x85, 'R');
        }
        return ops.bytes();
    }

    private static byte[] nested(Random random) {
        int depth = random.nextInt(10) == 0 ? 900_000 : 1 + random.nextInt(3000);
        Ops ops = new Ops();
        switch (random.nextInt(4)) {
            case 0 -> ops.repeat(depth, ']').repeat(depth - 1, 'a');
            case 1 -> ops.op('N').repeat(depth, 0x85);
            case 2 -> ops.repeat(depth / 2, '}', 'K', 1).op('N').repeat(depth / 2, 's');
            default -> ops.op('N').repeat(depth / 2, 'Q').repeat(depth / 4, ')', 'R');
        }
        return ops.bytes();
    }

    private static byte[] cycle(Random random) {
        Ops ops = new Ops();
        return switch (random.nextInt(6)) {
            case 0 -> ops.op(']', 'q', 0, 'h', 0, 'a').bytes();
            case 1 -> ops.op('}', 'q', 0, 'h', 0, 'h', 0, 's').bytes();
            case 2 -> ops.op('}', 'q', 0, '(').text("args").op('h', 0, 'u').bytes();
            case 3 -> ops.op(']', 'q', 0, 'h', 0, 0x85, 'a').bytes();
            case 4 -> ops.global("a", "B").op(')', 0x81, 'q', 0, 'h', 0, 'b').bytes();
            default -> {
                ops.global("torch._utils", "_rebuild_parameter").op(']', 'q', 0, 'R', 'q', 1);
                yield ops.op('h', 0, 'h', 1, 'a', '0').bytes();
            }
        };
    }

    private static byte[] claim(Random random) {
        long n = NUMBERS[random.nextInt(NUMBERS.length)];
        int[] four = {'X', 'T', 'B', 0x8b, 'r', 'j', 'J'};
        int[] eight = {0x8d, 0x8e, 0x96, 0x95};
        Ops ops = new Ops();
        if (random.nextBoolean()) {
            ops.op(four[random.nextInt(four.length)]).int32((int) n);
        } else {
            ops.op(eight[random.nextInt(eight.length)]).int64(n);
        }
        return ops.raw(new byte[random.nextInt(40)]).op('N').bytes();
    }

    /** A tensor whose numbers, type or storage are wrong. */
    private static byte[] tensor(Random random) {
        String[] kinds = {"FloatStorage", "HalfStorage", "QInt8Storage", "BoolStorage", ""};
        String[] keys = {"0", "1", "../../evil", "/etc/passwd", "", "0/../0", "\0", "é"};
        String[] calls = {"_rebuild_tensor_v2", "_rebuild_tensor", "_rebuild_qtensor", "_rebuild_"};
        Ops ops = new Ops().global("torch._utils", calls[random.nextInt(8) / 2]).op('(', '(');
        ops.text("storage").global("torch", kinds[random.nextInt(10) / 2]);
        ops.text(keys[random.nextInt(keys.length)]).text("cpu").number(pick(random)).op('t', 'Q');
        ops.number(random.nextInt(3) == 0 ? pick(random) : 0);
        for (int list = 0; list < 2; list++) {
            ops.op('(');
            int axes = random.nextInt(20) == 0 ? 100_000 : random.nextInt(5);
            for (int i = 0; i < axes; i++) ops.number(pick(random));
            ops.op('t');
        }
        return ops.op(0x89).global("collections", "OrderedDict").op(')', 'R', 't', 'R').bytes();
    }

    private static long pick(Random random) {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    /** Much of one thing. */
    private static byte[] many(Random random) {
        int n = random.nextInt(12) == 0 ? 900_000 : 20_000;
        Ops ops = new Ops();
        return switch (random.nextInt(8)) {
            case 0 -> ops.repeat(n, '}').repeat(n - 1, '0').bytes();
            case 1 -> ops.global("a", "B").repeat(n / 3, '2', ')', 0x81).bytes();
            case 2 -> ops.op('(').repeat(n, 'U', 1, 'x').op('l').bytes();
            case 3 -> ops.text(".".repeat(n) + "x").bytes();
            case 4 -> ops.op(']', '(').text("\n".repeat(n)).text("a").op('e').bytes();
            case 5 -> tree(ops, n);
            case 6 -> stems(ops, Math.min(n, 300_000), random);
            default -> ops.op('N').repeat(n / 2, 0x94).repeat(n / 2, '(').bytes();
        };
    }

    /** Containers without number under one long key: their paths must not be written out. */
    private static byte[] tree(Ops ops, int n) {
        ops.op('}').text("k".repeat(n)).op('}', '(');
        for (int i = 0; i < n / 4; i++) ops.op('J').int32(i).op(']');
        return ops.op('u', 's').bytes();
    }

    /** As many networks as there are names. */
    private static byte[] stems(Ops ops, int n, Random random) {
        String[] ends = {"features.0.0.weight", "conv_stem.weight", "x.bias", "fc.weight"};
        ops.raw(tensor(new Random(1))).op('q', 9, '0', '}', '(');
        for (int i = 0; i < n; i++) ops.text(i + "." + ends[random.nextInt(4)]).op('h', 9);
        return ops.op('u').bytes();
    }

    /** Opcodes in an order of no meaning. */
    private static byte[] noise(Random random) {
        byte[] known =
                "(.0123IJKLMNQRTUVXabcdeghijlopqrstu})]GFBC\u0080\u0081\u0082\u0085\u0086\u0087\u008a\u008b\u008c\u008d\u008f\u0090\u0091\u0092\u0093\u0094\u0095"
                        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        Ops ops = new Ops();
        for (int i = random.nextInt(80); i > 0; i--) {
            ops.op(random.nextInt(4) > 0 ? known[random.nextInt(known.length)] : random.nextInt(9));
        }
        return ops.bytes();
    }

    /** Writes one as a torch zip. */
    static void write(Path file, Random random) {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("archive/data.pkl", make(random));
        members.put("archive/data/0", TorchWriter.floats(0.5f));
        TorchWriter.zip(file, members, random.nextInt(4) == 0);
    }

    /** Names that a careless archive reader would follow, for other recipes. */
    static final List<String> NAMES =
            List.of(
                    "../evil",
                    "/tmp/evil",
                    "a/../../evil",
                    "..\\evil",
                    "C:\\evil",
                    "",
                    "a//b",
                    "\0");
}
