package sc.fiji.cam.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import sc.fiji.cam.data.Cancelled;
import sc.fiji.cam.data.Choice;
import sc.fiji.cam.data.Options;
import sc.fiji.cam.image.Results;
import sc.fiji.cam.samples.Defect;
import sc.fiji.cam.samples.Micrograph;
import sc.fiji.cam.samples.Pattern;

/** {@code ./cam micrographs}: pictures with known truth, to train on and to measure with. */
final class MicrographsCommand {
    private static final int MOST = 99_999;
    private static final int LARGEST_SEED = 999_999_999;
    private static final String PATTERNS = "--patterns";

    private final Terminal terminal;
    private final CommandSpec spec;

    MicrographsCommand(Terminal terminal) {
        this.terminal = terminal;
        this.spec = Commands.spec(this::run, "micrographs");
        spec.usageMessage()
                .description("Draws synthetic micrographs of polished surfaces, with masks.");
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("DIR")
                        .type(String.class)
                        .required(true)
                        .description("folder to be made")
                        .build());
        spec.addOption(option("--count", "number of pictures, over all classes").build());
        spec.addOption(option("--seed", "which series").build());
        spec.addOption(
                option("--size", "edge of the pictures, pixels (default 300)")
                        .required(false)
                        .defaultValue("300")
                        .build());
        spec.addOption(
                OptionSpec.builder(PATTERNS)
                        .description("textures of other things, without masks")
                        .build());
    }

    private static OptionSpec.Builder option(String name, String help) {
        return OptionSpec.builder(name)
                .paramLabel("N")
                .type(String.class)
                .required(true)
                .description(help);
    }

    /** The command as picocli knows it. */
    CommandSpec spec() {
        return spec;
    }

    private int run() {
        ParseResult parsed = spec.commandLine().getParseResult();
        int count = whole(parsed, "count", 1, MOST);
        int seed = whole(parsed, "seed", 0, LARGEST_SEED);
        int size = whole(parsed, "size", Micrograph.SMALLEST, Micrograph.LARGEST);
        Path output = Path.of(parsed.<String>matchedPositionalValue(0, ""));
        ObjIntConsumer<NewFolder> drawing =
                parsed.hasMatchedOption(PATTERNS)
                        ? (folder, number) -> pattern(folder, seed, number, size)
                        : (folder, number) -> micrograph(folder, seed, number, size);
        try (Interruption interruption = Interruption.watch()) {
            return run(output, drawing, count, size, interruption);
        }
    }

    private int run(
            Path output,
            ObjIntConsumer<NewFolder> drawing,
            int count,
            int size,
            Interruption interruption) {
        try (NewFolder folder = NewFolder.open(output)) {
            draw(folder, drawing, count, interruption);
            folder.finish();
        } catch (Cancelled e) {
            terminal.fail("cancelled: nothing is left in " + output + ".");
            return Exit.CANCELLED;
        }
        terminal.progress("");
        terminal.say("%d pictures of %d x %d pixels in %s".formatted(count, size, size, output));
        return Exit.DONE;
    }

    /**
     * Draws on all processors. Returns or throws when nobody writes any more.
     *
     * @param drawing draws and writes the picture with a number
     */
    private void draw(
            NewFolder folder,
            ObjIntConsumer<NewFolder> drawing,
            int count,
            Interruption interruption) {
        AtomicInteger drawn = new AtomicInteger();
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        IntStream.rangeClosed(1, count)
                .parallel()
                .filter(number -> failure.get() == null)
                .forEach(
                        number -> {
                            try {
                                if (interruption.asked()) throw new Cancelled();
                                drawing.accept(folder, number);
                                terminal.progress(drawn.incrementAndGet() + "/" + count);
                            } catch (RuntimeException e) {
                                failure.compareAndSet(null, e);
                            }
                        });
        RuntimeException first = failure.get();
        if (first != null) throw first;
    }

    private static void micrograph(NewFolder folder, int seed, int number, int size) {
        Micrograph micrograph = Micrograph.of(seed, number, size);
        String file = file(micrograph.defect(), number);
        Results.savePng(micrograph.light(), folder.stage("images/" + file));
        if (micrograph.defect() == Defect.CLEAN) return;
        Results.savePng(micrograph.mask(), folder.stage("masks/" + file));
    }

    private static void pattern(NewFolder folder, int seed, int number, int size) {
        String file = file(Pattern.of(number), number);
        Results.savePng(Pattern.draw(seed, number, size), folder.stage("images/" + file));
    }

    private static String file(Choice kind, int number) {
        return String.format(Locale.ROOT, "%s/%05d.png", kind.id(), number);
    }

    private static int whole(ParseResult parsed, String key, int low, int high) {
        String text = parsed.matchedOptionValue("--" + key, "");
        if (text.isEmpty()) text = parsed.commandSpec().findOption("--" + key).defaultValue();
        return Options.whole(key, text, low, high);
    }
}
