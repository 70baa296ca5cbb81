package sc.fiji.cam.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.data.BadCheckpoint;
import sc.fiji.cam.data.InputSize;
import sc.fiji.cam.data.WrongUse;

/** Files of class names beside the weights. */
class SideCarsTest extends WholeFiles {
    private static final List<String> XYZ = List.of("x", "y", "z");
    private static final String TABLE =
            "class_index,class,height,width\n0,x,224,256\n1,y,224,256\n2,z,224,256\n";

    private Path weights;

    @BeforeEach
    void write() {
        weights = tiny(Dialects.TORCHVISION, Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "labels.txt | x;y;z",
                "labels.txt | 0 x;1 y;2 z",
                "class_names.txt | x;y;z",
                "class_names.json | [\"x\",\"y\",\"z\"]",
                "labels.json | {\"0\":\"x\",\"1\":\"y\",\"2\":\"z\"}",
                "class_indices.json | {\"x\":0,\"z\":2,\"y\":1}",
                "class_dict.csv | class_index,class;2,z;1,y;0,x",
                "pets-class_dict.csv | class;x;y;\"z\"",
                "config.json | {\"a\":1,\"id2label\":{\"0\":\"x\",\"1\":\"y\",\"2\":\"z\"}}",
                "config.json | {\"label_names\":[\"x\",\"y\",\"z\"],\"pretrained_cfg\":{}}"
            })
    void isFoundByItsNameAndSaid(String name, String content) throws IOException {
        Path file = file(name, content.replace(';', '\n'));
        Checkpoint checkpoint = read(weights);
        assertEquals(XYZ, checkpoint.labels().names());
        assertEquals(file.toString(), checkpoint.labels().source());
        assertEquals(
                List.of("Took the class names of " + file + ", which lies beside the weights."),
                checkpoint.assumptions());
    }

    @Test
    void theFileWinsAndADifferenceIsSaid() throws IOException {
        Path labels = file("labels.txt", "x\ny\nother");
        Path named = tiny(Dialects.TORCHVISION, Map.of("classes", XYZ));
        Checkpoint checkpoint = read(named);
        assertEquals("file", checkpoint.labels().source());
        assertEquals(XYZ, checkpoint.labels().names());
        assertTrue(says(checkpoint, "in " + labels + ": class 2 is \"other\" there"));
        file("labels.txt", "x\ny\nz");
        assertTrue(read(named).assumptions().isEmpty(), "what agrees needs no word");
    }

    @Test
    void oneThatDoesNotFitIsIgnoredAndSaid() throws IOException {
        Path labels = file("labels.txt", "x\ny\n");
        Checkpoint checkpoint = read(weights);
        assertEquals("numbers", checkpoint.labels().source());
        assertTrue(
                says(checkpoint, "Ignored 2 names of " + labels + ": the network has 3 classes"));
        file("labels.json", "{\"images\": [1, 2]}");
        assertTrue(says(read(weights), "found no class names"));
        file("class_names.txt", new byte[] {(byte) 0xe4, 'x'});
        assertTrue(says(read(weights), "it is not text in UTF-8"));
    }

    @Test
    void amongSeveralTheOrderIsFixedAndEveryOtherOneIsSaid() throws IOException {
        file("labels.txt", "c\nb\na");
        file("class_names.json", "[\"x\", \"y\"]");
        Path chosen = file("class_indices.json", "{\"x\": 0, \"y\": 1, \"z\": 2}");
        file("b_class_dict.csv", TABLE.replace(",x,", ",w,"));
        file("a_class_dict.csv", TABLE);
        Checkpoint checkpoint = read(weights);
        assertEquals(XYZ, checkpoint.labels().names());
        assertEquals(chosen.toString(), checkpoint.labels().source());
        List<String> said = checkpoint.assumptions();
        assertEquals(4, said.size(), said.toString());
        assertTrue(said.get(0).startsWith("Took the class names of " + chosen), said.get(0));
        assertTrue(said.get(1).startsWith("Ignored 2 names of"), said.get(1));
        assertTrue(said.get(2).contains("b_class_dict.csv: class 0 is \"w\" there"), said.get(2));
        assertTrue(said.get(3).contains("labels.txt: class 0 is \"c\" there"), said.get(3));
    }

    @Test
    void anOrdinaryConfigWithoutNamesIsNoReasonToComplain() throws IOException {
        file("config.json", "{\"architecture\": \"efficientnet_b0\"}");
        assertFalse(says(read(weights), "Ignored"));
    }

    @Test
    void aConfigOfAnotherNetworkIsSaid() throws IOException {
        Path config =
                file(
                        "config.json",
                        "{\"architecture\": \"tf_efficientnet_b7\", \"num_classes\": 7,"
                                + " \"pretrained_cfg\": {\"num_classes\": 1000}}");
        Checkpoint checkpoint = read(weights);
        String start = config + " says ";
        assertTrue(says(checkpoint, start + "architecture = tf_efficientnet_b7, but"));
        assertTrue(says(checkpoint, start + "num_classes = 7, but the tensors are of 3 outputs"));
        assertFalse(says(checkpoint, "1000"));
        file("config.json", "{\"architecture\": \"tf_efficientnet_b0\", \"num_classes\": 3}");
        assertFalse(says(read(weights), start));
    }

    /** Without a word, scaling and names would be assumed although a file beside tells them. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{\"architecture\": ", "[1, 2]", "{\"mean\": [NaN]}"})
    void aConfigThatIsNoJsonObjectIsSaid(String text) throws IOException {
        Path config = file("config.json", text);
        assertTrue(says(read(weights), "Ignored " + config + ": it is no JSON object"));
    }

    @Test
    void aTableOfClassesTellsTheSizeOfTheInput() throws IOException {
        Path table = file("class_dict.csv", TABLE);
        Checkpoint checkpoint = read(weights);
        assertEquals(new InputSize(256, 224), checkpoint.input().size().orElseThrow());
        assertEquals(table.toString(), checkpoint.input().sources().size());
        assertEquals("assumed", checkpoint.input().sources().scaling());
        Path sized = tiny(Dialects.TORCHVISION, Map.of("img_size", 300));
        Checkpoint own = read(sized);
        assertEquals(
                InputSize.square(300), own.input().size().orElseThrow(), "file beats side-car");
        assertEquals("file", own.input().sources().size());
        assertTrue(says(own, "The input size of the file (300) counts, not that of " + table));
        Path named = tiny(Dialects.TORCHVISION, Map.of("classes", XYZ));
        assertEquals(table.toString(), read(named).input().sources().size());
    }

    @Test
    void aTableOfOtherClassesTellsNothing() throws IOException {
        file("class_dict.csv", TABLE);
        Path named = tiny(Dialects.TORCHVISION, Map.of("classes", List.of("p", "q", "r")));
        Checkpoint checkpoint = read(named);
        assertTrue(checkpoint.input().size().isEmpty());
        assertEquals("architecture", checkpoint.input().sources().size());
        file("class_dict.csv", TABLE + "3,w,224,256\n");
        assertTrue(read(weights).input().size().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "class_index,class,height,width;0,x,224,224;1,y,300,224;2,z,224,224",
                "class_index,class,height,width;0,x,8,8;1,y,8,8;2,z,8,8",
                "class,height;x,224;y,224;z,224"
            })
    void aSizeThatIsNoneIsNotTaken(String table) throws IOException {
        file("class_dict.csv", table.replace(';', '\n'));
        Checkpoint checkpoint = read(weights);
        assertEquals(XYZ, checkpoint.labels().names());
        assertTrue(checkpoint.input().size().isEmpty());
    }

    @Test
    void theOptionReadsATable() throws IOException {
        Path table = file("names.CSV", TABLE.replace(',', ';'));
        Checkpoint checkpoint = read(weights, "labels", table.toString());
        assertEquals(XYZ, checkpoint.labels().names());
        assertEquals(new InputSize(256, 224), checkpoint.input().size().orElseThrow());
        file("names.CSV", "0,x\r\n1,y\r\n2,z\r\n");
        assertEquals(XYZ, read(weights, "labels", table.toString()).labels().names());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name,r,g,b;x,0,0,0;y,1,1,1;z,2,2,2",
                "class_index,class;0,x;0,y;2,z",
                "class_index,class;0,x;1;2,z",
                "class_index,class",
                "a,b,c;1,2,3",
                "class;\"x;y;z"
            })
    void aTableThatIsNoneOfClassesIsRefused(String table) throws IOException {
        Path file = file("table.csv", table.replace(';', '\n'));
        String message = refused(BadCheckpoint.class, weights, "labels", file.toString());
        assertTrue(message.contains("found no class names"), message);
    }

    @Test
    void quotedCellsKeepTheirCommasAndMarksAreNoLetters() throws IOException {
        String table =
                "\ufeffclass_index,class\r\n0,\"tabby, tabby cat\"\r\n1,\"a \"\"b\"\"\"\r\n2,ü\r\n";
        file("class_dict.csv", table);
        List<String> names = List.of("tabby, tabby cat", "a \"b\"", "ü");
        assertEquals(names, read(weights).labels().names());
    }

    @Test
    void textInUtf16IsReadByItsMark() throws IOException {
        for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            file("labels.txt", "\ufeffx\r\ny\r\nü\r\n".getBytes(charset));
            assertEquals(List.of("x", "y", "ü"), read(weights).labels().names());
        }
    }

    @Test
    void allOfThemAreListedForWhoeverWatchesThem() throws IOException {
        Path table = file("class_dict.csv", TABLE);
        Path labels = file("labels.txt", "x");
        assertEquals(List.of(table, labels), Checkpoints.sideCars(weights));
        assertEquals(List.of(), Checkpoints.sideCars(folder.resolve("no").resolve("b3.pth")));
        Path unpacked = Files.createDirectory(folder.resolve("model"));
        Path inner = Files.writeString(unpacked.resolve("config.json"), "{}");
        assertEquals(List.of(inner, table, labels), Checkpoints.sideCars(unpacked));
    }

    @Test
    void theCurrentFolderIsLookedAtToo() {
        assertTrue(Checkpoints.sideCars(Path.of("b3.pth")).isEmpty());
    }

    @Test
    void aSideCarNeverStopsAFileFromBeingRead() throws IOException {
        file("class_dict.csv", "class_index,class\n0,\"");
        assertTrue(says(read(weights), "Ignored labels"));
        String message = refused(WrongUse.class, weights, "labels", file("two.txt", "x\ny") + "");
        assertTrue(message.contains("found 2 names"), message);
    }
}
