package sc.fiji.cam.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sc.fiji.cam.data.Picture;
import sc.fiji.cam.render.Montage.Tile;

/** Pictures on a sheet, and letters that are legible. */
class MontageTest {
    private static Picture red(int width, int height) {
        int[] rgb = new int[width * height];
        Arrays.fill(rgb, 0xff0000);
        return new Picture("red", width, height, rgb);
    }

    private static long count(Picture picture, int colour) {
        return Arrays.stream(picture.rgb()).filter(c -> c == colour).count();
    }

    @Test
    void everyPixelOfEveryPictureIsThere() {
        List<Tile> tiles =
                List.of(
                        new Tile(red(20, 20), List.of()),
                        new Tile(red(10, 20), List.of("a")),
                        new Tile(red(20, 5), List.of()));
        Picture sheet = Montage.of("sheet", tiles, 2, 20);
        assertEquals(20 * 20 + 10 * 20 + 20 * 5, count(sheet, 0xff0000));
        assertEquals(14 + 2 * 34, sheet.width());
        assertEquals(14 + 2 * (34 + 16 + 5), sheet.height());
        assertEquals(0xff0000, sheet.rgb()[14 * sheet.width() + 14], "first corner");
        assertEquals(0xffffff, sheet.rgb()[14 * sheet.width() + 14 + 34], "narrow: in the middle");
        assertEquals(0xff0000, sheet.rgb()[14 * sheet.width() + 14 + 34 + 5]);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        List<Tile> large = List.of(new Tile(red(21, 20), List.of()));
        assertThrows(IllegalArgumentException.class, () -> Montage.of("s", large, 1, 20));
        assertThrows(IllegalArgumentException.class, () -> Montage.of("s", List.of(), 1, 20));
    }

    @Test
    void aTextIsDrawnInsideItsTileOrCut() {
        Lettering letters = new Lettering(2);
        assertEquals("short", letters.fitted("short", 58));
        assertEquals("abc...", letters.fitted("abcdefghij", 6 * 12 - 2));
        Picture cut = Montage.of("s", List.of(new Tile(red(70, 9), List.of("abcdefghij"))), 1, 70);
        Picture same = Montage.of("s", List.of(new Tile(red(70, 9), List.of("abc..."))), 1, 70);
        assertEquals(same, cut);
        Picture other = Montage.of("s", List.of(new Tile(red(70, 9), List.of("abd..."))), 1, 70);
        assertNotEquals(other, cut, "a letter more or less is seen");
    }

    @Test
    void everyCharacterHasItsOwnLetter() {
        Set<String> seen = new HashSet<>();
        for (char c = ' '; c <= '~'; c++) {
            String drawn = drawn(c);
            assertFalse(c != ' ' && !drawn.contains("#"), "nothing is drawn for " + c);
            assertEquals(true, seen.add(drawn), c + " looks like another");
        }
        assertEquals(drawn('?'), drawn('é'), "no letter for it");
    }

    @Test
    void anFIsAnF() {
        assertEquals("##### #.... #.... ####. #.... #.... #.... .....", drawn('F'));
    }

    private static String drawn(char c) {
        int[] rgb = new int[5 * 8];
        new Lettering(1).draw(rgb, 5, 0, 0, String.valueOf(c), 1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rgb.length; i++) {
            if (i > 0 && i % 5 == 0) text.append(' ');
            text.append(rgb[i] == 1 ? '#' : '.');
        }
        return text.toString();
    }
}
