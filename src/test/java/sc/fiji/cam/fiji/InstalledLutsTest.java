package sc.fiji.cam.fiji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.plugin.LutLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.render.Luts;

class InstalledLutsTest {
    @TempDir Path folder;

    private InstalledLuts installed;

    @BeforeEach
    void installOneTable() throws IOException {
        byte[] colours = new byte[768];
        for (int i = 0; i < 256; i++) colours[i] = (byte) (255 - i);
        Files.write(folder.resolve("mpl-twilight.lut"), colours);
        installed = new InstalledLuts(folder.toFile());
    }

    @Test
    void ownTablesComeFirstInAnyCase() {
        assertEquals(Luts.find("fire"), installed.find("Fire"));
        assertEquals(Luts.find("jet"), installed.find("JET"));
    }

    @Test
    void tablesOfImageJAreFound() {
        int last = LutLoader.getLut("ice").getRGB(255) & 0xffffff;
        assertEquals(last, installed.find("Ice").colours().get(255));
        assertNotEquals(Luts.find("fire"), installed.find("Ice"));
    }

    @Test
    void tablesInTheLutsFolderAreFound() {
        assertEquals(0xff0000, installed.find("MPL-twilight").colours().get(0));
        assertTrue(installed.names().contains("mpl-twilight"));
    }

    @Test
    void filesAreRead() {
        String file = folder.resolve("mpl-twilight.lut").toString();
        assertEquals(installed.find("mpl-twilight").colours(), installed.find(file).colours());
    }

    @Test
    void unknownNamesGetTheNearestOfBothKinds() {
        assertTrue(error("mpl-twilite").contains("\"mpl-twilight\""));
        assertTrue(error("virids").contains("\"viridis\""));
    }

    @Test
    void noNameIsThereTwice() {
        List<String> names =
                installed.names().stream().map(n -> n.toLowerCase(Locale.ROOT)).toList();
        assertEquals(new HashSet<>(names).size(), names.size());
        assertEquals(Luts.names(), installed.names().subList(0, Luts.names().size()));
    }

    private String error(String name) {
        return assertThrows(WrongUse.class, () -> installed.find(name)).getMessage();
    }
}
