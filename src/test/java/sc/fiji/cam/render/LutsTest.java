package sc.fiji.cam.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.plugin.LutLoader;
import ij.process.LUT;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.cam.data.WrongUse;
import sc.fiji.cam.testing.Golden;

class LutsTest {
    @TempDir Path folder;

    @Test
    void everyTableOfTheIndexIsThere() {
        for (String name : Luts.names()) assertEquals(name, Luts.find(name).name());
        assertEquals(Luts.names().size(), new HashSet<>(Luts.names()).size());
        assertEquals("jet", Luts.names().get(0));
    }

    @Test
    void jetIsOpenCvs() {
        double[] truth = Golden.truth("seed").get("jet").doubles();
        List<Integer> colours = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            colours.add(
                    (int) truth[3 * i] << 16
                            | (int) truth[3 * i + 1] << 8
                            | (int) truth[3 * i + 2]);
        }
        assertEquals(colours, Luts.find("jet").colours());
        assertNotEquals(colours, Luts.find("turbo").colours());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fire", "grays"})
    void isImageJsOwn(String name) {
        IndexColorModel theirs = LutLoader.getLut(name);
        assertEquals(colours(theirs), Luts.find(name).colours());
        assertNotEquals(colours(LutLoader.getLut("ice")), Luts.find(name).colours());
    }

    /** First, middle and last entry as published. */
    @ParameterizedTest
    @CsvSource({
        "viridis, 440154, 21918c, fde725",
        "magma, 000004, b73779, fcfdbf",
        "inferno, 000004, bc3754, fcffa4",
        "turbo, 30123b, a4fc3c, 7a0403",
        "bluewhitered, 0000ff, ffffff, ff0000"
    })
    void beginsAndEndsAsPublished(String name, String first, String middle, String last) {
        List<Integer> colours = Luts.find(name).colours();
        assertEquals(Integer.parseInt(first, 16), colours.get(0));
        assertEquals(Integer.parseInt(middle, 16), colours.get(128));
        assertEquals(Integer.parseInt(last, 16), colours.get(255));
    }

    @Test
    void blueWhiteRedIsSymmetric() {
        List<Integer> colours = Luts.find("bluewhitered").colours();
        assertEquals(0xffffff, colours.get((int) (255 * 0.5f)));
        for (int i = 0; i < 128; i++) {
            int swapped = colours.get(255 - i);
            int back = (swapped & 255) << 16 | swapped & 0xff00 | swapped >> 16;
            assertEquals(colours.get(i), back);
        }
    }

    @Test
    void namesMayBeWrittenAsImageJDoes() {
        assertEquals(Luts.find("fire"), Luts.find("Fire"));
    }

    @Test
    void anUnknownNameNamesTheNearest() {
        String message = assertThrows(WrongUse.class, () -> Luts.find("virids")).getMessage();
        assertTrue(message.contains("nearest is \"viridis\""), message);
        assertTrue(message.contains("turbo"), message);
    }

    @Test
    void readsAllKindsOfFiles() throws IOException {
        Lut jet = Luts.find("jet");
        byte[] raw = raw(jet);
        assertEquals(jet.colours(), read("raw.lut", raw).colours());
        assertEquals(jet.colours(), read("header.LUT", withHeader(256, raw)).colours());
        assertEquals(jet.colours(), read("three.lut", text(jet, false).getBytes()).colours());
        assertEquals(jet.colours(), read("four.lut", text(jet, true).getBytes()).colours());
        String titled = "Index Red Green Blue\n" + text(jet, true);
        assertEquals(jet.colours(), read("title.lut", titled.getBytes()).colours());
        assertEquals("three", Luts.find(folder.resolve("three.lut").toString()).name());
    }

    @Test
    void fewerColoursAreInterpolatedAsImageJDoes() throws IOException {
        byte[] raw = new byte[3 * 40];
        new Random(1).nextBytes(raw);
        Path file = folder.resolve("forty.lut");
        // ImageJ takes a file for one with a header only above 768 bytes.
        byte[] padded = Arrays.copyOf(withHeader(40, raw), 800);
        Files.write(file, padded);
        LUT theirs = LutLoader.openLut(file.toString());
        assertEquals(colours(theirs), Luts.find(file.toString()).colours());
    }

    @ParameterizedTest
    @CsvSource({
        "blank.lut, 100, 0 colours",
        "empty.lut, 0, 0 colours",
        "large.lut, 20000, 20000 bytes"
    })
    void refusesBrokenFiles(String name, int length, String found) throws IOException {
        byte[] spaces = new byte[length];
        Arrays.fill(spaces, (byte) '\n');
        String message = refusal(name, spaces);
        assertTrue(message.contains(found), message);
        assertTrue(message.contains("expected a colour table of 768 bytes"), message);
    }

    @Test
    void refusesWrongTextNamingTheLine() throws IOException {
        Lut jet = Luts.find("jet");
        String text = text(jet, false);
        assertTrue(
                refusal("a.lut", text.replaceFirst("0 0 128", "0 0").getBytes())
                        .contains("line 1 has 2 columns"));
        assertTrue(
                refusal("b.lut", text.replaceFirst("0 0 132", "0 0 256").getBytes())
                        .contains("line 2 has the value \"256\""));
        assertTrue(refusal("c.lut", (text + "1 2 3\n").getBytes()).contains("257 colours"));
        assertTrue(refusal("d.lut", withHeader(200, new byte[300])).contains("200 colours"));
    }

    @Test
    void refusesFoldersAndMissingFiles() {
        String missing = folder.resolve("no.lut").toString();
        String message = assertThrows(WrongUse.class, () -> Luts.find(missing)).getMessage();
        assertTrue(message.contains("no.lut: there is no such file"), message);
        Path inside = folder.resolve("folder.lut");
        assertTrue(inside.toFile().mkdir());
        message = assertThrows(WrongUse.class, () -> Luts.find(inside.toString())).getMessage();
        assertTrue(message.contains("found a folder"), message);
    }

    private String refusal(String name, byte[] bytes) {
        return assertThrows(WrongUse.class, () -> read(name, bytes)).getMessage();
    }

    private Lut read(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, bytes);
        return Luts.find(file.toString());
    }

    private static byte[] raw(Lut lut) {
        byte[] raw = new byte[768];
        for (int i = 0; i < 768; i++) {
            raw[i] = (byte) (lut.colours().get(i % 256) >> (16 - 8 * (i / 256)));
        }
        return raw;
    }

    private static byte[] withHeader(int colours, byte[] raw) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeBytes("ICOL");
        out.writeShort(1);
        out.writeShort(colours);
        out.write(new byte[24]);
        out.write(raw);
        return bytes.toByteArray();
    }

    private static String text(Lut lut, boolean index) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 256; i++) {
            int c = lut.colours().get(i);
            if (index) text.append(i).append('\t');
            text.append(c >> 16).append(' ').append(c >> 8 & 255).append(' ').append(c & 255);
            text.append('\n');
        }
        return text.toString();
    }

    private static List<Integer> colours(IndexColorModel model) {
        List<Integer> colours = new ArrayList<>();
        for (int i = 0; i < 256; i++) colours.add(model.getRGB(i) & 0xffffff);
        return colours;
    }
}
