package sc.fiji.cam.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import sc.fiji.cam.testing.TorchWriter;

/** TorchScript that means harm: programs cut, repeated, without end, or about something else. */
final class HostileScripts {
    private static final List<String> SEEDS = List.of("traced_b0.pt", "scripted_b0.pt");

    private HostileScripts() {}

    /** Writes one. */
    static void write(Path file, Random random) throws IOException {
        String seed = SEEDS.get(random.nextInt(SEEDS.size()));
        Map<String, byte[]> members = Seeds.members(seed);
        for (int i = random.nextInt(3); i >= 0; i--) change(members, random);
        TorchWriter.zip(file, members, random.nextInt(6) == 0);
    }

    private static void change(Map<String, byte[]> members, Random random) {
        List<String> programs =
                members.keySet().stream().filter(name -> name.endsWith(".py")).toList();
        String name = programs.get(random.nextInt(programs.size()));
        String text = new String(members.get(name), StandardCharsets.UTF_8);
        int n = random.nextInt(4) == 0 ? 500_000 : 2000;
        int at = random.nextInt(text.length() + 1);
        String changed =
                switch (random.nextInt(9)) {
                    case 0 -> text.substring(0, at);
                    case 1 -> text.substring(0, at) + "(".repeat(n) + text.substring(at);
                    case 2 -> text.substring(0, at) + " ".repeat(n) + text.substring(at);
                    case 3 -> text + ("\n" + line(text, random)).repeat(n / 100);
                    case 4 -> digits(text, random);
                    case 5 -> "x".repeat(n) + text;
                    case 6 -> text.replace("forward", "forward" + ".forward".repeat(n / 1000));
                    case 7 -> text.replace("self", other(programs, random));
                    default -> "\n".repeat(n) + text;
                };
        if (random.nextInt(10) == 0) {
            members.remove(name);
        } else {
            members.put(name, changed.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String line(String text, Random random) {
        List<String> lines = text.lines().toList();
        return lines.isEmpty() ? "" : lines.get(random.nextInt(lines.size()));
    }

    private static String digits(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = 0; i < changed.length(); i++) {
            boolean digit = Character.isDigit(changed.charAt(i));
            if (digit && random.nextInt(3) == 0)
                changed.setCharAt(i, (char) ('0' + random.nextInt(10)));
        }
        return changed.toString();
    }

    private static String other(List<String> programs, Random random) {
        String name = programs.get(random.nextInt(programs.size()));
        return name.replace('/', '.').replace(".py", "");
    }
}
