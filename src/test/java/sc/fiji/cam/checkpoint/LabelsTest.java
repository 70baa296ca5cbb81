package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

/** Class names inside the file and named by the option; {@link SideCarsTest} has the others. */
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
                        Map.of("label_names", List.of("x", "y", "z")),
                        Map.of("id2label", Map.of("0", "x", "1", "y", "2", "z")),
                        Map.of("args", Map.of("class_indices", Map.of("z", 2, "x", 0, "y", 1))),
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
                "x;;y; ;z",
                "0: x;1:y;2, z",
                "{\"labels\": [\"x\", \"y\", \"z\"]}",
                "{\"model\": 1, \"config\": {\"id2label\": {\"0\": \"x\", \"1\": \"y\", \"2\": \"z\"}}}",
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
        for (String text : List.of("0 x\r\n2 y\r\n", "1 x\n2 y", "0 x\ny", "0\n1 x")) {
            assertEquals(text.lines().toList(), LabelTables.ofText(text).orElseThrow());
        }
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
        Files.write(labels, new byte[] {'a', (byte) 0xe4, '\n', 'b', '\n', 'c'});
        message = refused(BadCheckpoint.class, file, "labels", labels.toString());
        assertTrue(message.contains("not text in UTF-8"), message);
    }

    @Test
    void namesOfTwoKindsInsideThatDifferAreSaid() {
        Map<String, Object> both =
                Map.of(
                        "class_names", List.of("x", "y", "z"),
                        "class_to_idx", Map.of("x", 0, "z", 1, "y", 2));
        Checkpoint checkpoint = read(tiny(Dialects.TORCHVISION, both));
        assertEquals(List.of("x", "y", "z"), checkpoint.labels().names());
        assertTrue(says(checkpoint, "under class_to_idx in the file: class 1 is \"z\" there"));
    }

    @Test
    void namesThatTransformersMadeUpAreNone() {
        Map<String, Object> made =
                Map.of("id2label", Map.of("0", "LABEL_0", "1", "LABEL_1", "2", "LABEL_2"));
        Checkpoint checkpoint = read(tiny(Dialects.TORCHVISION, made));
        assertEquals("numbers", checkpoint.labels().source());
        assertFalse(says(checkpoint, "Ignored"));
    }

    @Test
    void classesOfTheSameNameAreSaid() {
        Checkpoint checkpoint =
                read(tiny(Dialects.TORCHVISION, Map.of("classes", List.of("x", "crane", "crane"))));
        assertTrue(says(checkpoint, "Several classes are named \"crane\""));
    }

    @Test
    void aHeadWithOneOutputHasTwoNames() throws IOException {
        Path file = tiny(Dialects.TORCHVISION, 1, Map.of("classes", List.of("benign", "lesion")));
        assertEquals(List.of("benign", "lesion"), read(file).labels().names());
        Path single = Files.writeString(folder.resolve("one.txt"), "lesion");
        String message = refused(WrongUse.class, file, "labels", single.toString());
        assertTrue(message.contains("found 1 names"), message);
        assertTrue(message.contains("2 classes"), message);
    }
}
