package sc.fiji.cam.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.data.Architecture;
import sc.fiji.cam.network.Initial;
import sc.fiji.cam.testing.ChildJava;
import sc.fiji.cam.testing.Networks;
import sc.fiji.cam.testing.Patches;
import sc.fiji.cam.testing.SafetensorsWriter;

/** What {@code ./cam train} prints and leaves. */
class TrainTest {
    @TempDir Path folder;

    private Cli.Outcome train(String... more) {
        String[] args = new String[more.length + 2];
        args[0] = "train";
        args[1] = folder.resolve("images").toString();
        System.arraycopy(more, 0, args, 2, more.length);
        return Cli.run(Cli.NONE, args);
    }

    @Test
    void theEndIsPrintedAndReported() throws Exception {
        Patches.write(folder.resolve("images"), 10, 40);
        Networks.Network start =
                new Networks.Network(
                        Architecture.B0,
                        Initial.weights(Architecture.B0, 5),
                        Initial.head(Architecture.B0, 7, 1));
        Path from = SafetensorsWriter.write(folder.resolve("b0.safetensors"), start, Map.of());
        String output = folder.resolve("model.safetensors").toString();
        Cli.Outcome outcome =
                train(
                        "--output=" + output,
                        "--from=" + from,
                        "--mode=head",
                        "--size=64",
                        "--report=" + folder.resolve("report"));
        assertEquals(Exit.DONE, outcome.code(), outcome.err());
        String expected =
                """
                %s: 2 classes, 16 images learnt from, 4 put aside
                accuracy 100.0 %%
                """;
        assertTrue(outcome.out().startsWith(expected.formatted(output)), outcome.out());
        String matrix =
                """
                confusion matrix, a row per true class, a column per answer:
                green                        2     0
                red                          0     2
                class                      images   recall precision
                green                           2  100.0 %   100.0 %
                red                             2  100.0 %   100.0 %
                """;
        assertTrue(outcome.out().endsWith(matrix), outcome.out());
        assertEquals(5, Files.readAllLines(folder.resolve("report/answers.csv")).size());
        Cli.Outcome again = train("--output=" + output);
        assertEquals(Exit.WRONG_USE, again.code(), again.err());
        assertEquals(1, again.errors().size());
        assertTrue(again.err().contains(output + " exists"), again.err());
    }

    @Test
    void oneClassIsNotEnough() throws Exception {
        Patches.write(folder.resolve("images"), 3, 40);
        Files.move(folder.resolve("images/red"), folder.resolve("red"));
        Path output = folder.resolve("model.safetensors");
        Cli.Outcome outcome = train("--output=" + output, "--architecture=b0");
        assertEquals(Exit.FAILED, outcome.code());
        assertTrue(outcome.err().contains("found one class, \"green\""), outcome.err());
        assertFalse(Files.exists(output));
    }

    @Test
    void stoppedItEndsWithItsCodeAndKeepsTheBestEpoch() throws Exception {
        Path images = Patches.write(folder.resolve("images"), 10, 40);
        Path output = folder.resolve("model.safetensors");
        String text = "train %s --output=%s --architecture=b0 --epochs=9999 --size=32 --threads=1";
        List<String> arguments = List.of(text.formatted(images, output).split(" "));
        Process process = ChildJava.of(1024, Main.class, arguments).start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines = process.inputReader()) {
            for (String line; (line = lines.readLine()) != null; ) {
                said.append(line).append('\n');
                if (line.startsWith("epoch 2 of")) process.toHandle().destroy();
            }
        }
        assertEquals(Exit.CANCELLED, process.waitFor(), said.toString());
        assertTrue(said.toString().contains("Cancelled: epoch"), said.toString());
        assertTrue(said.toString().contains("confusion matrix"), said.toString());
        assertTrue(Files.size(output) > 0);
    }
}
