package sc.fiji.cam.fiji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.Context;
import org.scijava.convert.ConvertService;
import org.scijava.io.AbstractIOPlugin;
import org.scijava.io.IOPlugin;
import org.scijava.io.IOService;
import org.scijava.io.location.FileLocation;
import org.scijava.io.location.Location;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import sc.fiji.cam.batch.PictureReader;
import sc.fiji.cam.data.BadPicture;
import sc.fiji.cam.testing.Golden;

/** Formats of Fiji's openers, in the person of one that opens files called .strange. */
class FijiReaderTest {
    private static Context context;
    private static PictureReader reader;

    @TempDir Path folder;

    /** An image as wide as the file is long; "broken" cannot be read, "table" is no image. */
    public static final class Strange extends AbstractIOPlugin<Object> {
        @Override
        public Class<Object> getDataType() {
            return Object.class;
        }

        @Override
        public boolean supportsOpen(Location location) {
            return location.getName().endsWith(".strange");
        }

        @Override
        public Object open(Location location) throws IOException {
            String text = Files.readString(((FileLocation) location).getFile().toPath());
            if (text.equals("broken")) throw new IOException("block 7 is missing");
            if (text.equals("table")) return new int[3];
            return new ImagePlus("strange", new ByteProcessor(text.length(), 2));
        }
    }

    @BeforeAll
    static void open() {
        context = new Context(IOService.class, ConvertService.class);
        PluginInfo<?> strange = new PluginInfo<>(Strange.class, IOPlugin.class);
        context.service(PluginService.class).addPlugin(strange);
        reader = new FijiReader(context);
    }

    @AfterAll
    static void close() {
        context.dispose();
    }

    @Test
    void opensWhatFijiKnows() throws IOException {
        Path file = Files.writeString(folder.resolve("a b.strange"), "seven !");
        assertEquals(7, reader.open(file).picture(1).width());
        assertThrows(BadPicture.class, () -> PictureReader.IMAGEJ.open(file), "a blind test");
    }

    @Test
    void opensWhatImageJKnowsAsEverywhere() {
        Path file = Golden.picture("a", "224");
        assertEquals(
                PictureReader.IMAGEJ.open(file).picture(1).rgb().length,
                reader.open(file).picture(1).rgb().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken", "table"})
    void whatFijiCannotReadIsNamed(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("x.strange"), text);
        BadPicture error = assertThrows(BadPicture.class, () -> reader.open(file));
        String start = file + ": Fiji knows the format, but cannot read the image (";
        assertTrue(error.getMessage().startsWith(start), error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"notes.txt", "page.xml", "unknown.q7", "empty.strange", "absent"})
    void whatNobodyKnowsGetsTheSameWordsAsEverywhere(String name) throws IOException {
        Path file = folder.resolve(name);
        if (name.startsWith("empty")) Files.createFile(file);
        else if (!name.equals("absent")) Files.writeString(file, "some text");
        String expected =
                assertThrows(BadPicture.class, () -> PictureReader.IMAGEJ.open(file)).getMessage();
        assertEquals(
                expected, assertThrows(BadPicture.class, () -> reader.open(file)).getMessage());
    }

    @Test
    void aFolderGivesTheSameFilesAsEverywhere() {
        for (String name : new String[] {"a.png", "a.strange", "a.txt", "a.czi", "a"}) {
            assertEquals(PictureReader.IMAGEJ.knows(name), reader.knows(name), name);
        }
    }
}
