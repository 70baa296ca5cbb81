package sc.fiji.cam.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a file holds: opening it ends with a network or with an error of ours, within two
 * seconds and 256 MiB beyond the file's size, touches no file and starts nothing. A few dozen
 * mutants of every format here; {@code mvn -Pfuzz test} opens 20,000 of every format, and 400 of
 * every golden file of 43 MB, and writes how they ended to {@code target/fuzz.txt}.
 */
class FuzzTest {
    private static final int MUTANTS = Integer.getInteger("cam.fuzz", 60);
    private static final int FEW = 1000;
    private static final long LIMIT = 2000;

    @TempDir Path folder;

    static List<Container> small() {
        return Container.SMALL;
    }

    static List<Container> real() {
        return Container.REAL;
    }

    @ParameterizedTest
    @MethodSource("small")
    void everyMutantEndsWell(Container container) throws IOException {
        check(container);
    }

    @ParameterizedTest
    @MethodSource("real")
    void everyMutantOfARealFileEndsWell(Container container) throws IOException {
        assumeTrue(MUTANTS > FEW, "mutated by mvn -Pfuzz test");
        check(container);
    }

    private void check(Container container) throws IOException {
        int mutants = (MUTANTS + container.share() - 1) / container.share();
        Fuzzer.Report report = Fuzzer.run(container, Target.READERS, LIMIT, folder, 1, mutants);
        if (MUTANTS > FEW) {
            String row = container.name() + ": " + report + System.lineSeparator();
            StandardOpenOption[] append = {StandardOpenOption.CREATE, StandardOpenOption.APPEND};
            Files.writeString(Path.of("target", "fuzz.txt"), row, append);
        }
        assertEquals(List.of(), report.breaches());
        assertEquals(mutants, report.mutants());
    }

    @ParameterizedTest
    @CsvSource({
        "THROWS, throws java.lang.IllegalStateException",
        "OVERFLOWS, throws java.lang.StackOverflowError",
        "ALLOCATES, throws java.lang.OutOfMemoryError",
        "STALLS, takes",
        "HANGS, hangs",
        "WRITES, touches files",
        "CHANGES, touches files",
        "EXECUTES, starts a process"
    })
    void aReaderThatBreaksAPromiseIsNoticed(String target, String what) throws IOException {
        Container container = Container.of("torch zip, small");
        Fuzzer.Report report = Fuzzer.run(container, Target.valueOf(target), 200, folder, 1, 1);
        assertTrue(
                report.breaches().stream().anyMatch(b -> b.contains("\t" + what)),
                report.toString());
    }

    @Test
    void mutantsReachTheNetworkAndTheReadersErrors() throws IOException {
        Container container = Container.of("torch zip, small");
        Fuzzer.Report report = Fuzzer.run(container, Target.READERS, LIMIT, folder, 1, 100);
        assertTrue(report.outcomes().getOrDefault("opened", 0) > 5, report.toString());
        assertTrue(report.outcomes().size() > 2, report.toString());
    }
}
