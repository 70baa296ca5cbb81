package sc.fiji.cam.fiji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.cam.fiji.FijiHeadless.Outcome;
import sc.fiji.cam.testing.Golden;
import sc.fiji.cam.testing.Npz;

/** Macros through ImageJ's own interpreter with Fiji's headless patches. */
class MacroLanguageTest {
    private static final String IMAGE = "newImage(\"A\", \"RGB ramp\", 60, 40, 1);\n";

    private static final Supplier<Path> MODEL = () -> Golden.file("torchvision_state_dict.pth");

    @TempDir static Path folder;
    private static FijiHeadless fiji;

    @BeforeAll
    static void start() throws ClassNotFoundException {
        fiji = new FijiHeadless(folder);
    }

    @Test
    void aMacroWithoutUsRunsToItsEnd() throws Exception {
        assertEquals(Optional.of("A"), fiji.run(IMAGE + "result = getTitle();", "").result());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run(\"Explain Image...\", \"model=[]\"); | option model: found",
                "run(\"Open Sample\", \"sample=pore\"); | option sample: there is no image",
                "run(\"Open Sample\", \"model=m\"); | option model: a sample has no such option",
                "run(\"Explain Image...\", \"model=/no/such.pth\"); | /no/such.pth",
                "run(\"Explain Image...\", \"model=m opacity=abc\"); | option opacity: found",
                "run(\"Explain Image...\", \"model=m opacity=7\"); | option opacity: found",
                "run(\"Explain Image...\", \"model=m opacitty=1\"); | option opacitty: there is no",
                "run(\"Explain Image...\", \"model=m lut=fyre\"); | option lut: no colour table",
                "run(\"Explain Image...\", \"model=m map\"); | option map: it has no value",
                "close(); run(\"Explain Image...\", \"model=m\"); | image: there is none"
            })
    void whateverIsWrongStopsTheMacro(String call, String message) throws Exception {
        Outcome outcome = fiji.run(IMAGE + call, "");
        assertTrue(outcome.result().isEmpty(), "the next line was reached");
        String line = outcome.printed().lines().findFirst().orElse("");
        assertTrue(line.startsWith("Macro Error: EfficientNet CAM: "), outcome.printed());
        assertTrue(line.contains(message), line);
        assertFalse(outcome.printed().contains("\tat "), "a trace helps nobody");
    }

    @Test
    void explainsAPictureAsTheOriginalLibraryDoes() throws Exception {
        String macro =
                """
                open("%s");
                run("Explain Image...", "model=[%s] top=all size=300");
                result = "" + Overlay.size + " " + nResults;
                for (i = 0; i < nResults; i++) {
                    result += "\\n" + getResult("Class", i) + " " + d2s(getResult("Logit", i), 9);
                }
                """;
        List<String> lines = explained(macro).lines().toList();
        assertEquals("1 10", lines.get(0));
        Npz.Array truth = Golden.truth("torchvision").get("logits_300").at(0);
        for (String line : lines.subList(1, 11)) {
            int c = Integer.parseInt(line.split(" ")[0]);
            double logit = Double.parseDouble(line.split(" ")[1]);
            assertEquals(truth.doubles()[c], logit, 1e-4 * truth.magnitude());
        }
    }

    @Test
    void omittedKeysTakeTheirDefaultsAndWhatIsGivenCounts() throws Exception {
        String macro =
                """
                open("%1$s");
                run("Explain Image...", "model=[%2$s]");
                result = nResults;
                run("Clear Results");
                run("Explain Image...", "model=[%2$s] top=2 target=7 lut=Fire opacity=1");
                result = "" + result + " " + nResults + " " + Overlay.size;
                """;
        assertEquals("5 2 1", explained(macro));
    }

    @Test
    void mapsAreImagesOfTheMacro() throws Exception {
        String macro =
                """
                open("%s");
                before = nImages;
                run("Explain Image...", "model=[%s] target=top2 map=show table=none");
                result = "" + (nImages - before) + " " + bitDepth() + " " + getWidth() + " " + nResults;
                """;
        assertEquals("2 32 300 0", explained(macro));
    }

    @Test
    void explainsTheImageThatTheMacroSelected() throws Exception {
        String macro =
                """
                setBatchMode(true);
                open("%s"); a = getImageID();
                newImage("B", "RGB ramp", 60, 40, 1); b = getImageID();
                selectImage(a);
                run("Explain Image...", "model=[%s]");
                result = "" + (getImageID() == a) + " " + Overlay.size;
                selectImage(b);
                result += " " + Overlay.size;
                """;
        assertEquals("1 1 0", explained(macro));
    }

    @ParameterizedTest
    @CsvSource({"nosuchclass", "10", "label:7"})
    void aClassThatDoesNotExistStopsTheMacro(String target) throws Exception {
        String macro =
                """
                open("%s");
                run("Explain Image...", "model=[%s] target=[TARGET]");
                """;
        Outcome outcome = fiji.run(filled(macro).replace("TARGET", target), "");
        assertTrue(outcome.result().isEmpty());
        assertTrue(outcome.printed().contains("EfficientNet CAM: option target"));
    }

    @Test
    void theExampleWritesWhatItPromises() throws Exception {
        Path picture = Golden.picture("a", "300");
        run("explain.ijm", picture);
        String name = picture.getFileName().toString().replace(".png", "");
        for (String end : List.of("-map.tif", "-overlay.tif", "-overlay.png", "-classes.csv")) {
            assertTrue(Files.size(folder.resolve(name + end)) > 100, end);
        }
        List<String> csv = Files.readAllLines(folder.resolve(name + "-classes.csv"));
        assertEquals(4, csv.size());
        assertTrue(csv.get(0).endsWith("Image,Slice,Rank,Class,Label,Logit,Probability"));
    }

    @Test
    void theFolderExampleWritesARowPerImage() throws Exception {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        for (String letter : List.of("a", "b", "c")) {
            Files.copy(Golden.picture(letter, "224"), pictures.resolve(letter + ".png"));
        }
        Files.writeString(pictures.resolve("notes.txt"), "no image");
        run("explain_folder.ijm", pictures);
        assertEquals(4, Files.readAllLines(folder.resolve("predictions.csv")).size());
        assertTrue(Files.exists(folder.resolve("b-overlay.png")));
    }

    private static void run(String example, Path input) throws IOException {
        String macro = Files.readString(Path.of("macros", example));
        Outcome outcome = fiji.run(macro, input + "|" + MODEL.get() + "|" + folder);
        assertTrue(outcome.result().isPresent(), outcome.printed());
    }

    /** What a macro leaves that explains the first golden picture by the golden model. */
    private static String explained(String macro) throws IOException {
        Outcome outcome = fiji.run(filled(macro), "");
        assertTrue(outcome.result().isPresent(), outcome.printed());
        return outcome.result().get().strip();
    }

    private static String filled(String macro) {
        return "run(\"Clear Results\");\n"
                + macro.formatted(Golden.picture("a", "300"), MODEL.get());
    }
}
