package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code ./cam explain} with {@link FakeModel}, and looks at what it leaves. */
abstract class AbstractExplainTest {
    static final int GRAY = 0x808080;
    static final int RED = 0xff0000;
    static final int BLUE = 0x0000ff;

    @TempDir Path folder;
    Path out;

    @BeforeEach
    void nameTheOutput() {
        out = folder.resolve("new folder/out");
    }

    Cli.Outcome explain(String... more) {
        return Cli.run(FakeModel::open, array(line(more)));
    }

    List<String> line(String... more) {
        List<String> args = new ArrayList<>(List.of("explain"));
        args.addAll(Arrays.asList(more));
        args.addAll(List.of("--model", "fake.pth", "--output", out.toString()));
        return args;
    }

    static String[] array(List<String> args) {
        return args.toArray(new String[0]);
    }

    static void assertDone(Cli.Outcome outcome) {
        assertEquals("", outcome.err());
        assertEquals(0, outcome.code());
    }

    Set<String> files() {
        try (Stream<Path> list = Files.list(out)) {
            Set<String> names = new TreeSet<>();
            list.forEach(f -> names.add(f.getFileName().toString()));
            return names;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    List<CSVRecord> table() throws IOException {
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
        try (var reader = Files.newBufferedReader(out.resolve("predictions.csv"))) {
            return format.parse(reader).getRecords();
        }
    }

    JsonObject report() throws IOException {
        return JsonParser.parseString(Files.readString(out.resolve("run.json"))).getAsJsonObject();
    }

    JsonObject image(int number) throws IOException {
        return report().getAsJsonArray("images").get(number).getAsJsonObject();
    }

    static List<String> keys(JsonObject object) {
        return List.copyOf(object.keySet());
    }

    String png(String name, int rgb) {
        return image(name, "png", rgb);
    }

    String bmp(String name) {
        return image(name, "bmp", GRAY);
    }

    /** A picture of 40 x 30 pixels of one colour. */
    String image(String name, String format, int rgb) {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 40 * 30; i++) image.setRGB(i % 40, i / 40, rgb);
        Path file = folder.resolve(name);
        try {
            assertTrue(ImageIO.write(image, format, file.toFile()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return file.toString();
    }
}
