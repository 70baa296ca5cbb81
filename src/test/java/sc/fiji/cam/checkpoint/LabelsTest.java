package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.WrongUse;

/** Class names: inside the file, named by the option, beside the file. */
class LabelsTest extends WholeFiles {
    @Test
    void labelsAreFoundInTheUsualPlacesOfAFile() {
        List<Map<String, Object>> forms =
                List.of(
                        Map.of("class_names", List.of("x", "y", "z")),
                        Map.of("classes", List.of("x", "y", "z")),
                        Map.of("class_to_idx", Map.of("z", 2, "x", 0, "y", 1)),
                        Map.of("idx_to_class", Map.of(0, "x", 1, "y", 2, "z")),
                        Map.of("config", Map.of("id2label", Map.of("0", "x", "1", "y", "2", "z"))),
                        Map.of("hyper_parameters", Map.of("labels", List.of("x", "y", "z"))));
        for (Map<String, Object> form : forms) {
            Checkpoint checkpoint = read(tiny(Dialects.TORCHVISION, form));
            assertEquals(List.of("x", "y", "z"), checkpoint.labels().names(), form.toString());
            assertEquals("file", checkpoint.labels().source());
            assertTrue(checkpoint.assumptions().isEmpty());
        }
    }

    @Test
    void labelsThatDoNotFitTheNetworkAreIgnoredAndThatIsSaid() {
        Checkpoint checkpoint =
                read(tiny(Dialects.TORCHVISION, Map.of("class_names", List.of("x", "y"))));
        assertEquals(List.of("class 0", "class 1", "class 2"), checkpoint.labels().names());
        assertTrue(says(checkpoint, "Ignored 2 names under class_names"));
        assertTrue(says(checkpoint, "numbered"));
        Checkpoint twice =
                read(
                        tiny(
                                Dialects.TORCHVISION,
                                Map.of("class_to_idx", Map.of("x", 0, "y", 0, "z", 1))));
        assertEquals("numbers", twice.labels().source());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x;y;z",
                "x;y;z;;",
                "\ufeffx;y;z",
                "0 x;1 y;2 z",
                "[\"x\", \"y\", \"z\"]",
                "{\"z\": 2, \"x\": 0, \"y\": 1}",
                "{\"0\": \"x\", \"1\": \"y\", \"2\": \"z\"}"
            })
    void theOptionReadsTheseForms(String text) throws IOException {
        Path labels = folder.resolve("names.txt");
        Files.writeString(labels, text.replace(';', '\n'));
        Checkpoint checkpoint =
                read(tiny(Dialects.TORCHVISION, Map.of()), "labels", labels.toString());
        assertEquals(List.of("x", "y", "z"), checkpoint.labels().names());
        assertEquals(labels.toString(), checkpoint.labels().source());
    }

    @Test
    void numbersThatAreNotInOrderBelongToTheNames() {
        assertEquals(List.of("0 x", "2 y"), LabelTables.ofText("0 x\r\n2 y\r\n").orElseThrow());
    }

    @Test
    void theOptionWinsOverTheFileAndADisagreementIsSaid() throws IOException {
        Path labels = Files.writeString(folder.resolve("names.txt"), "x\ny\nother");
        Path file = tiny(Dialects.TORCHVISION, Map.of("classes", List.of("x", "y", "z")));
        Checkpoint checkpoint = read(file, "labels", labels.toString());
        assertEquals("other", checkpoint.labels().names().get(2));
        assertTrue(says(checkpoint, "class 2 is \"z\" there"));
        Files.writeString(labels, "x\ny\nz");
        assertTrue(read(file, "labels", labels.toString()).assumptions().isEmpty());
    }

    @Test
    void aWrongOptionIsRefusedNamingBothCounts() throws IOException {
        Path file = tiny(Dialects.TORCHVISION, Map.of());
        Path labels = Files.writeString(folder.resolve("names.txt"), "x\ny\n");
        String message = refused(WrongUse.class, file, "labels", labels.toString());
        assertTrue(message.contains("found 2 names"), message);
        assertTrue(message.contains("3 classes"), message);
        Files.writeString(labels, "a\nb\nc\nd");
        assertTrue(refused(WrongUse.class, file, "labels", labels.toString()).contains("found 4"));
        Files.writeString(labels, "\n");
        refused(BadCheckpoint.class, file, "labels", labels.toString());
        message = refused(BadCheckpoint.class, file, "labels", folder.resolve("no").toString());
        assertTrue(message.contains("no such file"), message);
        Files.write(labels, new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0});
        refused(BadCheckpoint.class, file, "labels", labels.toString());
    }

    @Test
    void aSideCarCountsIfItFits() throws IOException {
        Path file = tiny(Dialects.TORCHVISION, Map.of());
        Path labels = Files.writeString(folder.resolve("labels.txt"), "x\ny\nz\n");
        Checkpoint checkpoint = read(file);
        assertEquals(List.of("x", "y", "z"), checkpoint.labels().names());
        assertEquals(labels.toString(), checkpoint.labels().source());
        assertTrue(says(checkpoint, "Took the class names of " + labels));
        Files.writeString(labels, "x\ny\n");
        Checkpoint numbered = read(file);
        assertEquals("numbers", numbered.labels().source());
        assertTrue(says(numbered, "which has 2 names"));
        Files.writeString(labels, "p\nq\nr\n");
        Path named = tiny(Dialects.TORCHVISION, Map.of("classes", List.of("x", "y", "z")));
        assertEquals("file", read(named).labels().source());
    }
}
