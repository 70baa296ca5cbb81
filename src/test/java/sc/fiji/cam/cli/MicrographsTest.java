package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.cam.samples.Micrograph;
import sc.fiji.cam.samples.Pattern;

/** What {@code ./cam micrographs} leaves. */
class MicrographsTest {
    @TempDir Path folder;

    private static Cli.Outcome draw(Path output, String... more) {
        List<String> args = Stream.concat(Stream.of("micrographs"), Stream.of(more)).toList();
        String[] all =
                Stream.concat(args.stream(), Stream.of(output.toString())).toArray(String[]::new);
        return Cli.run(Cli.NONE, all);
    }

    private Path drawn(String name, String... more) {
        Path output = folder.resolve(name);
        Cli.Outcome outcome = draw(output, more);
        assertEquals("", outcome.err());
        assertEquals(0, outcome.code());
        return output;
    }

    private static Map<String, String> files(Path output) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(output)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = output.relativize(file).toString().replace('\\', '/');
                files.put(name, Arrays.toString(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    @Test
    void patternsByClassWithoutMasks() throws IOException {
        Path output = drawn("patterns", "--count=17", "--seed=5", "--size=64", "--patterns");
        Map<String, String> files = files(output);
        assertEquals(17, files.size());
        for (int number = 1; number <= 17; number++) {
            String name = "images/%s/%05d.png".formatted(Pattern.of(number).id(), number);
            assertTrue(files.containsKey(name), name);
            check(Pattern.draw(5, number, 64).values(), output.resolve(name));
        }
    }

    @Test
    void picturesAndMasksByClass() throws IOException {
        Path output = drawn("new/set", "--count=7", "--seed=5", "--size=64");
        assertEquals(
                List.of(
                        "images/clean/00001.png",
                        "images/clean/00006.png",
                        "images/crack/00005.png",
                        "images/inclusion/00004.png",
                        "images/pore/00003.png",
                        "images/scratch/00002.png",
                        "images/scratch/00007.png",
                        "masks/crack/00005.png",
                        "masks/inclusion/00004.png",
                        "masks/pore/00003.png",
                        "masks/scratch/00002.png",
                        "masks/scratch/00007.png"),
                List.copyOf(files(output).keySet()));
        for (int number = 1; number <= 7; number++) {
            Micrograph expected = Micrograph.of(5, number, 64);
            String name = expected.defect().id() + "/%05d.png".formatted(number);
            check(expected.light().values(), output.resolve("images").resolve(name));
            Path mask = output.resolve("masks").resolve(name);
            if (Files.exists(mask)) check(expected.mask().values(), mask);
        }
    }

    private static void check(float[] expected, Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        Raster raster = image.getRaster();
        int[] rounded = new int[expected.length];
        for (int i = 0; i < rounded.length; i++) rounded[i] = Math.round(255 * expected[i]);
        int[] found = new int[expected.length];
        int area = image.getWidth() * image.getHeight();
        assertEquals(expected.length / area, raster.getNumBands());
        for (int b = 0; b < raster.getNumBands(); b++) {
            int[] plane =
                    raster.getSamples(0, 0, image.getWidth(), image.getHeight(), b, (int[]) null);
            System.arraycopy(plane, 0, found, b * area, area);
        }
        assertArrayEquals(rounded, found, file.toString());
    }

    @Test
    void sameSeedSameBytesHoweverManyAreDrawn() throws IOException {
        Map<String, String> first = files(drawn("a", "--count=12", "--seed=1", "--size=64"));
        assertEquals(first, files(drawn("b", "--count=12", "--seed=1", "--size=64")));
        Map<String, String> fewer = files(drawn("c", "--count=3", "--seed=1", "--size=64"));
        fewer.forEach((name, bytes) -> assertEquals(first.get(name), bytes, name));
        Map<String, String> other = files(drawn("d", "--count=3", "--seed=2", "--size=64"));
        assertEquals(fewer.keySet(), other.keySet());
        assertNotEquals(fewer, other);
    }

    @Test
    void anEmptyFolderIsFilledAndAFullOneRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        drawn("empty", "--count=1", "--seed=1", "--size=64");
        Cli.Outcome again = draw(empty, "--count=1", "--seed=1", "--size=64");
        assertEquals(2, again.code());
        assertEquals(1, again.errors().size(), again.err());
        assertTrue(again.err().contains("not empty, it holds images"), again.err());
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertEquals(2, draw(file, "--count=1", "--seed=1").code());
        assertEquals("x", Files.readString(file));
        Cli.Outcome below = draw(file.resolve("below"), "--count=1", "--seed=1");
        assertEquals(1, below.code());
        assertEquals(1, below.errors().size(), below.err());
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(2, left.count(), "nothing else is left");
        }
    }

    @Test
    void whatIsNotFinishedLeavesNothing() throws IOException {
        Path target = folder.resolve("set");
        try (NewFolder made = NewFolder.open(target)) {
            Files.writeString(made.stage("a/b/c.txt"), "c");
        }
        assertFalse(Files.exists(target));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
        try (NewFolder made = NewFolder.open(target)) {
            Files.writeString(made.stage("a/b/c.txt"), "c");
            made.finish();
        }
        assertEquals("c", Files.readString(target.resolve("a/b/c.txt")));
    }

    @ParameterizedTest
    @CsvSource({
        "--count=1, --seed=1, --size=63, size",
        "--count=1, --seed=1, --size=4097, size",
        "--count=0, --seed=1, --size=64, count",
        "--count=100000, --seed=1, --size=64, count",
        "--count=1, --seed=-1, --size=64, seed",
        "--count=x, --seed=1, --size=64, count",
        "--seed=1, --size=64, --json, --json",
        "--size=64, --seed=1, --seed=2, --seed",
        "--size=64, --seed=1, --debug, --count",
    })
    void wrongLinesAreNamed(String first, String second, String third, String named) {
        Cli.Outcome outcome = draw(folder.resolve("set"), first, second, third);
        assertEquals(2, outcome.code(), outcome.err());
        assertTrue(outcome.errors().get(0).contains(named), outcome.err());
        assertFalse(Files.exists(folder.resolve("set")));
    }
}
