package sc.fiji.cam.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.data.WrongUse;

/** Which images a call means, in which order, and where their results go. */
class InputFinderTest {
    @TempDir Path root;
    private final Map<String, String> options = new HashMap<>();

    @BeforeEach
    void makeTree() throws IOException {
        file("data/b.png");
        file("data/a.TIF");
        file("data/notes.txt");
        file("data/._a.tif");
        file("data/sub/deep/c.jpg");
        file("data/sub/a.png");
        options.put("output", root.resolve("out").toString());
    }

    private Path file(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, name);
    }

    private Inputs find(String... inputs) {
        List<String> paths =
                java.util.Arrays.stream(inputs).map(i -> root.resolve(i).toString()).toList();
        return InputFinder.find(BatchSettings.of(options).withInputs(paths), PictureReader.IMAGEJ);
    }

    /** {@code image -> folder}, the image below the root. */
    private List<String> shown(Inputs inputs) {
        return inputs.list().stream()
                .map(
                        i ->
                                i.image().substring(root.toString().length() + 1)
                                        + " -> "
                                        + i.source().folder())
                .toList();
    }

    @Test
    void aFolderIsNotEnteredUnlessAsked() {
        Inputs flat = find("data");
        assertEquals(List.of("data/a.TIF -> ", "data/b.png -> "), shown(flat));
        assertEquals(2, flat.ignored());
        assertTrue(flat.notes().get(0).contains("1 folder"), flat.notes().toString());
        options.put("recursive", "true");
        Inputs deep = find("data");
        assertEquals(
                List.of(
                        "data/a.TIF -> ",
                        "data/b.png -> ",
                        "data/sub/a.png -> sub",
                        "data/sub/deep/c.jpg -> sub/deep"),
                shown(deep));
        assertEquals(List.of(), deep.notes());
    }

    @Test
    void severalFoldersKeepTheirNames() throws IOException {
        file("more/data/a.png");
        assertEquals(
                List.of(
                        "data/a.TIF -> data",
                        "data/b.png -> data",
                        "more/data/a.png -> data",
                        "x.png -> "),
                shown(find("data", "more/data", "x.png")));
    }

    @Test
    void globsOfNamesAndOfPaths() {
        options.put("recursive", "true");
        options.put("include", "a.*");
        assertEquals(List.of("data/a.TIF -> ", "data/sub/a.png -> sub"), shown(find("data")));
        options.put("include", "");
        options.put("exclude", "sub/**");
        assertEquals(List.of("data/a.TIF -> ", "data/b.png -> "), shown(find("data")));
        options.put("exclude", "");
        options.put("include", "*.txt");
        assertEquals(List.of("data/notes.txt -> "), shown(find("data")));
        options.put("include", "[");
        assertThrows(WrongUse.class, () -> find("data"));
    }

    @Test
    void globsAsInputs() {
        assertEquals(List.of("data/b.png -> "), shown(find("data/*.png")));
        assertEquals(
                List.of("data/sub/a.png -> sub", "data/sub/deep/c.jpg -> sub/deep"),
                shown(find("data/{sub,no}/**")));
        assertEquals(List.of("data/sub/a.png -> "), shown(find("data/sub/*")));
        WrongUse none = assertThrows(WrongUse.class, () -> find("data/*.gif"));
        assertTrue(none.getMessage().contains("*.gif"), none.getMessage());
    }

    @Test
    void filesNamedOutrightAlwaysCount() throws IOException {
        file("a[1].png");
        assertEquals(
                List.of("data/notes.txt -> ", "missing.png -> ", "a[1].png -> "),
                shown(find("data/notes.txt", "missing.png", "a[1].png")));
    }

    @Test
    void aListNamesImagesAndTargets() throws IOException {
        Path list = file("lists/day.csv");
        String rows =
                "\ufeffplate,image,target\n1,a.png,\n1,sub/b.png,\"top2,3\"\n2,../data/b.png,label:x\n";
        Files.writeString(list, rows);
        Inputs inputs = find("lists/day.csv");
        assertEquals(
                List.of("lists/a.png -> ", "lists/sub/b.png -> sub", "lists/../data/b.png -> "),
                shown(inputs));
        assertEquals(
                List.of("", "top2,3", "label:x"),
                inputs.list().stream().map(Input::target).toList());
        Files.writeString(list, "file\na.png\n");
        wrong("column", "lists/day.csv");
        Files.writeString(list, "image,target\na.png,top\nb.png,\"1,,2\"\n");
        wrong("line 3", "lists/day.csv");
        Files.writeString(list, "image,target\na.png,top,x,y\n");
        wrong("line 2", "lists/day.csv");
        Files.write(list, new byte[] {'i', 'm', 'a', 'g', 'e', '\n', (byte) 0xff, '\n'});
        wrong("UTF-8", "lists/day.csv");
    }

    @Test
    void listsOfSpreadsheetsAreRead() throws IOException {
        Path list = file("lists/day.csv");
        Files.writeString(list, "Plate;Image;Target\r\n1;a,b.png;\r\n2;b.png;2,3\r\n");
        Inputs inputs = find("lists/day.csv");
        assertEquals(List.of("lists/a,b.png -> ", "lists/b.png -> "), shown(inputs));
        assertEquals(List.of("", "2,3"), inputs.list().stream().map(Input::target).toList());
        Files.writeString(list, "image;plate,target\na.png;1,2\n");
        wrong("column", "lists/day.csv");
        Files.writeString(list, "image,target\n");
        wrong("names no image", "lists/day.csv");
        Files.writeString(list, "image,target\na.png,\"2\"3\n");
        wrong("no CSV file", "lists/day.csv");
    }

    private void wrong(String expected, String... inputs) {
        WrongUse wrong = assertThrows(WrongUse.class, () -> find(inputs));
        assertTrue(wrong.getMessage().contains(expected), wrong.getMessage());
    }

    @Test
    void theOutputFolderIsNoInput() throws IOException {
        options.put("recursive", "true");
        options.put("output", root.resolve("data/sub").toString());
        assertEquals(List.of("data/a.TIF -> ", "data/b.png -> "), shown(find("data")));
        wrong("lies in it", "data/sub/a.png");
        wrong("lies in it", "data/sub/deep");
        options.put("output", root.resolve("data").toString());
        wrong("lies in it", "data");
    }

    @Test
    void nothingFoundIsSaid() throws IOException {
        file("empty/readme.txt");
        wrong("1 other file", "empty");
        wrong("there is no folder or image", "plats");
    }

    @Test
    void linksAreFollowedButNotInCircles() throws IOException {
        link("data/sub/circle", "data");
        link("data/sub/twin", "data/sub/deep");
        options.put("recursive", "true");
        Inputs inputs = find("data");
        assertTrue(
                shown(inputs).contains("data/sub/twin/c.jpg -> sub/twin"),
                shown(inputs).toString());
        assertEquals(5, inputs.list().size());
        assertTrue(inputs.notes().get(0).contains("circle"), inputs.notes().toString());
    }

    private void link(String name, String to) throws IOException {
        try {
            Files.createSymbolicLink(root.resolve(name), root.resolve(to));
        } catch (UnsupportedOperationException | java.nio.file.FileSystemException e) {
            assumeTrue(false, "no symbolic links here");
        }
    }
}
